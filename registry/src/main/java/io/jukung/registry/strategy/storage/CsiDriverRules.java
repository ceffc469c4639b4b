package io.jukung.registry.strategy.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.ObjectMeta;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** CSIDrivers. */
public final class CsiDriverRules {
  private static final int MIN_TOKEN_SECONDS = 600;
  private static final long MAX_TOKEN_SECONDS = 1L << 32;
  private static final int MIN_UPDATE_SECONDS = 10;
  private static final String TOKENS_IN_SECRETS =
      "spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to"
          + " prevent possible logging of tokens in volume attributes";

  private CsiDriverRules() {}

  /** Their rules. */
  public static KindRules rules() {
    return KindRules.of((root, errors) -> spec(root.at("spec"), errors))
        .creates((context, object) -> dropDisabled(object.path("spec")))
        .updates(CsiDriverRules::prepareUpdate)
        .changes(
            KindRules.Order.CHANGE,
            (root, old, errors) -> {
              Spot spec = root.at("spec");
              spec(spec, errors);
              Check.immutable(
                  spec.at("attachRequired").as(spec.at("attachedRequired")),
                  old.at("spec").at("attachRequired").node(),
                  errors);
              Check.immutable(
                  spec.at("volumeLifecycleModes"),
                  old.at("spec").at("volumeLifecycleModes").node(),
                  errors);
            })
        .warns(CsiDriverRules::warn);
  }

  private static void warn(RequestContext context, ObjectNode object, Optional<ObjectNode> old) {
    JsonNode requests = object.path("spec").path("tokenRequests");
    boolean unchanged =
        old.isPresent() && Same.same(requests, old.get().path("spec").path("tokenRequests"));
    if (!requests.isEmpty()
        && !unchanged
        && !object.path("spec").has("serviceAccountTokenInSecrets")) {
      context.warn(TOKENS_IN_SECRETS);
    }
  }

  /** {@code VolumeLimitScaling} is off by default. */
  private static void dropDisabled(JsonNode spec) {
    if (spec instanceof ObjectNode fields) {
      fields.remove("preventPodSchedulingIfMissing");
    }
  }

  private static void prepareUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
    if (!old.path("spec").hasNonNull("preventPodSchedulingIfMissing")) {
      dropDisabled(object.path("spec"));
    }
    if (!Same.same(object.path("spec"), old.path("spec"))) {
      ObjectMeta meta = ObjectMeta.of(object);
      meta.setGeneration(ObjectMeta.of(old).generation() + 1);
    }
  }

  private static void spec(Spot spec, List<FieldError> errors) {
    for (String field : List.of("attachRequired", "podInfoOnMount", "storageCapacity")) {
      if (!spec.has(field)) {
        Check.missing(spec.at(field), "", errors);
      }
    }
    if (spec.has("fsGroupPolicy")) {
      Check.mustBeOneOf(
          spec.at("fsGroupPolicy"), List.of("File", "None", "ReadWriteOnceWithFSType"), errors);
    }
    tokenRequests(spec.at("tokenRequests"), errors);
    for (Spot mode : spec.at("volumeLifecycleModes").elements()) {
      Check.mustBeOneOf(
          mode.as(spec.at("volumeLifecycleModes")), List.of("Persistent", "Ephemeral"), errors);
    }
    if (!spec.has("seLinuxMount")) {
      Check.missing(spec.at("seLinuxMount"), "", errors);
    }
    Spot period = spec.at("nodeAllocatableUpdatePeriodSeconds");
    if (period.has() && period.number() < MIN_UPDATE_SECONDS) {
      Check.invalid(period, "must be greater than or equal to 10 seconds", errors);
    }
    Spot inSecrets = spec.at("serviceAccountTokenInSecrets");
    if (inSecrets.has() && spec.at("tokenRequests").size() == 0) {
      Check.invalid(
          inSecrets,
          "serviceAccountTokenInSecrets is set but no tokenRequests are specified",
          errors);
    }
  }

  private static void tokenRequests(Spot requests, List<FieldError> errors) {
    Set<String> audiences = new HashSet<>();
    for (Spot request : requests.elements()) {
      Spot audience = request.at("audience");
      if (!audiences.add(audience.text())) {
        errors.add(FieldError.duplicate(audience.path(), audience.text()));
        continue;
      }
      Spot seconds = request.at("expirationSeconds");
      if (seconds.has() && seconds.number() < MIN_TOKEN_SECONDS) {
        Check.invalid(seconds, "may not specify a duration less than 10 minutes", errors);
      }
      if (seconds.number() > MAX_TOKEN_SECONDS) {
        Check.invalid(seconds, "may not specify a duration larger than 2^32 seconds", errors);
      }
    }
  }

  /** A driver of a CSINode by upstream's internal names, without what it can attach. */
  static ObjectNode shownDriver(JsonNode driver) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("Name", driver.path("name").asText(""));
    shown.put("NodeID", driver.path("nodeID").asText(""));
    shown.set(
        "TopologyKeys",
        driver.path("topologyKeys").isArray()
            ? driver.path("topologyKeys")
            : NullNode.getInstance());
    shown.set("Allocatable", NullNode.getInstance());
    return shown;
  }
}
