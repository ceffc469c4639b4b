package io.jukung.registry.defaults;

import static io.jukung.registry.defaults.Fields.fill;
import static io.jukung.registry.defaults.Fields.fillEmpty;
import static io.jukung.registry.defaults.Fields.fillZero;
import static io.jukung.registry.defaults.Fields.object;
import static io.jukung.registry.defaults.Fields.text;
import static io.jukung.registry.defaults.Fields.zero;
import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/** Networks, storage, devices, scheduling, and the API's own extensions. */
final class InfrastructureRules {
  private static final String NETWORKING = "io.k8s.api.networking.v1.";
  private static final String STORAGE = "io.k8s.api.storage.v1.";
  private static final String DEVICES = "io.k8s.api.resource.v1.";
  private static final String EXTENSIONS =
      "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";
  private static final String AGGREGATOR = "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.";
  private static final int HTTPS = 443;

  private InfrastructureRules() {}

  static Map<String, Rule> all(InstantSource clock) {
    return Map.ofEntries(
        entry(NETWORKING + "NetworkPolicyPort", o -> fill(o, "protocol", "TCP")),
        entry(NETWORKING + "NetworkPolicySpec", InfrastructureRules::networkPolicy),
        entry(NETWORKING + "IngressClassParametersReference", o -> fill(o, "scope", "Cluster")),
        entry(STORAGE + "StorageClass", InfrastructureRules::storageClass),
        entry(STORAGE + "CSIDriverSpec", InfrastructureRules::csiDriver),
        entry(
            "io.k8s.api.scheduling.v1.PriorityClass",
            o -> fill(o, "preemptionPolicy", "PreemptLowerPriority")),
        entry("io.k8s.api.discovery.v1.EndpointPort", InfrastructureRules::endpointPort),
        entry(DEVICES + "ExactDeviceRequest", InfrastructureRules::deviceRequest),
        entry(DEVICES + "DeviceSubRequest", InfrastructureRules::deviceRequest),
        entry(DEVICES + "DeviceTaint", o -> fill(o, "timeAdded", seconds(clock))),
        entry(EXTENSIONS + "CustomResourceDefinition", InfrastructureRules::definition),
        entry(EXTENSIONS + "ServiceReference", o -> fill(o, "port", HTTPS)),
        entry(AGGREGATOR + "ServiceReference", o -> fill(o, "port", HTTPS)));
  }

  private static String seconds(InstantSource clock) {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static void networkPolicy(ObjectNode spec) {
    if (zero(spec, "policyTypes")) {
      ArrayNode types = spec.putArray("policyTypes").add("Ingress");
      if (!zero(spec, "egress")) {
        types.add("Egress");
      }
    }
  }

  private static void storageClass(ObjectNode storageClass) {
    fill(storageClass, "reclaimPolicy", "Delete");
    fill(storageClass, "volumeBindingMode", "Immediate");
  }

  private static void csiDriver(ObjectNode spec) {
    fill(spec, "attachRequired", true);
    fill(spec, "podInfoOnMount", false);
    fill(spec, "storageCapacity", false);
    fill(spec, "fsGroupPolicy", "ReadWriteOnceWithFSType");
    if (zero(spec, "volumeLifecycleModes")) {
      spec.putArray("volumeLifecycleModes").add("Persistent");
    }
    fill(spec, "requiresRepublish", false);
    fill(spec, "seLinuxMount", false);
  }

  private static void endpointPort(ObjectNode port) {
    fill(port, "name", "");
    fill(port, "protocol", "TCP");
  }

  private static void deviceRequest(ObjectNode request) {
    fillEmpty(request, "allocationMode", "ExactCount");
    if (text(request, "allocationMode").equals("ExactCount")) {
      fillZero(request, "count", 1);
    }
  }

  private static void definition(ObjectNode definition) {
    ObjectNode spec = object(definition, "spec");
    ObjectNode names = object(spec, "names");
    String kind = text(names, "kind");
    if (!kind.isEmpty()) {
      fillEmpty(names, "singular", kind.toLowerCase(Locale.ROOT));
      fillEmpty(names, "listKind", kind + "List");
    }
    if (!spec.hasNonNull("conversion")) {
      spec.putObject("conversion").put("strategy", "None");
    }
    if (zero(definition.path("status"), "storedVersions")) {
      for (JsonNode version : spec.path("versions")) {
        if (version.path("storage").asBoolean()) {
          object(definition, "status").putArray("storedVersions").add(text(version, "name"));
          break;
        }
      }
    }
  }
}
