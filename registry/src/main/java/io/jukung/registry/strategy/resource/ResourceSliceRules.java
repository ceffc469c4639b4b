package io.jukung.registry.strategy.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** ResourceSlices: which devices a driver has. */
public final class ResourceSliceRules {
  private static final int MOST_DEVICES = 128;
  private static final int MOST_SPECIAL_DEVICES = 64;
  private static final int MOST_COUNTER_SETS = 8;
  private static final String ONE_PLACE =
      "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required";

  private ResourceSliceRules() {}

  /** The rules. */
  public static KindRules slice() {
    return KindRules.of((root, errors) -> check(root.at("spec"), MissingNode.getInstance(), errors))
        .changes(
            KindRules.Order.CHANGE,
            (root, old, errors) -> check(root.at("spec"), old.at("spec").node(), errors))
        .warns(ResourceSliceRules::warn);
  }

  private static void warn(RequestContext context, ObjectNode object, Optional<ObjectNode> old) {
    String driver = object.path("spec").path("driver").asText();
    if (!driver.equals(driver.toLowerCase(Locale.ROOT))) {
      context.warn(
          "spec.driver: driver names should be lowercase; "
              + FieldError.quote(driver)
              + " contains uppercase characters");
    }
  }

  private static void check(Spot spec, JsonNode old, List<FieldError> errors) {
    Check.driverName(spec.at("driver"), errors);
    pool(spec.at("pool"), errors);
    if (old.isObject()) {
      Check.immutable(spec.at("pool").at("name"), old.path("pool").path("name"), errors);
      Check.immutable(spec.at("driver"), old.path("driver"), errors);
      Check.immutable(spec.at("nodeName"), old.path("nodeName"), errors);
    }
    places(spec, errors);
    if (spec.has("sharedCounters") && spec.has("devices")) {
      errors.add(
          FieldError.invalid(
              spec.path(), "", "only one of `sharedCounters` or `devices` is allowed"));
    }
    devices(spec, old, errors);
    List<Spot> sets = DeviceNames.limited(spec.at("sharedCounters"), MOST_COUNTER_SETS, errors);
    for (Spot set : sets) {
      Check.requiredName(set.at("name"), NameRule.DNS_LABEL, errors);
      Devices.counters(set.at("counters"), errors);
    }
    DeviceNames.unique(sets, set -> set.at("name").text(), errors);
  }

  private static void pool(Spot pool, List<FieldError> errors) {
    DeviceNames.pool(pool.at("name"), errors);
    Spot count = pool.at("resourceSliceCount");
    if (count.number() <= 0) {
      Check.invalidNumber(count, "must be greater than zero", errors);
    }
    Spot generation = pool.at("generation");
    if (generation.number() < 0) {
      Check.invalidNumber(generation, "must be greater than or equal to zero", errors);
    }
  }

  private static void places(Spot spec, List<FieldError> errors) {
    Places places = new Places(errors);
    places.node(spec.at("nodeName"), "must be either unset or set to a non-empty string");
    Spot selector = spec.at("nodeSelector");
    places.selector(selector);
    if (selector.has() && selector.at("nodeSelectorTerms").size() != 1) {
      errors.add(
          InternalForm.invalid(
              selector.at("nodeSelectorTerms"),
              "[]core.NodeSelectorTerm",
              "must have exactly one node selector term"));
    }
    places.flag(spec.at("allNodes"), "allNodes");
    places.flag(spec.at("perDeviceNodeSelection"), "perDeviceNodeSelection");
    if (places.count() == 0) {
      Check.missing(spec, ONE_PLACE, errors);
    } else if (places.count() > 1) {
      errors.add(
          FieldError.invalid(
              spec.path(), places.shown(), ONE_PLACE + ", but multiple fields are set"));
    }
  }

  private static void devices(Spot spec, JsonNode old, List<FieldError> errors) {
    boolean special =
        spec.at("devices").elements().stream()
            .anyMatch(
                device ->
                    device.at("taints").size() > 0 || device.at("consumesCounters").size() > 0);
    List<Spot> devices =
        DeviceNames.limited(
            spec.at("devices"), special ? MOST_SPECIAL_DEVICES : MOST_DEVICES, errors);
    boolean own = spec.at("perDeviceNodeSelection").isTrue();
    for (Spot device : devices) {
      Devices.check(device, named(old, device.at("name").text()), own, errors);
    }
    DeviceNames.unique(devices, device -> device.at("name").text(), errors);
  }

  private static JsonNode named(JsonNode spec, String name) {
    for (JsonNode device : spec.path("devices")) {
      if (device.path("name").asText("").equals(name)) {
        return device;
      }
    }
    return MissingNode.getInstance();
  }
}
