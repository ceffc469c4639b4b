package io.jukung.server.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.codec.FieldValidation;
import io.jukung.registry.patch.Patch;
import io.jukung.registry.patch.PatchType;
import io.jukung.registry.patch.Patches;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.AdmissionHook;
import io.jukung.registry.store.ObjectUpdate;
import io.jukung.registry.store.UpdateResult;
import io.jukung.registry.store.WriteOptions;
import io.jukung.registry.subresource.Scale;
import io.jukung.server.http.ApiCall;
import io.jukung.server.response.ApiResponse;
import java.io.IOException;
import java.util.Optional;

/** Serves {@code scale} of every kind that has it. Safe for all threads. */
public final class ScaleEndpoint implements ResourceEndpoints.Special {
  @Override
  public ApiResponse serve(SpecialCall request) throws IOException {
    return switch (request.call().info().verb()) {
      case "get" -> {
        var object =
            request
                .store()
                .get(
                    request.namespace(),
                    request.name(),
                    request.call().query().text("resourceVersion"));
        yield request.answer(200, views(request).read(request.tree(object.json())));
      }
      case "update" -> update(request);
      case "patch" -> patch(request);
      default -> throw request.methodNotAllowed();
    };
  }

  private static ApiResponse update(SpecialCall request) throws IOException {
    ApiCall call = request.call();
    var _ = request.target().negotiate();
    byte[] body = call.body(WriteEndpoint.MAX_BODY);
    WriteParameters parameters =
        WriteParameters.read(call.query(), "UpdateOptions", Optional.empty());
    ObjectNode scale = request.decoded(body, WriteEndpoint.bodyKind(call), Scale.KIND, parameters);
    WriteEndpoint.checkName(request.target(), scale);
    return write(
        request,
        parameters,
        current -> {
          ObjectNode object = existing(request, current);
          ObjectNode wanted = scale.deepCopy();
          request
              .tools()
              .fields()
              .scale()
              .update(
                  Optional.of(views(request).managed(object)), wanted, parameters.manager(call));
          return admitted(request, parameters, object, wanted);
        });
  }

  private static ApiResponse patch(SpecialCall request) throws IOException {
    ApiCall call = request.call();
    PatchType patchType =
        PatchType.of(call.header("Content-Type")).orElseThrow(ScaleEndpoint::unsupported);
    var _ = request.target().negotiate();
    byte[] body = call.body(WriteEndpoint.MAX_BODY);
    WriteParameters parameters =
        WriteParameters.read(call.query(), "PatchOptions", Optional.of(patchType));
    if (patchType == PatchType.APPLY) {
      ApplyUpdate apply =
          new ApplyUpdate(
              request.target(), body, request.tools().fields().scale(), parameters, (_, _) -> {});
      return write(
          request,
          parameters,
          current -> {
            ObjectNode object = existing(request, current);
            ObjectNode wanted = apply.merged(Optional.of(views(request).managed(object)));
            WriteEndpoint.checkName(request.target(), wanted);
            return admitted(request, parameters, object, wanted);
          });
    }
    return write(
        request,
        parameters,
        current -> {
          ObjectNode object = existing(request, current);
          ObjectNode before = views(request).managed(object);
          ObjectNode scale = patched(request, patchType, body, before, parameters);
          request
              .tools()
              .fields()
              .scale()
              .update(Optional.of(before), scale, parameters.manager(call));
          return admitted(request, parameters, object, scale);
        });
  }

  private static ObjectNode patched(
      SpecialCall request,
      PatchType patchType,
      byte[] body,
      ObjectNode before,
      WriteParameters parameters) {
    var schema = request.tools().forms().schema(Scale.KIND);
    boolean validated = parameters.fieldValidation() != FieldValidation.IGNORE;
    Patch patch = request.tools().patches().parse(patchType, body, schema, validated);
    ObjectNode raw = patch.apply(before.deepCopy());
    ObjectNode scale;
    try {
      scale =
          request
              .tools()
              .decoder()
              .convert(raw, schema, parameters.fieldValidation(), request.call().context()::warn);
    } catch (StatusException e) {
      throw Patches.undecodable(patch.invalidValue(raw), e.text());
    }
    WriteEndpoint.checkName(request.target(), scale);
    if (scale.get("metadata") instanceof ObjectNode metadata
        && metadata
            .path("resourceVersion")
            .equals(before.path("metadata").path("resourceVersion"))) {
      metadata.remove("resourceVersion");
    }
    return scale;
  }

  private static ScaleViews views(SpecialCall request) {
    return ScaleViews.of(request.type());
  }

  /** The object with a scale that admission has seen. */
  private static ObjectNode admitted(
      SpecialCall request, WriteParameters parameters, ObjectNode object, ObjectNode scale) {
    request
        .tools()
        .admission()
        .admit(
            attributes(
                request, parameters, Optional.of(scale), Optional.of(views(request).view(object))));
    return views(request).write(object, scale);
  }

  /** Admission judges scales, not what is scaled. */
  private static AdmissionAttributes attributes(
      SpecialCall request,
      WriteParameters parameters,
      Optional<ObjectNode> scale,
      Optional<ObjectNode> old) {
    return new AdmissionAttributes(
        Operation.UPDATE,
        Scale.KIND,
        request.type().resource(),
        request.subresource(),
        request.namespace(),
        request.name(),
        scale,
        old,
        request.call().context(),
        parameters.dryRun(),
        () -> Optional.of(parameters.options(Operation.UPDATE)));
  }

  private static ObjectNode existing(SpecialCall request, Optional<ObjectNode> current) {
    return current.orElseThrow(
        () -> StatusException.notFound(request.type().resource(), request.name()));
  }

  private static ApiResponse write(
      SpecialCall request, WriteParameters parameters, ObjectUpdate update) {
    AdmissionHook hook =
        (object, old) ->
            request
                .tools()
                .admission()
                .validate(
                    attributes(
                        request,
                        parameters,
                        object.map(views(request)::view),
                        old.map(views(request)::view)));
    UpdateResult result =
        request
            .store()
            .update(
                request.call().context(),
                request.namespace(),
                request.name(),
                update,
                new WriteOptions(parameters.dryRun(), "scale", hook));
    return request.answer(200, views(request).view(request.tree(result.object().json())));
  }

  private static StatusException unsupported() {
    return new StatusException(
        415, "UnsupportedMediaType", "415: Unsupported Media Type", StatusException.Details.NONE);
  }
}
