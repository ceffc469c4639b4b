package io.jukung.server.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.UpdateResult;
import io.jukung.registry.store.WriteOptions;
import io.jukung.registry.subresource.NamespaceFinalize;
import io.jukung.server.http.ApiCall;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.Negotiated;
import java.io.IOException;
import java.util.Optional;

/** Serves {@code namespaces/finalize}. Safe for all threads. */
public final class FinalizeEndpoint implements ResourceEndpoints.Special {
  @Override
  public ApiResponse serve(SpecialCall request) throws IOException {
    if (!request.is("update")) {
      throw request.methodNotAllowed();
    }
    ApiCall call = request.call();
    Negotiated form = request.target().negotiate();
    byte[] body = call.body(WriteEndpoint.MAX_BODY);
    WriteParameters parameters =
        WriteParameters.read(call.query(), "UpdateOptions", Optional.empty());
    ObjectNode submitted =
        request.decoded(body, WriteEndpoint.bodyKind(call), request.type().kind(), parameters);
    WriteEndpoint.checkName(request.target(), submitted);
    UpdateResult result =
        request
            .store()
            .update(
                call.context(),
                "",
                request.name(),
                current -> {
                  ObjectNode now =
                      current.orElseThrow(
                          () ->
                              StatusException.notFound(request.type().resource(), request.name()));
                  ObjectNode wanted = submitted.deepCopy();
                  request
                      .tools()
                      .fields()
                      .of(request.type(), "finalize")
                      .update(current, wanted, parameters.manager(call));
                  return NamespaceFinalize.apply(now, wanted);
                },
                new WriteOptions(
                    parameters.dryRun(), "finalize", io.jukung.registry.store.AdmissionHook.NONE));
    return request.tools().forms().answer(200, call, request.type(), form, result.object());
  }
}
