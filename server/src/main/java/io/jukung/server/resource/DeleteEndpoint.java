package io.jukung.server.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.admission.AdmissionChain;
import io.jukung.registry.codec.ObjectDecoder;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.AdmissionHook;
import io.jukung.registry.store.DeleteResult;
import io.jukung.registry.store.DeletedObjects;
import io.jukung.registry.store.StoredObject;
import io.jukung.server.http.ApiCall;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.Negotiated;
import io.jukung.server.response.StatusJson;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Serves delete and deletecollection. Safe for all threads. */
final class DeleteEndpoint {
  private static final GroupVersionKind OPTIONS = new GroupVersionKind("", "v1", "DeleteOptions");

  private final ObjectForms forms;
  private final ListAnswers lists;
  private final ObjectDecoder decoder;
  private final AdmissionChain admission;

  DeleteEndpoint(ObjectForms forms, ObjectDecoder decoder, AdmissionChain admission) {
    this.forms = forms;
    this.lists = new ListAnswers(forms);
    this.decoder = decoder;
    this.admission = admission;
  }

  ApiResponse delete(Target target) throws IOException {
    ApiCall call = target.call();
    Negotiated form = target.negotiate();
    DeleteParameters parameters = parameters(target);
    DeleteResult result =
        target
            .store()
            .delete(
                call.context(),
                target.namespace(),
                target.name(),
                parameters.options(hook(target, parameters)));
    boolean accepted =
        !result.deleted() && parameters.orphanDependents().equals(Optional.of(false));
    int status = accepted ? 202 : 200;
    if (!result.deleted() || target.store().returnsDeletedObject()) {
      return forms.answer(status, call, target.type(), form, result.object());
    }
    return forms.answer(status, call, form, deleted(target, result.object()));
  }

  private ObjectNode deleted(Target target, StoredObject object) {
    String uid = Metadata.uid(object.json());
    return StatusJson.success(
        new StatusException.Details(
            target.name(),
            target.type().resource().group(),
            target.type().resource().resource(),
            uid,
            List.of(),
            0));
  }

  ApiResponse deleteCollection(Target target) throws IOException {
    ApiCall call = target.call();
    Negotiated form = target.negotiate();
    ListParameters selection =
        ListParameters.read(call.query(), target.type(), false, call.info().name());
    DeleteParameters parameters = parameters(target);
    DeletedObjects deleted =
        target
            .store()
            .deleteCollection(
                call.context(),
                selection.listOptions(target.namespace()),
                parameters.options(hook(target, parameters)));
    return lists.answer(call, target.type(), form, new DeletedList(deleted));
  }

  private DeleteParameters parameters(Target target) throws IOException {
    ApiCall call = target.call();
    byte[] body = call.body(WriteEndpoint.MAX_BODY);
    if (body.length == 0) {
      return DeleteParameters.of(call.query());
    }
    ObjectNode options =
        decoder.options(body, WriteEndpoint.bodyKind(call), forms.schema(OPTIONS), OPTIONS);
    call.trail()
        .requestObject(
            options, () -> forms.transcoder().json(named(options), forms.schema(OPTIONS)));
    return DeleteParameters.of(options);
  }

  /** The options as upstream's audit events show them: under the name of their internal version. */
  private static ObjectNode named(ObjectNode options) {
    return options.deepCopy().put("apiVersion", "meta.k8s.io/__internal");
  }

  private AdmissionHook hook(Target target, DeleteParameters parameters) {
    return (object, old) -> {
      Optional<ObjectNode> current = old.isPresent() ? old : object;
      String name =
          target.name().isEmpty()
              ? current.map(o -> o.path("metadata").path("name").asText("")).orElse("")
              : target.name();
      AdmissionAttributes attributes =
          WrittenAttributes.of(
              target,
              Operation.DELETE,
              name,
              Optional.empty(),
              current,
              !parameters.dryRun().isEmpty(),
              parameters::tree);
      admission.admit(attributes);
      admission.validate(attributes);
    };
  }
}
