package io.jukung.registry.strategy.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.IpText;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.AddressWarnings;
import io.jukung.registry.strategy.check.Addresses;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import io.jukung.registry.validation.ObjectMeta;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code pods/status}: what a node may say of a pod ({@code ValidatePodStatusUpdate} in {@code
 * pkg/apis/core/validation/validation.go} and {@code podStatusStrategy} in {@code
 * pkg/registry/core/pod/strategy.go} at v1.36).
 */
final class PodStatuses {
  private static final Set<String> SYSTEM = Set.of("PodScheduled", "Ready", "Initialized");
  private static final String OBSERVED = "observedGeneration";
  private static final int V4 = 4;

  private PodStatuses() {}

  /** Keeps what the status does not say and what is not its to say. */
  static void prepare(ObjectNode object, ObjectNode old) {
    ObjectMeta meta = ObjectMeta.of(object);
    meta.copyFrom(ObjectMeta.of(old), "deletionTimestamp");
    meta.copyFrom(ObjectMeta.of(old), "ownerReferences");
    ObjectNode status = object.withObject("/status");
    JsonNode before = old.path("status");
    if (status.path("qosClass").asText("").isEmpty() && before.has("qosClass")) {
      status.set("qosClass", before.path("qosClass"));
    }
    keepObserved(status, before);
    List<JsonNode> known = new ArrayList<>();
    before.path("conditions").forEach(known::add);
    for (JsonNode condition : status.path("conditions")) {
      for (JsonNode each : known) {
        if (each.path("type").equals(condition.path("type"))) {
          keepObserved(condition, each);
          known.remove(each);
          break;
        }
      }
    }
  }

  private static void keepObserved(JsonNode now, JsonNode before) {
    if (now instanceof ObjectNode fields
        && fields.path(OBSERVED).asLong() == 0
        && before.path(OBSERVED).asLong() != 0) {
      fields.set(OBSERVED, before.path(OBSERVED));
    }
  }

  static void check(ObjectNode object, ObjectNode old, List<FieldError> errors) {
    Spot status = new Spot(object.path("status"), "status");
    JsonNode before = old.path("status");
    conditions(status, errors);
    nominated(status.at("nominatedNodeName"), old, errors);
    observed(status, errors);
    Check.immutable(status.at("qosClass"), before.path("qosClass"), errors);
    JsonNode spec = old.path("spec");
    transitions(status, before, "containerStatuses", spec.path("containers"), spec, errors);
    transitions(status, before, "initContainerStatuses", spec.path("initContainers"), spec, errors);
    transitions(status, before, "ephemeralContainerStatuses", spec.path("none"), spec, errors);
    claims(status.at("resourceClaimStatuses"), object.path("spec"), errors);
    addresses(status.at("podIPs"), before.path("podIPs"), errors);
    Spot hosts = status.at("hostIPs");
    if (hosts.size() > 0) {
      Spot first = hosts.elements().getFirst().at("ip");
      if (!first.text().equals(status.at("hostIP").text())) {
        Check.invalidText(first, "must be equal to `hostIP`", errors);
      }
    }
    addresses(hosts, before.path("hostIPs"), errors);
  }

  private static void conditions(Spot status, List<FieldError> errors) {
    for (Spot condition : status.at("conditions").elements()) {
      observed(condition, errors);
      String type = condition.at("type").text();
      if (!SYSTEM.contains(type)) {
        Check.qualifiedName(condition.at("Type"), type, errors);
      }
    }
  }

  private static void observed(Spot spot, List<FieldError> errors) {
    if (spot.at(OBSERVED).number() < 0) {
      Check.invalidNumber(spot.at(OBSERVED), "must be a non-negative integer", errors);
    }
  }

  private static void nominated(Spot name, ObjectNode old, List<FieldError> errors) {
    String before = old.path("status").path("nominatedNodeName").asText("");
    if (name.text().isEmpty() || name.text().equals(before)) {
      return;
    }
    Check.name(name, NameRule.DNS_SUBDOMAIN, errors);
    if (!old.path("spec").path("nodeName").asText("").isEmpty()) {
      Check.forbidden(name, "may not be set on pods that are already bound to a node", errors);
    }
  }

  /** What has ended runs again only where a container may. */
  private static void transitions(
      Spot status,
      JsonNode before,
      String list,
      JsonNode containers,
      JsonNode spec,
      List<FieldError> errors) {
    if (!list.startsWith("ephemeral") && Restarts.all(spec)) {
      return;
    }
    for (int i = 0; i < before.path(list).size(); i++) {
      JsonNode ended = before.path(list).path(i);
      JsonNode end = ended.path("state").path("terminated");
      if (end.isMissingNode()
          || !runs(status.at(list), ended.path("name").asText())
          || Restarts.may(containers, ended.path("name").asText(), spec, end)) {
        continue;
      }
      errors.add(
          FieldError.forbidden(
              status.at(list).path() + "[" + i + "].state",
              "may not be transitioned to non-terminated state"));
    }
  }

  private static boolean runs(Spot statuses, String name) {
    for (Spot status : statuses.elements()) {
      if (status.at("name").text().equals(name) && !status.at("state").has("terminated")) {
        return true;
      }
    }
    return false;
  }

  private static void claims(Spot statuses, JsonNode spec, List<FieldError> errors) {
    Set<String> known = new HashSet<>();
    spec.path("resourceClaims").forEach(claim -> known.add(claim.path("name").asText()));
    Set<String> names = new HashSet<>();
    for (Spot status : statuses.elements()) {
      Spot name = status.at("name");
      if (!known.contains(name.text())) {
        Check.invalidText(name, "must match the name of an entry in `spec.resourceClaims`", errors);
      }
      if (!names.add(name.text())) {
        errors.add(FieldError.duplicate(name.path(), name.text()));
      }
      if (status.has("resourceClaimName")) {
        Check.name(status.at("resourceClaimName"), NameRule.DNS_SUBDOMAIN, errors);
      }
    }
  }

  private static void addresses(Spot list, JsonNode before, List<FieldError> errors) {
    List<String> kept = new ArrayList<>();
    before.forEach(each -> kept.add(each.path("ip").asText()));
    int v4 = 0;
    for (Spot each : list.elements()) {
      Addresses.legacyAddress(each.at("ip").as(each), kept, errors);
      v4 += IpText.parse(each.at("ip").text()).filter(ip -> ip.length == V4).isPresent() ? 1 : 0;
    }
    if (list.size() > 1 && (list.size() > 2 || v4 != 1)) {
      errors.add(
          InternalForm.invalid(
              list, "[]core.PodIP", "may specify no more than one IP for each IP family"));
    }
  }

  static void warn(RequestContext context, ObjectNode object) {
    for (String list : List.of("podIPs", "hostIPs")) {
      for (Spot each : new Spot(object.path("status"), "status").at(list).elements()) {
        AddressWarnings.address(context, each.at("ip"));
      }
    }
  }
}
