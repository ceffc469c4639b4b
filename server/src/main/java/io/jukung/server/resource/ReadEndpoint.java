package io.jukung.server.resource;

import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.StoredObject;
import io.jukung.server.http.ApiCall;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.Negotiated;

/** Serves get and list. Safe for all threads. */
final class ReadEndpoint {
  private final ObjectForms forms;
  private final ListAnswers lists;
  private final WatchEndpoint watches;

  ReadEndpoint(ObjectForms forms, WatchEndpoint watches) {
    this.forms = forms;
    this.lists = new ListAnswers(forms);
    this.watches = watches;
  }

  ApiResponse get(Target target) {
    ApiCall call = target.call();
    Negotiated form = target.negotiate();
    if (Parameters.bool(call.query(), "export").orElse(false)) {
      throw StatusException.badRequest(
          "the export parameter, deprecated since v1.14, is no longer supported");
    }
    StoredObject object =
        target.store().get(target.namespace(), target.name(), call.query().text("resourceVersion"));
    return forms.answer(200, call, target.type(), form, object);
  }

  ApiResponse list(Target target) {
    ApiCall call = target.call();
    Negotiated form = target.negotiateList();
    boolean watch = call.info().verb().equals("watch");
    ListParameters parameters =
        ListParameters.read(call.query(), target.type(), watch, call.info().name());
    if (watch) {
      if (!target.type().verbs().contains("watch")) {
        throw StatusException.methodNotSupported(target.type().resource(), "watch");
      }
      return watches.watch(target, form, parameters);
    }
    return lists.answer(
        call, target.type(), form, target.store().list(parameters.listOptions(target.namespace())));
  }
}
