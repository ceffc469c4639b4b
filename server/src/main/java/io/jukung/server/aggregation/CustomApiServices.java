package io.jukung.server.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.DeleteOptions;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.StoredObject;
import io.jukung.registry.store.WriteOptions;
import io.jukung.storage.Bytes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Keeps a local {@code APIService} for every version that a {@code CustomResourceDefinition}
 * serves, with upstream's priorities ({@code pkg/controlplane/controller/crdregistration}). Used by
 * one thread.
 */
final class CustomApiServices implements Follower.Listener {
  private static final String MANAGED = "kube-aggregator.kubernetes.io/automanaged";
  private static final int GROUP_PRIORITY = 1000;
  private static final int VERSION_PRIORITY = 100;

  private final ResourceStore apiServices;
  private final Function<Bytes, ObjectNode> reader;
  private final Map<String, Set<String>> served = new HashMap<>();

  CustomApiServices(ResourceStore apiServices, Function<Bytes, ObjectNode> reader) {
    this.apiServices = apiServices;
    this.reader = reader;
  }

  @Override
  public void present(StoredObject definition) {
    JsonNode spec = reader.apply(definition.json()).path("spec");
    String group = spec.path("group").asText();
    Set<String> names = new HashSet<>();
    for (JsonNode version : spec.path("versions")) {
      if (version.path("served").asBoolean(false)) {
        String name = version.path("name").asText();
        names.add(name + "." + group);
        ensure(group, name);
      }
    }
    Set<String> before = served.put(definition.name(), names);
    if (before != null) {
      before.forEach(this::removeUnserved);
    }
  }

  @Override
  public void absent(StoredObject definition) {
    Set<String> before = served.remove(definition.name());
    if (before != null) {
      before.forEach(this::removeUnserved);
    }
  }

  private void ensure(String group, String version) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("kind", "APIService").put("apiVersion", "apiregistration.k8s.io/v1");
    object
        .putObject("metadata")
        .put("name", version + "." + group)
        .putObject("labels")
        .put(MANAGED, "true");
    object
        .putObject("spec")
        .put("group", group)
        .put("version", version)
        .put("groupPriorityMinimum", GROUP_PRIORITY)
        .put("versionPriority", VERSION_PRIORITY);
    try {
      var _ = apiServices.create(RequestContext.server(), "", object, WriteOptions.DEFAULT);
    } catch (StatusException e) {
      // There already, perhaps as the API of another server: that one wins.
      if (e.code() != 409) {
        throw e;
      }
    }
  }

  private void removeUnserved(String name) {
    if (served.values().stream().anyMatch(names -> names.contains(name))) {
      return;
    }
    try {
      JsonNode object = reader.apply(apiServices.get("", name, "").json());
      if (object.path("metadata").path("labels").path(MANAGED).asText().equals("true")) {
        var _ = apiServices.delete(RequestContext.server(), "", name, DeleteOptions.DEFAULT);
      }
    } catch (StatusException e) {
      if (e.code() != 404) {
        throw e;
      }
    }
  }
}
