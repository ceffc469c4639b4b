package io.jukung.registry.strategy.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Conditions;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.NodeSelectors;
import io.jukung.registry.validation.NameRule;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The status of a ResourceClaim: what it was given, who uses it, how its devices are. */
final class ClaimStatus {
  private static final int MOST_CONSUMERS = 256;
  private static final int MOST_RESULTS = 32;
  private static final int MOST_CONFIGURATIONS = 64;
  private static final int MOST_CONDITIONS = 8;
  private static final int MOST_ADDRESSES = 16;
  private static final int MAX_DATA = 10 * 1024;
  private static final int MAX_INTERFACE = 256;
  private static final int MAX_HARDWARE = 128;

  private ClaimStatus() {}

  /** Adds what is wrong with a change of the status. */
  static void check(Spot root, Spot old, List<FieldError> errors) {
    Spot status = root.at("status");
    Spot allocation = status.at("allocation");
    consumers(status.at("reservedFor"), errors);
    Set<JsonNode> given = new HashSet<>();
    allocation.at("devices").at("results").elements().forEach(each -> given.add(id(each)));
    List<Spot> devices = status.at("devices").elements();
    devices.forEach(device -> device(device, given, errors));
    Set<JsonNode> seen = new HashSet<>();
    for (Spot device : devices) {
      if (!seen.add(id(device))) {
        errors.add(FieldError.duplicateOf(device.path(), id(device).toString()));
      }
    }
    Spot reserved = status.at("reservedFor");
    if (reserved.size() > 0) {
      if (!allocation.has()) {
        Check.forbidden(reserved, "may not be specified when `allocated` is not set", errors);
      } else if (root.at("metadata").has("deletionTimestamp")
          && !uses(old.at("status")).containsAll(uses(status))) {
        Check.forbidden(
            reserved,
            "new entries may not be added while `deallocationRequested` or `deletionTimestamp` are"
                + " set",
            errors);
      }
    }
    Spot before = old.at("status").at("allocation");
    if (allocation.has() && before.has()) {
      InternalForm.immutable(allocation, before.node(), "resource.AllocationResult", errors);
    } else if (allocation.has()) {
      allocation(
          allocation, DeviceClaims.names(root.at("spec").at("devices").at("requests")), errors);
    }
  }

  private static Set<Object> uses(Spot status) {
    Set<Object> uses = new HashSet<>();
    status.at("reservedFor").elements().forEach(each -> uses.add(each.node()));
    return uses;
  }

  /** A share of a device, as messages show it. */
  private static ObjectNode id(Spot device) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("Driver", device.at("driver").text())
        .put("Pool", device.at("pool").text())
        .put("Device", device.at("device").text())
        .put("ShareID", device.at("shareID").text());
  }

  private static void consumers(Spot list, List<FieldError> errors) {
    List<Spot> consumers = DeviceNames.limited(list, MOST_CONSUMERS, errors);
    for (Spot consumer : consumers) {
      for (String field : List.of("resource", "name", "uid")) {
        Check.required(consumer.at(field), errors);
      }
    }
    DeviceNames.unique(consumers, consumer -> consumer.at("uid").text(), errors);
  }

  private static void device(Spot device, Set<JsonNode> given, List<FieldError> errors) {
    Check.driverName(device.at("driver"), errors);
    DeviceNames.pool(device.at("pool"), errors);
    Check.name(device.at("device"), NameRule.DNS_LABEL, errors);
    DeviceNames.share(device.at("shareID"), errors);
    if (!given.contains(id(device))) {
      errors.add(
          FieldError.invalid(
              device.path(), id(device), "must be an allocated device in the claim"));
    }
    Spot conditions = device.at("conditions");
    if (conditions.size() > MOST_CONDITIONS) {
      errors.add(FieldError.tooMany(conditions.path(), conditions.size(), MOST_CONDITIONS));
    }
    Conditions.check(conditions, errors);
    Spot data = device.at("data");
    if (data.has()) {
      if (data.node().toString().length() > MAX_DATA) {
        errors.add(FieldError.tooLong(data.path(), MAX_DATA));
      } else if (!data.node().isObject()) {
        errors.add(
            FieldError.invalid(data.path(), "<value omitted>", "must be a valid JSON object"));
      }
    }
    network(device.at("networkData"), errors);
  }

  private static void network(Spot data, List<FieldError> errors) {
    if (data.at("interfaceName").text().length() > MAX_INTERFACE) {
      errors.add(FieldError.tooLong(data.at("interfaceName").path(), MAX_INTERFACE));
    }
    if (data.at("hardwareAddress").text().length() > MAX_HARDWARE) {
      errors.add(FieldError.tooLong(data.at("hardwareAddress").path(), MAX_HARDWARE));
    }
    List<Spot> addresses = DeviceNames.limited(data.at("ips"), MOST_ADDRESSES, errors);
    for (Spot address : addresses) {
      if (!interfaceAddress(address.text())) {
        Check.invalid(
            address,
            "must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)",
            errors);
      }
    }
    DeviceNames.unique(addresses, Spot::text, errors);
  }

  private static boolean interfaceAddress(String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress address = InetAddress.ofLiteral(text.substring(0, Math.max(slash, 0)));
      int bits = Integer.parseInt(text.substring(slash + 1));
      return slash > 0 && bits >= 0 && bits <= address.getAddress().length * 8;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void allocation(Spot allocation, Set<String> requests, List<FieldError> errors) {
    Spot devices = allocation.at("devices");
    for (Spot result : DeviceNames.limited(devices.at("results"), MOST_RESULTS, errors)) {
      DeviceClaims.reference(result.at("request"), requests, errors);
      Check.driverName(result.at("driver"), errors);
      DeviceNames.pool(result.at("pool"), errors);
      Check.name(result.at("device"), NameRule.DNS_LABEL, errors);
      DeviceNames.binding(result, errors);
      DeviceNames.share(result.at("shareID"), errors);
    }
    for (Spot config : DeviceNames.limited(devices.at("config"), MOST_CONFIGURATIONS, errors)) {
      DeviceNames.word(config.at("source"), List.of("FromClaim", "FromClass"), errors);
      DeviceClaims.references(config.at("requests"), requests, errors);
      DeviceClaims.configuration(config, errors);
    }
    if (allocation.has("nodeSelector")) {
      NodeSelectors.check(allocation.at("nodeSelector"), false, errors);
    }
  }
}
