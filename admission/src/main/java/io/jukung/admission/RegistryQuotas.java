package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.quota.QuotaStore;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.store.AdmissionHook;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.WriteOptions;
import java.util.List;
import java.util.Optional;

/** The registry's quotas; written as the server itself. */
final class RegistryQuotas implements QuotaStore {
  private static final GroupVersionResource QUOTAS =
      new GroupVersionResource("", "v1", "resourcequotas");
  private static final WriteOptions STATUS = new WriteOptions(false, "status", AdmissionHook.NONE);

  private final AdmissionObjects objects;
  private final ResourceStore store;

  RegistryQuotas(RegistryObjects objects) {
    this.objects = objects;
    this.store = objects.store(QUOTAS);
  }

  @Override
  public List<JsonNode> quotas(String namespace) {
    return objects.list(QUOTAS, namespace);
  }

  @Override
  public Optional<JsonNode> newest(String namespace, String name) {
    return objects.newest(QUOTAS, namespace, name);
  }

  @Override
  public JsonNode updateStatus(ObjectNode quota) {
    return RegistryObjects.tree(
        store
            .update(
                RequestContext.server(),
                quota.at("/metadata/namespace").asText(),
                quota.at("/metadata/name").asText(),
                current -> quota.deepCopy(),
                STATUS)
            .object());
  }
}
