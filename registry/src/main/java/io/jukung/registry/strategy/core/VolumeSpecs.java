package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Amount;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.List;
import java.util.Map;

/**
 * The checks of persistent volumes' specs, also of those inside attachments ({@code
 * ValidatePersistentVolumeSpec} in {@code pkg/apis/core/validation/validation.go} at v1.36).
 */
public final class VolumeSpecs {
  static final List<String> MODES =
      List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");

  /** In the order upstream looks at them. */
  static final List<String> SOURCES =
      List.of(
          "hostPath",
          "gcePersistentDisk",
          "awsElasticBlockStore",
          "glusterfs",
          "flocker",
          "nfs",
          "rbd",
          "quobyte",
          "cephfs",
          "iscsi",
          "cinder",
          "fc",
          "flexVolume",
          "azureFile",
          "vsphereVolume",
          "photonPersistentDisk",
          "portworxVolume",
          "azureDisk",
          "scaleIO",
          "local",
          "storageos",
          "csi");

  private VolumeSpecs() {}

  /**
   * A {@code PersistentVolumeSpec}.
   *
   * @param name the volume's name, or empty
   * @param inline whether it stands inside an attachment
   */
  public static void check(Spot spec, String name, boolean inline, List<FieldError> errors) {
    if (inline) {
      inline(spec, errors);
    }
    accessModes(spec.at("accessModes"), "", errors);
    if (!inline) {
      capacity(spec.at("capacity"), errors);
    }
    reclaimPolicy(spec, inline, errors);
    if (spec.has("nodeAffinity")) {
      affinity(spec.at("nodeAffinity"), inline, errors);
    }
    int sources = 0;
    for (String source : SOURCES) {
      if (!spec.has(source)) {
        continue;
      }
      if (sources++ > 0 && !source.equals("flexVolume")) {
        Spot told = source.equals("cephfs") ? spec.at("cephFS") : spec.at(source);
        Check.forbidden(told, "may not specify more than 1 volume type", errors);
      } else {
        source(spec, source, name, errors);
      }
    }
    if (sources == 0) {
      Check.missing(spec, "must specify a volume type", errors);
    }
    String path = spec.at("hostPath").at("path").text();
    if (path.matches("/+") && spec.at("persistentVolumeReclaimPolicy").text().equals("Recycle")) {
      Check.forbidden(
          spec.at("persistentVolumeReclaimPolicy"),
          "may not be 'recycle' for a hostPath mount of '/'",
          errors);
    }
    classes(spec, inline, errors);
  }

  private static void inline(Spot spec, List<FieldError> errors) {
    if (spec.has("claimRef")) {
      Check.forbidden(spec.at("claimRef"), notInline(), errors);
    }
    if (spec.at("capacity").size() > 0) {
      Check.forbidden(spec.at("capacity"), notInline(), errors);
    }
    if (!spec.has("csi")) {
      Check.missing(spec.at("csi"), "has to be specified in the context of inline volumes", errors);
    }
  }

  private static String notInline() {
    return "may not be specified in the context of inline volumes";
  }

  /** Access modes; {@code none} is said when there are none. */
  static void accessModes(Spot modes, String none, List<FieldError> errors) {
    if (modes.size() == 0) {
      Check.missing(modes, none, errors);
    }
    boolean onePod = false;
    boolean other = false;
    for (Spot mode : modes.elements()) {
      Check.mustBeOneOf(mode.as(modes), MODES, errors);
      onePod |= mode.text().equals("ReadWriteOncePod");
      other |= MODES.contains(mode.text()) && !mode.text().equals("ReadWriteOncePod");
    }
    if (onePod && other) {
      Check.forbidden(modes, "may not use ReadWriteOncePod with other access modes", errors);
    }
  }

  private static void capacity(Spot capacity, List<FieldError> errors) {
    if (capacity.size() == 0) {
      Check.missing(capacity, "", errors);
    }
    if (capacity.size() != 1 || !capacity.has("storage")) {
      errors.add(
          new FieldError(
              FieldError.Type.NOT_SUPPORTED,
              capacity.path(),
              capacity.has() ? capacity.node().toString() : "null",
              "supported values: \"storage\""));
    }
    for (Map.Entry<String, Spot> amount : capacity.elementsByKey().entrySet()) {
      Spot quantity = amount.getValue();
      if (Amount.of(quantity.text()).signum() < 0) {
        errors.add(
            new FieldError(
                FieldError.Type.INVALID,
                quantity.path(),
                Amount.of(quantity.text()).toBigInteger().toString(),
                "must be a valid resource quantity"));
      }
      Check.positiveQuantity(quantity, errors);
    }
  }

  private static void reclaimPolicy(Spot spec, boolean inline, List<FieldError> errors) {
    Spot policy = spec.at("persistentVolumeReclaimPolicy");
    if (policy.text().isEmpty()) {
      return;
    }
    if (!inline) {
      Check.mustBeOneOf(policy, List.of("Delete", "Recycle", "Retain"), errors);
    } else if (!policy.text().equals("Retain")) {
      Check.forbidden(policy, "may only be Retain in the context of inline volumes", errors);
    }
  }

  private static void affinity(Spot affinity, boolean inline, List<FieldError> errors) {
    if (inline) {
      Check.forbidden(affinity, notInline(), errors);
    } else if (affinity.has("required")) {
      NodeSelectors.check(affinity.at("required"), errors);
    } else {
      Check.missing(affinity.at("required"), "must specify required node constraints", errors);
    }
  }

  private static void source(Spot spec, String kind, String name, List<FieldError> errors) {
    Spot source = spec.at(kind).as(VolumeSources.place(spec, kind));
    switch (kind) {
      case "iscsi" -> VolumeSources.iscsi(source, true, name, errors);
      case "csi" -> csi(source, errors);
      case "local" -> {
        if (source.at("path").text().isEmpty()) {
          Check.missing(source.at("path"), "", errors);
        } else {
          VolumeSources.noBacksteps(source.at("path"), errors);
        }
        if (!spec.has("nodeAffinity")) {
          Check.missing(spec.at("nodeAffinity"), "Local volume requires node affinity", errors);
        }
      }
      default -> VolumeSources.check(source, kind, true, errors);
    }
  }

  private static void csi(Spot source, List<FieldError> errors) {
    Check.driverName(source.at("driver"), errors);
    Check.required(source.at("volumeHandle"), errors);
    for (String field :
        List.of(
            "controllerPublishSecretRef",
            "controllerExpandSecretRef",
            "nodePublishSecretRef",
            "nodeExpandSecretRef")) {
      if (source.has(field)) {
        Check.requiredName(source.at(field).at("name"), NameRule.DNS_SUBDOMAIN, errors);
        Check.requiredName(source.at(field).at("namespace"), NameRule.DNS_LABEL, errors);
      }
    }
  }

  private static void classes(Spot spec, boolean inline, List<FieldError> errors) {
    Spot storageClass = spec.at("storageClassName");
    if (!storageClass.text().isEmpty()) {
      if (inline) {
        Check.forbidden(storageClass, notInline(), errors);
      } else {
        Check.name(storageClass, NameRule.DNS_SUBDOMAIN, errors);
      }
    }
    Spot mode = spec.at("volumeMode");
    if (mode.has() && !inline) {
      Check.mustBeOneOf(mode, List.of("Block", "Filesystem"), errors);
    } else if (mode.has() && !mode.text().equals("Filesystem")) {
      Check.forbidden(
          mode,
          "may not specify volumeMode other than Filesystem in the context of inline volumes",
          errors);
    }
    Spot attributes = spec.at("volumeAttributesClassName");
    if (attributes.has() && !inline) {
      if (attributes.text().isEmpty()) {
        Check.missing(attributes, "an empty string is disallowed", errors);
      } else {
        Check.name(attributes, NameRule.DNS_SUBDOMAIN, errors);
      }
      if (!spec.has("csi")) {
        Check.missing(
            spec.at("csi"), "has to be specified when using volumeAttributesClassName", errors);
      }
    }
  }

  /** What a persistent volume is made of, without the rest of its spec. */
  static boolean isSource(Map.Entry<String, JsonNode> field) {
    return SOURCES.contains(field.getKey());
  }
}
