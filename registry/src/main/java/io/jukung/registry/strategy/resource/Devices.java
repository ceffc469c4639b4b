package io.jukung.registry.strategy.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** One device of a ResourceSlice. */
final class Devices {
  private static final int MOST_FACTS = 32;
  private static final int MOST_VALUES = 48;
  private static final int MOST_COUNTERS = 32;
  private static final int MOST_CONSUMPTIONS = 2;
  private static final int MOST_TAINTS = 16;
  private static final int MAX_VALUE = 64;
  private static final int MAX_KEY = 63 + 1 + 32;
  private static final int MAX_COUNTER_KEY = 63;
  private static final String ONE_PLACE =
      "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when"
          + " `perDeviceNodeSelection` is set to true in the ResourceSlice spec";
  private static final String NO_PLACE =
      "`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set"
          + " to true in the ResourceSlice spec";

  private static final String NUMBER = "(0|[1-9]\\d*)";
  private static final String PRE_RELEASE = "(0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)";
  private static final Pattern VERSION =
      Pattern.compile(
          NUMBER
              + "\\."
              + NUMBER
              + "\\."
              + NUMBER
              + "(-"
              + PRE_RELEASE
              + "(\\."
              + PRE_RELEASE
              + ")*)?(\\+[0-9a-zA-Z-]+(\\.[0-9a-zA-Z-]+)*)?");

  private Devices() {}

  /**
   * Adds what is wrong with a device.
   *
   * @param old the device before; missing when it is new
   * @param ownPlaces whether each device says which nodes have it
   */
  static void check(Spot device, JsonNode old, boolean ownPlaces, List<FieldError> errors) {
    Check.name(device.at("name"), NameRule.DNS_LABEL, errors);
    Spot attributes = device.at("attributes");
    Spot capacities = device.at("capacity");
    int facts = attributes.size() + capacities.size();
    if (facts > MOST_FACTS) {
      errors.add(
          FieldError.invalid(
              device.path(),
              IntNode.valueOf(facts),
              "the total number of attributes and capacities must not exceed " + MOST_FACTS));
    }
    if (attributes.size() > MOST_VALUES) {
      errors.add(
          FieldError.invalid(
              device.path(),
              IntNode.valueOf(attributes.size()),
              "the total number of attribute values must not exceed " + MOST_VALUES));
    }
    boolean shared = device.at("allowMultipleAllocations").isTrue();
    map(attributes, MAX_KEY, DeviceNames::qualified, Devices::attribute, errors);
    map(
        capacities,
        MAX_KEY,
        DeviceNames::qualified,
        (each, all) -> DeviceCapacities.check(each, shared, all),
        errors);
    if (!device.at("taints").node().equals(old.path("taints"))) {
      for (Spot taint : DeviceNames.limited(device.at("taints"), MOST_TAINTS, errors)) {
        taint(taint, errors);
      }
    }
    consumptions(device.at("consumesCounters"), errors);
    place(device, ownPlaces, errors);
    DeviceNames.binding(device, errors);
  }

  /** What checks a key of a map: it stands for the map in messages. */
  @FunctionalInterface
  private interface KeyCheck {
    void check(Spot map, String key, List<FieldError> errors);
  }

  private static void map(
      Spot map,
      int maxKey,
      KeyCheck keys,
      BiConsumer<Spot, List<FieldError>> values,
      List<FieldError> errors) {
    for (Map.Entry<String, Spot> entry : map.elementsByKey().entrySet()) {
      keys.check(map, entry.getKey(), errors);
      Spot shown =
          new Spot(
              entry.getValue().node(), map.path() + "[" + shortened(entry.getKey(), maxKey) + "]");
      values.accept(shown, errors);
    }
  }

  private static String shortened(String key, int most) {
    if (key.length() <= most) {
      return key;
    }
    int rest = most - 3;
    return key.substring(0, (rest + 1) / 2) + "..." + key.substring(key.length() - rest / 2);
  }

  /** Counters by name; there must be some. */
  static void counters(Spot counters, List<FieldError> errors) {
    if (counters.size() == 0) {
      Check.missing(counters, "", errors);
    } else if (counters.size() > MOST_COUNTERS) {
      errors.add(FieldError.tooMany(counters.path(), counters.size(), MOST_COUNTERS));
    } else {
      map(
          counters,
          MAX_COUNTER_KEY,
          (map, key, all) -> {
            for (String problem : NameRule.DNS_LABEL.errors(key, false)) {
              all.add(FieldError.invalid(map.path(), key, problem));
            }
          },
          (each, all) -> {},
          errors);
    }
  }

  private static void consumptions(Spot list, List<FieldError> errors) {
    List<Spot> all = DeviceNames.limited(list, MOST_CONSUMPTIONS, errors);
    for (Spot each : all) {
      Check.requiredName(each.at("counterSet"), NameRule.DNS_LABEL, errors);
      counters(each.at("counters"), errors);
    }
    DeviceNames.unique(all, each -> each.at("counterSet").text(), errors);
  }

  private static void attribute(Spot attribute, List<FieldError> errors) {
    Spot text = attribute.at("string");
    Spot version = attribute.at("version");
    if (text.has() && text.text().length() > MAX_VALUE) {
      errors.add(FieldError.tooLong(text.path(), MAX_VALUE));
    }
    if (version.has()) {
      if (!VERSION.matcher(version.text()).matches()) {
        Check.invalid(version, "must be a string compatible with semver.org spec 2.0.0", errors);
      }
      if (version.text().length() > MAX_VALUE) {
        errors.add(FieldError.tooLong(version.path(), MAX_VALUE));
      }
    }
    int values = 0;
    for (String kind : List.of("bool", "int", "string", "version")) {
      values += attribute.has(kind) ? 1 : 0;
    }
    if (values == 0) {
      errors.add(FieldError.invalid(attribute.path(), "", "exactly one value must be specified"));
    } else if (values > 1) {
      errors.add(
          InternalForm.invalid(
              attribute, "resource.DeviceAttribute", "exactly one value must be specified"));
    }
  }

  private static void taint(Spot taint, List<FieldError> errors) {
    Check.qualifiedName(taint.at("key"), errors);
    if (!taint.at("value").text().isEmpty()) {
      Check.labelValue(taint.at("value"), errors);
    }
    DeviceNames.word(taint.at("effect"), List.of("NoExecute", "NoSchedule", "None"), errors);
  }

  private static void place(Spot device, boolean own, List<FieldError> errors) {
    if (!own) {
      if (device.has("nodeName") || device.has("nodeSelector") || device.has("allNodes")) {
        errors.add(FieldError.invalid(device.path(), NullNode.getInstance(), NO_PLACE));
      }
      return;
    }
    Places places = new Places(errors);
    places.node(device.at("nodeName"), "must not be empty");
    places.selector(device.at("nodeSelector"));
    places.flag(device.at("allNodes"), "allNodes");
    if (places.count() == 0) {
      Check.missing(device, ONE_PLACE, errors);
    } else if (places.count() > 1) {
      errors.add(FieldError.invalid(device.path(), places.shown(), ONE_PLACE));
    }
  }
}
