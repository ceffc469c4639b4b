package io.jukung.registry.strategy.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.NodeSelectors;
import io.jukung.registry.validation.NameRule;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** StorageClasses, VolumeAttributesClasses, CSIStorageCapacities and CSINodes. */
public final class StorageRules {
  private static final int MAX_PARAMETERS = 512;
  private static final int MAX_PARAMETER_BYTES = 256 << 10;
  private static final int MAX_NODE_ID_LENGTH = 256;
  private static final List<String> IMMUTABLE =
      List.of("parameters", "provisioner", "reclaimPolicy", "volumeBindingMode");

  private StorageRules() {}

  /** Those of StorageClasses: but for the topologies they never change. */
  public static KindRules storageClass() {
    return KindRules.of(StorageRules::storageClass)
        .changes(
            KindRules.Order.WHOLE_CHANGE,
            (root, old, errors) -> {
              for (String field : IMMUTABLE) {
                Check.immutable(root.at(field), old.at(field).node(), errors);
              }
            })
        .warns(StorageRules::topologyLabels);
  }

  private static void storageClass(Spot root, List<FieldError> errors) {
    provisioner(root.at("provisioner"), errors);
    parameters(root.at("parameters"), errors);
    Check.oneOf(root.at("reclaimPolicy"), List.of("Delete", "Retain"), errors);
    Spot mode = root.at("volumeBindingMode");
    if (mode.has()) {
      Check.mustBeOneOf(mode, List.of("Immediate", "WaitForFirstConsumer"), errors);
    } else {
      Check.missing(mode, "", errors);
    }
    NodeSelectors.topologies(root.at("allowedTopologies"), errors);
  }

  private static void topologyLabels(
      RequestContext context, ObjectNode object, Optional<ObjectNode> old) {
    for (Spot term : new Spot(object.path("allowedTopologies"), "allowedTopologies").elements()) {
      for (Spot expression : term.at("matchLabelExpressions").elements()) {
        NodeSelectors.warnOfLabel(context, expression.at("key"), expression.at("key").text());
      }
    }
  }

  private static void provisioner(Spot spot, List<FieldError> errors) {
    if (spot.text().isEmpty()) {
      Check.missing(spot, "", errors);
    } else {
      Check.qualifiedName(spot, spot.text().toLowerCase(Locale.ROOT), errors);
    }
  }

  private static void parameters(Spot spot, List<FieldError> errors) {
    if (spot.size() > MAX_PARAMETERS) {
      errors.add(FieldError.tooLong(spot.path(), MAX_PARAMETERS));
      return;
    }
    long bytes = 0;
    for (Map.Entry<String, JsonNode> parameter : spot.node().properties()) {
      if (parameter.getKey().isEmpty()) {
        errors.add(FieldError.invalid(spot.path(), "", "field can not be empty."));
      }
      bytes += bytes(parameter.getKey()) + bytes(parameter.getValue().asText());
    }
    if (bytes > MAX_PARAMETER_BYTES) {
      errors.add(FieldError.tooLong(spot.path(), MAX_PARAMETER_BYTES));
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Those of VolumeAttributesClasses, which never change. */
  public static KindRules volumeAttributesClass() {
    return KindRules.of(
            (root, errors) -> {
              provisioner(root.at("driverName"), errors);
              parameters(root.at("parameters"), errors);
              if (root.at("parameters").size() == 0) {
                Check.missing(
                    root.at("parameters"), "must contain at least one key/value pair", errors);
              }
            })
        .changes(
            KindRules.Order.CHANGE_WHOLE,
            (root, old, errors) -> {
              for (String field : List.of("driverName", "parameters")) {
                if (!Same.same(root.at(field).node(), old.at(field).node())) {
                  Check.forbidden(
                      root.at(field), "updates to " + field + " are forbidden.", errors);
                }
              }
            });
  }

  /** Those of CSIStorageCapacities. */
  public static KindRules capacity() {
    return KindRules.of(
            (root, errors) -> {
              if (root.at("nodeTopology").has()) {
                Check.selector(root.at("nodeTopology"), errors);
              }
              Check.name(root.at("storageClassName"), NameRule.DNS_SUBDOMAIN, errors);
              if (root.at("capacity").has()) {
                Check.nonNegativeQuantity(root.at("capacity"), errors);
              }
            })
        .changes(
            KindRules.Order.WHOLE_CHANGE,
            (root, old, errors) -> {
              for (String field : List.of("nodeTopology", "storageClassName")) {
                Check.immutable(root.at(field), old.at(field).node(), errors);
              }
            })
        .warns(
            (context, object, old) ->
                NodeSelectors.warnOfSelector(
                    context, new Spot(object.path("nodeTopology"), "nodeTopology")));
  }

  /** Those of CSINodes: a driver that is there stays as it is, but for how much it can attach. */
  public static KindRules csiNode() {
    return KindRules.of(
            (root, errors) -> {
              Set<String> names = new HashSet<>();
              for (Spot driver : root.at("spec").at("drivers").elements()) {
                driver(driver, names, errors);
              }
            })
        .changes(KindRules.Order.WHOLE, StorageRules::sameDrivers);
  }

  private static void driver(Spot driver, Set<String> names, List<FieldError> errors) {
    Check.driverName(driver.at("name"), errors);
    Spot id = driver.at("nodeID");
    if (id.text().isEmpty()) {
      Check.missing(id, "", errors);
    } else if (id.text().length() > MAX_NODE_ID_LENGTH) {
      Check.invalidText(id, "must be 256 characters or less", errors);
    }
    Check.nonNegative(driver.at("allocatable").at("count"), errors);
    if (!names.add(driver.at("name").text())) {
      errors.add(FieldError.duplicate(driver.at("name").path(), driver.at("name").text()));
    }
    Set<String> keys = new HashSet<>();
    for (Spot key : driver.at("topologyKeys").elements()) {
      if (key.text().isEmpty()) {
        Check.missing(driver, "", errors);
      }
      if (!keys.add(key.text())) {
        errors.add(FieldError.duplicate(driver.path(), key.text()));
      }
      Check.qualifiedName(driver, key.text(), errors);
    }
  }

  private static void sameDrivers(Spot root, Spot old, List<FieldError> errors) {
    Spot drivers = root.at("spec").at("drivers");
    for (JsonNode before : old.at("spec").at("drivers").node()) {
      for (JsonNode now : drivers.node()) {
        if (now.path("name").equals(before.path("name"))
            && !Same.same(withoutAllocatable(now), withoutAllocatable(before))) {
          errors.add(
              FieldError.invalid(
                  drivers.path(), CsiDriverRules.shownDriver(now), "field is immutable"));
        }
      }
    }
  }

  private static JsonNode withoutAllocatable(JsonNode driver) {
    return driver instanceof ObjectNode fields ? fields.deepCopy().without("allocatable") : driver;
  }
}
