package io.jukung.registry.defaults;

import static io.jukung.registry.defaults.Fields.absent;
import static io.jukung.registry.defaults.Fields.fill;
import static io.jukung.registry.defaults.Fields.fillEmpty;
import static io.jukung.registry.defaults.Fields.fillMembers;
import static io.jukung.registry.defaults.Fields.fillObject;
import static io.jukung.registry.defaults.Fields.fillZero;
import static io.jukung.registry.defaults.Fields.object;
import static io.jukung.registry.defaults.Fields.text;
import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.value.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Pods, and what pod templates share with them. */
final class PodRules {
  private static final String CORE = "io.k8s.api.core.v1.";
  private static final String PAGES = "hugepages-";
  private static final Set<String> SHARED = Set.of("cpu", "memory");
  private static final int DEFAULT_MODE = 0644;

  private PodRules() {}

  static Map<String, Rule> all() {
    return Map.ofEntries(
        entry(CORE + "Pod", PodRules::pod),
        entry(CORE + "PodSpec", PodRules::podSpec),
        entry(CORE + "PodStatus", PodRules::podStatus),
        entry(CORE + "Container", PodRules::container),
        entry(CORE + "EphemeralContainer", PodRules::container),
        entry(CORE + "Volume", PodRules::volume),
        entry(CORE + "Probe", PodRules::probe),
        entry(CORE + "HTTPGetAction", PodRules::httpGet),
        entry(CORE + "ObjectFieldSelector", o -> fillEmpty(o, "apiVersion", "v1")),
        entry(CORE + "SecretVolumeSource", o -> fill(o, "defaultMode", DEFAULT_MODE)),
        entry(CORE + "ConfigMapVolumeSource", o -> fill(o, "defaultMode", DEFAULT_MODE)),
        entry(CORE + "DownwardAPIVolumeSource", o -> fill(o, "defaultMode", DEFAULT_MODE)),
        entry(CORE + "ProjectedVolumeSource", o -> fill(o, "defaultMode", DEFAULT_MODE)),
        entry(CORE + "ServiceAccountTokenProjection", o -> fill(o, "expirationSeconds", 3600)),
        entry(CORE + "HostPathVolumeSource", o -> fill(o, "type", "")));
  }

  /** What pods have and templates have not. */
  private static void pod(ObjectNode pod) {
    ObjectNode spec = object(pod, "spec");
    boolean hostNetwork = spec.path("hostNetwork").asBoolean();
    for (String field : List.of("containers", "initContainers")) {
      for (JsonNode container : spec.path(field)) {
        if (container.path("resources") instanceof ObjectNode resources) {
          requestsFromLimits(resources);
        }
        if (hostNetwork) {
          container.path("ports").forEach(PodRules::hostPort);
        }
      }
    }
    wholeResources(spec);
    fill(spec, "enableServiceLinks", true);
  }

  /** What a pod limits as a whole it asks for as a whole: as much as its containers, or all. */
  private static void wholeResources(ObjectNode spec) {
    if (!(spec.get("resources") instanceof ObjectNode resources)) {
      return;
    }
    Map<String, Quantity> sums = ContainerSums.of(spec, "limits");
    if (!resources.path("limits").isEmpty() || !resources.path("requests").isEmpty()) {
      sums.forEach(
          (name, sum) -> {
            if (name.startsWith(PAGES) && !resources.path("requests").has(name)) {
              fill(object(resources, "limits"), name, sum.text());
            }
          });
    }
    if (resources.path("limits").isEmpty()) {
      return;
    }
    ContainerSums.of(spec, "requests")
        .forEach(
            (name, sum) -> {
              if (SHARED.contains(name)) {
                fill(object(resources, "requests"), name, sum.text());
              }
            });
    resources
        .path("limits")
        .properties()
        .forEach(
            limit -> {
              if (SHARED.contains(limit.getKey()) || limit.getKey().startsWith(PAGES)) {
                fill(object(resources, "requests"), limit.getKey(), limit.getValue().deepCopy());
              }
            });
  }

  private static void requestsFromLimits(ObjectNode resources) {
    JsonNode limits = resources.path("limits");
    if (!limits.isEmpty()) {
      fillMembers(object(resources, "requests"), limits);
    }
  }

  private static void hostPort(JsonNode port) {
    fillZero((ObjectNode) port, "hostPort", port.path("containerPort").asLong());
  }

  private static void podSpec(ObjectNode spec) {
    fillEmpty(spec, "dnsPolicy", "ClusterFirst");
    fillEmpty(spec, "restartPolicy", "Always");
    fillObject(spec, "securityContext");
    fill(spec, "terminationGracePeriodSeconds", 30);
    fillEmpty(spec, "schedulerName", "default-scheduler");
    serviceAccount(spec);
  }

  /** The old and the new name of one field, which conversion keeps equal. */
  private static void serviceAccount(ObjectNode spec) {
    String name = text(spec, "serviceAccountName");
    String account = name.isEmpty() ? text(spec, "serviceAccount") : name;
    if (!account.isEmpty()) {
      spec.put("serviceAccountName", account).put("serviceAccount", account);
    }
  }

  /** The address and the list it is the first of, which conversion keeps equal: it counts. */
  private static void podStatus(ObjectNode status) {
    String address = text(status, "podIP");
    String first = status.path("podIPs").path(0).path("ip").asText("");
    if (!address.isEmpty() && !address.equals(first)) {
      status.putArray("podIPs").addObject().put("ip", address);
    } else if (!first.isEmpty()) {
      status.put("podIP", first);
    }
  }

  private static void container(ObjectNode container) {
    if (text(container, "imagePullPolicy").isEmpty()) {
      container.put("imagePullPolicy", ImagePullPolicy.of(text(container, "image")));
    }
    fillEmpty(container, "terminationMessagePath", "/dev/termination-log");
    fillEmpty(container, "terminationMessagePolicy", "File");
  }

  private static void volume(ObjectNode volume) {
    boolean hasSource =
        volume.propertyStream().anyMatch(e -> !e.getKey().equals("name") && !e.getValue().isNull());
    if (!hasSource) {
      volume.putObject("emptyDir");
    }
    if (volume.get("image") instanceof ObjectNode image && text(image, "pullPolicy").isEmpty()) {
      image.put("pullPolicy", ImagePullPolicy.of(text(image, "reference")));
    }
  }

  private static void probe(ObjectNode probe) {
    fillZero(probe, "timeoutSeconds", 1);
    fillZero(probe, "periodSeconds", 10);
    fillZero(probe, "successThreshold", 1);
    fillZero(probe, "failureThreshold", 3);
    if (probe.get("grpc") instanceof ObjectNode grpc && absent(grpc, "service")) {
      grpc.put("service", "");
    }
  }

  private static void httpGet(ObjectNode action) {
    fillEmpty(action, "path", "/");
    fillEmpty(action, "scheme", "HTTP");
  }
}
