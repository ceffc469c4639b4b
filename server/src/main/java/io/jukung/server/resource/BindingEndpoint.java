package io.jukung.server.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.AdmissionHook;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.WriteOptions;
import io.jukung.registry.subresource.PodBinding;
import io.jukung.server.response.ApiResponse;
import java.io.IOException;
import java.time.InstantSource;

/** Serves {@code pods/binding} and its older form {@code bindings}. Safe for all threads. */
public final class BindingEndpoint implements ResourceEndpoints.Special {
  private static final GroupVersionKind KIND = new GroupVersionKind("", "v1", "Binding");
  private final ResourceType pods;
  private final ResourceStore store;
  private final InstantSource clock;

  /**
   * Binds pods.
   *
   * @param store that of {@code pods}
   * @param clock tells when a pod was scheduled
   */
  public BindingEndpoint(ResourceType pods, ResourceStore store, InstantSource clock) {
    this.pods = pods;
    this.store = store;
    this.clock = clock;
  }

  @Override
  public ApiResponse serve(SpecialCall request) throws IOException {
    if (!request.is("create")) {
      throw request.methodNotAllowed();
    }
    SpecialCall.Body body = request.created(KIND);
    ObjectNode binding = body.object();
    String name =
        request.name().isEmpty()
            ? binding.path("metadata").path("name").asText("")
            : request.name();
    PodBinding.check(name, binding);
    var _ =
        store.update(
            request.call().context(),
            request.namespace(),
            name,
            current ->
                PodBinding.apply(
                    pods,
                    current.orElseThrow(() -> StatusException.notFound(pods.resource(), name)),
                    binding,
                    clock.instant()),
            new WriteOptions(body.dryRun(), "binding", AdmissionHook.NONE));
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    return request.answer(201, status.put("status", "Success").put("code", 201));
  }
}
