package io.jukung.server.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.admission.AdmissionChain;
import io.jukung.registry.apply.FieldManager;
import io.jukung.registry.apply.FieldManagers;
import io.jukung.registry.codec.MediaKind;
import io.jukung.registry.codec.ObjectDecoder;
import io.jukung.registry.codec.YamlCodec;
import io.jukung.registry.crd.CustomSchema;
import io.jukung.registry.defaults.Defaults;
import io.jukung.registry.patch.Patch;
import io.jukung.registry.patch.PatchType;
import io.jukung.registry.patch.Patches;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.AdmissionHook;
import io.jukung.registry.store.ObjectUpdate;
import io.jukung.registry.store.StoredObject;
import io.jukung.registry.store.UpdateResult;
import io.jukung.registry.store.WriteOptions;
import io.jukung.server.http.ApiCall;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.Format;
import io.jukung.server.response.Negotiated;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Serves create, update and patch. Safe for all threads. */
final class WriteEndpoint {
  /** The longest body, as upstream's default. */
  static final int MAX_BODY = 3 << 20;

  private final ObjectForms forms;
  private final ObjectDecoder decoder;
  private final Patches patches;
  private final Defaults defaults;
  private final FieldManagers fields;
  private final AdmissionChain admission;

  WriteEndpoint(
      ObjectForms forms,
      ObjectDecoder decoder,
      Defaults defaults,
      FieldManagers fields,
      Patches patches,
      AdmissionChain admission) {
    this.forms = forms;
    this.decoder = decoder;
    this.defaults = defaults;
    this.fields = fields;
    this.patches = patches;
    this.admission = admission;
  }

  ApiResponse create(Target target) throws IOException {
    ApiCall call = target.call();
    refuseCreation(target);
    Negotiated form = target.negotiate();
    MediaKind media = bodyKind(call);
    byte[] body = call.body(MAX_BODY);
    WriteParameters parameters =
        WriteParameters.read(call.query(), "CreateOptions", Optional.empty());
    ObjectNode object = decode(target, body, media, parameters);
    forms.auditRequest(call, target.type(), object);
    matchNamespace(target, object);
    // What the server fills in is nobody's field.
    object
        .withObject("/metadata")
        .remove(List.of("uid", "deletionTimestamp", "deletionGracePeriodSeconds"));
    track(target, Optional.empty(), object, parameters);
    AdmissionAttributes attributes =
        WrittenAttributes.of(
            target,
            Operation.CREATE,
            object.path("metadata").path("name").asText(""),
            Optional.of(object),
            Optional.empty(),
            parameters);
    admission.admit(attributes);
    StoredObject created =
        target
            .store()
            .create(
                call.context(),
                target.namespace(),
                object,
                new WriteOptions(
                    parameters.dryRun(), "", hook(target, attributes.name(), parameters)));
    return forms.answer(201, call, target.type(), form, created);
  }

  /** Nothing new is made of a definition that is about to go. */
  private static void refuseCreation(Target target) {
    if (target.type().schema() instanceof CustomSchema custom && custom.terminating()) {
      throw StatusException.forbidden(
          target.type().resource(),
          "",
          "create not allowed while custom resource definition is terminating");
    }
  }

  ApiResponse update(Target target) throws IOException {
    ApiCall call = target.call();
    Negotiated form = target.negotiate();
    byte[] body = call.body(MAX_BODY);
    WriteParameters parameters =
        WriteParameters.read(call.query(), "UpdateOptions", Optional.empty());
    MediaKind media = bodyKind(call);
    ObjectNode object = decode(target, body, media, parameters);
    forms.auditRequest(call, target.type(), object);
    matchNamespace(target, object);
    checkName(target, object);
    UpdateResult result =
        target
            .store()
            .update(
                call.context(),
                target.namespace(),
                target.name(),
                ObjectUpdate.replaceWith(
                    object,
                    (wanted, current) -> {
                      track(target, current, wanted, parameters);
                      admit(target, wanted, current, parameters);
                    }),
                options(target, parameters));
    return forms.answer(result.created() ? 201 : 200, call, target.type(), form, result.object());
  }

  ApiResponse patch(Target target) throws IOException {
    ApiCall call = target.call();
    PatchType patchType = patchType(target);
    Negotiated form = target.negotiate();
    byte[] body = call.body(MAX_BODY);
    WriteParameters parameters =
        WriteParameters.read(call.query(), "PatchOptions", Optional.of(patchType));
    call.trail().requestBody(() -> new YamlCodec().tree(body));
    if (target.type().schema().unstructured() && patchType == PatchType.STRATEGIC_MERGE) {
      throw PatchType.unsupported(List.of(PatchType.JSON, PatchType.MERGE, PatchType.APPLY));
    }
    ObjectUpdate update =
        patchType == PatchType.APPLY
            ? new ApplyUpdate(
                target,
                body,
                manager(target),
                parameters,
                (wanted, current) -> {
                  if (current.isEmpty()) {
                    refuseCreation(target);
                  }
                  admit(target, wanted, current, parameters);
                })
            : patchUpdate(target, patchType, body, parameters);
    UpdateResult result =
        target
            .store()
            .update(
                call.context(),
                target.namespace(),
                target.name(),
                update,
                options(target, parameters));
    return forms.answer(result.created() ? 201 : 200, call, target.type(), form, result.object());
  }

  /**
   * The kind of a patch. Of a built-in kind upstream's router looks first, and takes several types
   * and blanks that the endpoint then refuses.
   */
  static PatchType patchType(Target target) {
    String type = target.call().header("Content-Type");
    boolean custom = target.type().schema().unstructured();
    List<PatchType> known = new ArrayList<>(List.of(PatchType.values()));
    if (custom) {
      known.remove(PatchType.STRATEGIC_MERGE);
    }
    return PatchType.of(type)
        .orElseThrow(
            () ->
                custom || PatchType.routed(type)
                    ? PatchType.unsupported(known)
                    : new StatusException(
                        415,
                        "UnsupportedMediaType",
                        "415: Unsupported Media Type",
                        StatusException.Details.NONE));
  }

  private ObjectUpdate patchUpdate(
      Target target, PatchType patchType, byte[] body, WriteParameters parameters) {
    return current -> {
      ObjectNode before =
          current.orElseThrow(
              () -> StatusException.notFound(target.type().resource(), target.name()));
      ObjectNode wanted = patched(target, patchType, body, before, parameters);
      track(target, current, wanted, parameters);
      admit(target, wanted, current, parameters);
      return wanted;
    };
  }

  private ObjectNode patched(
      Target target,
      PatchType patchType,
      byte[] body,
      ObjectNode before,
      WriteParameters parameters) {
    boolean validated =
        parameters.fieldValidation() != io.jukung.registry.codec.FieldValidation.IGNORE;
    Patch patch = patches.parse(patchType, body, target.type().schema(), validated);
    ObjectNode raw = patch.apply(before.deepCopy());
    ObjectNode wanted;
    try {
      report(patch.strictErrors(), target, parameters);
      wanted = convert(target, patchType, raw, parameters);
    } catch (StatusException e) {
      throw Patches.undecodable(patch.invalidValue(raw), e.text());
    }
    if (!target.type().schema().unstructured()) {
      defaults.apply(target.type().schema(), wanted);
    }
    checkNameOnly(target, wanted);
    // The resourceVersion of what was patched stays: after a conflict the newest state is patched
    // anew.
    return wanted;
  }

  /** Records who owns what, before anything else looks at the object. */
  private void track(
      Target target, Optional<ObjectNode> current, ObjectNode wanted, WriteParameters parameters) {
    manager(target).update(current, wanted, parameters.manager(target.call()));
  }

  private FieldManager manager(Target target) {
    return target.type().schema() instanceof CustomSchema custom
        ? custom.fieldManager(target.subresource())
        : fields.of(target.type(), target.subresource());
  }

  private ObjectNode convert(
      Target target, PatchType patchType, ObjectNode raw, WriteParameters parameters) {
    if (target.type().schema() instanceof CustomSchema custom) {
      return custom.convert(raw, parameters.fieldValidation(), target.call().context()::warn);
    }
    return decoder.convert(
        raw,
        target.type().schema(),
        patchType == PatchType.STRATEGIC_MERGE
            ? Optional.empty()
            : Optional.of(target.type().kind()),
        parameters.fieldValidation(),
        target.call().context()::warn);
  }

  private static void report(List<String> strict, Target target, WriteParameters parameters) {
    switch (parameters.fieldValidation()) {
      case IGNORE -> {}
      case WARN -> strict.forEach(target.call().context()::warn);
      case STRICT -> {
        if (!strict.isEmpty()) {
          throw StatusException.badRequest("strict decoding error: " + String.join(", ", strict));
        }
      }
    }
  }

  private ObjectNode decode(
      Target target, byte[] body, MediaKind media, WriteParameters parameters) {
    if (target.type().schema() instanceof CustomSchema custom) {
      return custom.decode(
          body, media, parameters.fieldValidation(), target.call().context()::warn);
    }
    ObjectNode object =
        decoder.decode(
            body,
            media,
            target.type().schema(),
            target.type().kind(),
            parameters.fieldValidation(),
            target.call().context()::warn);
    defaults.apply(target.type().schema(), object);
    return object;
  }

  /** What the body is written in; its failure names the encodings there are. */
  static MediaKind bodyKind(ApiCall call) {
    return switch (Format.ofContentType(call.header("Content-Type"))
        .orElseThrow(
            () ->
                StatusException.unsupportedMediaType(
                    "the body of the request was in an unknown format - accepted media types"
                        + " include: application/json, application/yaml,"
                        + " application/vnd.kubernetes.protobuf"))) {
      case JSON -> MediaKind.JSON;
      case YAML -> MediaKind.YAML;
      case PROTOBUF -> MediaKind.PROTOBUF;
    };
  }

  /** Fills the namespace of the path into the object; another one there is an error. */
  static void matchNamespace(Target target, ObjectNode object) {
    if (!(object.get("metadata") instanceof ObjectNode metadata)) {
      object.putObject("metadata");
      matchNamespace(target, object);
      return;
    }
    String wanted = target.type().namespaced() ? target.namespace() : "";
    String given = metadata.path("namespace").asText("");
    if (given.equals(wanted)) {
      return;
    }
    if (wanted.isEmpty()) {
      metadata.remove("namespace");
    } else if (given.isEmpty()) {
      metadata.put("namespace", wanted);
    } else {
      throw StatusException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the"
              + " request");
    }
  }

  /** The object must be the one the path names. */
  static void checkName(Target target, ObjectNode object) {
    checkNameOnly(target, object);
    String namespace = object.path("metadata").path("namespace").asText("");
    if (!target.namespace().isEmpty()
        && target.type().namespaced()
        && !namespace.isEmpty()
        && !namespace.equals(target.namespace())) {
      throw StatusException.badRequest(
          "the namespace of the object ("
              + namespace
              + ") does not match the namespace on the request ("
              + target.namespace()
              + ")");
    }
  }

  private static void checkNameOnly(Target target, ObjectNode object) {
    String name = object.path("metadata").path("name").asText("");
    if (name.isEmpty()) {
      throw StatusException.badRequest(
          "the name of the object ("
              + target.name()
              + " based on URL) was undeterminable: name must be provided");
    }
    if (!name.equals(target.name())) {
      throw StatusException.badRequest(
          "the name of the object ("
              + name
              + ") does not match the name on the URL ("
              + target.name()
              + ")");
    }
  }

  void admit(
      Target target, ObjectNode wanted, Optional<ObjectNode> current, WriteParameters parameters) {
    admission.admit(
        WrittenAttributes.of(
            target,
            current.isPresent() ? Operation.UPDATE : Operation.CREATE,
            target.name(),
            Optional.of(wanted),
            current,
            parameters));
  }

  WriteOptions options(Target target, WriteParameters parameters) {
    return new WriteOptions(
        parameters.dryRun(), target.subresource(), hook(target, target.name(), parameters));
  }

  AdmissionHook hook(Target target, String name, WriteParameters parameters) {
    return (object, old) ->
        admission.validate(
            WrittenAttributes.of(
                target,
                old.isPresent() ? Operation.UPDATE : Operation.CREATE,
                name,
                object,
                old,
                parameters));
  }
}
