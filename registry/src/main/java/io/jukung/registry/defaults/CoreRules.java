package io.jukung.registry.defaults;

import static io.jukung.registry.defaults.Fields.absent;
import static io.jukung.registry.defaults.Fields.fill;
import static io.jukung.registry.defaults.Fields.fillEmpty;
import static io.jukung.registry.defaults.Fields.fillMembers;
import static io.jukung.registry.defaults.Fields.object;
import static io.jukung.registry.defaults.Fields.text;
import static io.jukung.registry.defaults.Fields.zero;
import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** The core group, pods aside. */
final class CoreRules {
  private static final String CORE = "io.k8s.api.core.v1.";
  private static final Set<String> EXTERNAL = Set.of("NodePort", "LoadBalancer");
  private static final Set<String> INTERNAL = Set.of("ClusterIP", "NodePort", "LoadBalancer");
  private static final int CLIENT_IP_SECONDS = 10_800;

  private CoreRules() {}

  static Map<String, Rule> all() {
    return Map.ofEntries(
        entry(CORE + "Service", CoreRules::service),
        entry(CORE + "EndpointPort", o -> fillEmpty(o, "protocol", "TCP")),
        entry(CORE + "Secret", CoreRules::secret),
        entry(CORE + "Namespace", CoreRules::namespace),
        entry(CORE + "NamespaceStatus", o -> fillEmpty(o, "phase", "Active")),
        entry(CORE + "NodeSpec", CoreRules::nodeSpec),
        entry(CORE + "NodeStatus", CoreRules::nodeStatus),
        entry(CORE + "PersistentVolume", CoreRules::volume),
        entry(CORE + "PersistentVolumeStatus", o -> fillEmpty(o, "phase", "Pending")),
        entry(CORE + "PersistentVolumeClaimSpec", o -> fill(o, "volumeMode", "Filesystem")),
        entry(CORE + "PersistentVolumeClaimStatus", o -> fillEmpty(o, "phase", "Pending")),
        entry(CORE + "LimitRangeItem", CoreRules::limitRangeItem),
        entry(CORE + "ReplicationController", CoreRules::replicationController));
  }

  private static void service(ObjectNode service) {
    ObjectNode spec = object(service, "spec");
    fillEmpty(spec, "sessionAffinity", "None");
    sessionAffinity(spec);
    fillEmpty(spec, "type", "ClusterIP");
    for (JsonNode port : spec.path("ports")) {
      if (zero(port, "targetPort")) {
        ((ObjectNode) port).set("targetPort", port.path("port"));
      }
    }
    String type = text(spec, "type");
    boolean external =
        EXTERNAL.contains(type) || (type.equals("ClusterIP") && !zero(spec, "externalIPs"));
    if (external) {
      fillEmpty(spec, "externalTrafficPolicy", "Cluster");
    }
    if (INTERNAL.contains(type)) {
      fill(spec, "internalTrafficPolicy", "Cluster");
    }
    if (type.equals("LoadBalancer")) {
      fill(spec, "allocateLoadBalancerNodePorts", true);
      for (JsonNode ingress : service.at("/status/loadBalancer/ingress")) {
        if (!text(ingress, "ip").isEmpty()) {
          fill((ObjectNode) ingress, "ipMode", "VIP");
        }
      }
    }
  }

  private static void sessionAffinity(ObjectNode spec) {
    switch (text(spec, "sessionAffinity")) {
      case "None" -> spec.remove("sessionAffinityConfig");
      case "ClientIP" -> {
        JsonNode timeout = spec.at("/sessionAffinityConfig/clientIP/timeoutSeconds");
        if (timeout.isMissingNode() || timeout.isNull()) {
          spec.putObject("sessionAffinityConfig")
              .putObject("clientIP")
              .put("timeoutSeconds", CLIENT_IP_SECONDS);
        }
      }
      default -> {
        // Left for validation to refuse.
      }
    }
  }

  /** The type, and what conversion does: texts become data, and are not kept. */
  private static void secret(ObjectNode secret) {
    fillEmpty(secret, "type", "Opaque");
    JsonNode texts = secret.remove("stringData");
    if (texts != null && !texts.isEmpty()) {
      ObjectNode data = object(secret, "data");
      for (Map.Entry<String, JsonNode> text : texts.properties()) {
        byte[] bytes = text.getValue().asText("").getBytes(StandardCharsets.UTF_8);
        data.put(text.getKey(), Base64.getEncoder().encodeToString(bytes));
      }
    }
  }

  private static void namespace(ObjectNode namespace) {
    String name = text(namespace.path("metadata"), "name");
    if (!name.isEmpty()) {
      object(object(namespace, "metadata"), "labels").put("kubernetes.io/metadata.name", name);
    }
  }

  /** The range and the list it is the first of, which conversion keeps equal: the range counts. */
  private static void nodeSpec(ObjectNode spec) {
    String range = text(spec, "podCIDR");
    String first = spec.path("podCIDRs").path(0).asText("");
    if (!range.isEmpty() && !range.equals(first)) {
      spec.putArray("podCIDRs").add(range);
    } else if (!first.isEmpty()) {
      spec.put("podCIDR", first);
    }
  }

  private static void nodeStatus(ObjectNode status) {
    if (absent(status, "allocatable") && !absent(status, "capacity")) {
      status.set("allocatable", status.path("capacity").deepCopy());
    }
  }

  /** Volumes, but not those inlined in attachments, though they share the type of their spec. */
  private static void volume(ObjectNode volume) {
    ObjectNode spec = object(volume, "spec");
    fillEmpty(spec, "persistentVolumeReclaimPolicy", "Retain");
    fill(spec, "volumeMode", "Filesystem");
  }

  private static void limitRangeItem(ObjectNode item) {
    if (!text(item, "type").equals("Container")) {
      return;
    }
    ObjectNode limits = object(item, "default");
    ObjectNode requests = object(item, "defaultRequest");
    fillMembers(limits, item.path("max"));
    fillMembers(requests, limits);
    fillMembers(requests, item.path("min"));
    if (limits.isEmpty()) {
      item.remove("default");
    }
    if (requests.isEmpty()) {
      item.remove("defaultRequest");
    }
  }

  private static void replicationController(ObjectNode controller) {
    ObjectNode spec = object(controller, "spec");
    fill(spec, "replicas", 1);
    JsonNode labels = spec.at("/template/metadata/labels");
    if (labels.isObject() && !labels.isEmpty()) {
      if (zero(spec, "selector")) {
        spec.set("selector", labels.deepCopy());
      }
      ObjectNode metadata = object(controller, "metadata");
      if (zero(metadata, "labels")) {
        metadata.set("labels", labels.deepCopy());
      }
    }
  }
}
