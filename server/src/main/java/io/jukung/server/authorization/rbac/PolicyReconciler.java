package io.jukung.server.authorization.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.WriteOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives bootstrap roles back the rules they lost and bootstrap bindings their subjects, when a
 * server starts; what was added stays, and so does an object with the annotation {@code
 * rbac.authorization.kubernetes.io/autoupdate=false}. Missing objects are not its business: the
 * bootstrap wrote them before.
 *
 * <p>Upstream: {@code k8s.io/component-helpers/auth/rbac/reconciliation} and {@code
 * pkg/registry/rbac/rest/storage_rbac.go} at v1.36.
 */
public final class PolicyReconciler {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyReconciler.class);
  private static final String AUTO_UPDATE = "rbac.authorization.kubernetes.io/autoupdate";

  private final Function<String, ResourceStore> stores;

  /**
   * Writes into {@code stores}.
   *
   * @param stores the store of a kind of {@code rbac.authorization.k8s.io}
   */
  public PolicyReconciler(Function<String, ResourceStore> stores) {
    this.stores = stores;
  }

  /** Brings each object that is there up to what is expected of it; failures are logged. */
  public void reconcile(List<ObjectNode> expected) {
    for (ObjectNode object : expected) {
      try {
        reconcile(object);
      } catch (StatusException e) {
        if (e.code() == 404) {
          continue; // deleted meanwhile, or a store without bootstrap objects
        }
        LOG.warn("not reconciled, object={}: {}", object.path("metadata"), e.text());
      }
    }
  }

  private void reconcile(ObjectNode expected) {
    ResourceStore store = stores.apply(expected.path("kind").asText());
    String namespace = expected.path("metadata").path("namespace").asText("");
    String name = expected.path("metadata").path("name").asText();
    var _ =
        store.update(
            RequestContext.server(),
            namespace,
            name,
            current -> {
              ObjectNode object = existing(store, name, current);
              return merged(object, expected);
            },
            WriteOptions.DEFAULT);
  }

  private static ObjectNode existing(
      ResourceStore store, String name, Optional<ObjectNode> current) {
    return current.orElseThrow(() -> StatusException.notFound(store.type().resource(), name));
  }

  /** The object with all that is expected of it; the same when it has that. */
  static ObjectNode merged(ObjectNode object, ObjectNode expected) {
    boolean kept =
        object.path("metadata").path("annotations").path(AUTO_UPDATE).asText("").equals("false");
    if (kept) {
      return object;
    }
    ObjectNode merged = object.deepCopy();
    if (expected.has("roleRef")) {
      // A role that a binding gives can't be changed: the binding would have to be made anew.
      addMissing(merged, expected, "/subjects");
    } else {
      List<PolicyRule> missing =
          RuleCoverage.missing(PolicyRule.of(object), PolicyRule.of(expected));
      if (!missing.isEmpty()) {
        ArrayNode rules =
            merged.get("rules") instanceof ArrayNode present ? present : merged.putArray("rules");
        missing.forEach(rule -> rules.add(json(rule)));
      }
      if (expected.has("aggregationRule")) {
        addMissing(merged, expected, "/aggregationRule/clusterRoleSelectors");
      } else {
        merged.remove("aggregationRule");
      }
    }
    addAbsent(merged, expected, "labels");
    addAbsent(merged, expected, "annotations");
    return merged;
  }

  private static void addMissing(ObjectNode merged, ObjectNode expected, String path) {
    for (JsonNode wanted : expected.at(path)) {
      boolean present = false;
      for (JsonNode own : merged.at(path)) {
        present |= own.equals(wanted);
      }
      if (!present) {
        merged.withArray(path).add(wanted.deepCopy());
      }
    }
  }

  private static void addAbsent(ObjectNode merged, ObjectNode expected, String map) {
    for (Map.Entry<String, JsonNode> entry : expected.path("metadata").path(map).properties()) {
      if (!merged.path("metadata").path(map).has(entry.getKey())) {
        merged.withObject("/metadata/" + map).set(entry.getKey(), entry.getValue());
      }
    }
  }

  private static ObjectNode json(PolicyRule rule) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    put(node, "verbs", rule.verbs());
    put(node, "apiGroups", rule.groups());
    put(node, "resources", rule.resources());
    put(node, "resourceNames", rule.names());
    put(node, "nonResourceURLs", rule.urls());
    return node;
  }

  private static void put(ObjectNode node, String field, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode list = node.putArray(field);
      values.forEach(list::add);
    }
  }
}
