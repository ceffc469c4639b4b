package io.jukung.registry.strategy.core;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The checks of sources of volumes that pods and persistent volumes have in common ({@code
 * validateVolumeSource} and {@code ValidatePersistentVolumeSpec} in {@code
 * pkg/apis/core/validation/validation.go} at v1.36).
 */
public final class VolumeSources {
  /** What is said of a portal whose name is too long together with the volume's. */
  public static final String PORTAL_TOO_LONG =
      "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if"
          + " iscsi.initiatorName is specified.";

  private static final int MAX_BYTE = 255;
  private static final Pattern IQN =
      Pattern.compile("iqn\\.\\d{4}-\\d{2}\\.([\\p{Alnum}-.]+)(:[^,;*&$|\\s]+)$");
  private static final Pattern EUI = Pattern.compile("^eui.\\p{Alnum}{16}$");
  private static final Pattern NAA = Pattern.compile("^naa.\\p{Alnum}{32}$");
  private static final List<String> HOST_PATH_TYPES =
      List.of(
          "",
          "BlockDevice",
          "CharDevice",
          "Directory",
          "DirectoryOrCreate",
          "File",
          "FileOrCreate",
          "Socket");

  private VolumeSources() {}

  /** What stands for one source in messages: upstream is not always exact. */
  public static Spot place(Spot volume, String kind) {
    return volume.at(kind.equals("gcePersistentDisk") ? "persistentDisk" : kind);
  }

  /**
   * A source; a kind that is not known here passes.
   *
   * @param persistent whether it is a persistent volume's
   */
  public static void check(Spot source, String kind, boolean persistent, List<FieldError> errors) {
    switch (kind) {
      case "hostPath" -> hostPath(source, errors);
      case "gcePersistentDisk" -> disk(source, "pdName", errors);
      case "awsElasticBlockStore" -> disk(source, "volumeID", errors);
      case "nfs" -> nfs(source, errors);
      case "flocker" -> flocker(source, errors);
      case "rbd" -> required(source, List.of("monitors", "image"), errors);
      case "cephfs" -> required(source, List.of("monitors"), errors);
      case "quobyte" -> quobyte(source, errors);
      case "fc" -> fibreChannel(source, errors);
      case "flexVolume" -> flex(source, errors);
      case "azureDisk" -> azureDisk(source, errors);
      case "vsphereVolume" -> required(source, List.of("volumePath"), errors);
      case "photonPersistentDisk" -> required(source, List.of("pdID"), errors);
      case "portworxVolume" -> required(source, List.of("volumeID"), errors);
      case "scaleIO" -> required(source, List.of("gateway", "system", "volumeName"), errors);
      case "glusterfs" -> glusterfs(source, persistent, errors);
      case "azureFile" -> {
        required(source, List.of("secretName", "shareName"), errors);
        if (persistent && source.has("secretNamespace")) {
          Check.required(source.at("secretNamespace"), errors);
        }
      }
      case "cinder" -> {
        required(source, List.of("volumeID"), errors);
        secret(source, persistent, errors);
      }
      case "storageos" -> {
        Check.requiredName(source.at("volumeName"), NameRule.DNS_LABEL, errors);
        Check.optionalName(source.at("volumeNamespace"), NameRule.DNS_LABEL, errors);
        secret(source, persistent, errors);
      }
      default -> {}
    }
  }

  private static void required(Spot source, List<String> fields, List<FieldError> errors) {
    for (String field : fields) {
      Spot spot = source.at(field);
      if (spot.text().isEmpty() && spot.size() == 0) {
        Check.missing(spot, "", errors);
      }
    }
  }

  private static void secret(Spot source, boolean persistent, List<FieldError> errors) {
    if (source.has("secretRef")) {
      required(
          source.at("secretRef"),
          persistent ? List.of("name", "namespace") : List.of("name"),
          errors);
    }
  }

  private static void hostPath(Spot source, List<FieldError> errors) {
    Spot path = source.at("path");
    if (path.text().isEmpty()) {
      Check.missing(path, "", errors);
      return;
    }
    noBacksteps(path, errors);
    if (source.has("type")) {
      Check.mustBeOneOf(source.at("type"), HOST_PATH_TYPES, errors);
    }
  }

  /** A path that does not climb. */
  public static void noBacksteps(Spot path, List<FieldError> errors) {
    if (List.of(path.text().split("/", -1)).contains("..")) {
      Check.invalidText(path, "must not contain '..'", errors);
    }
  }

  /** A relative path that does not climb. */
  public static void descending(Spot path, List<FieldError> errors) {
    if (path.text().startsWith("/")) {
      Check.invalidText(path, "must be a relative path", errors);
    }
    noBacksteps(path, errors);
  }

  /** A relative path that does not look as if it climbed, either. */
  public static void nonReserved(Spot path, List<FieldError> errors) {
    descending(path, errors);
    if (path.text().startsWith("..") && !path.text().startsWith("../")) {
      Check.invalidText(path, "must not start with '..'", errors);
    }
  }

  private static void disk(Spot source, String id, List<FieldError> errors) {
    Check.required(source.at(id), errors);
    Spot partition = source.at("partition");
    if (partition.number() < 0 || partition.number() > MAX_BYTE) {
      Check.invalid(partition, "must be between 1 and 255, inclusive", errors);
    }
  }

  private static void nfs(Spot source, List<FieldError> errors) {
    required(source, List.of("server", "path"), errors);
    if (!source.at("path").text().startsWith("/")) {
      Check.invalidText(source.at("path"), "must be an absolute path", errors);
    }
  }

  private static void flocker(Spot source, List<FieldError> errors) {
    Spot name = source.at("datasetName");
    boolean byName = !name.text().isEmpty();
    boolean byId = !source.at("datasetUUID").text().isEmpty();
    if (!byName && !byId) {
      Check.missing(source, "one of datasetName and datasetUUID is required", errors);
    }
    if (byName && byId) {
      errors.add(
          FieldError.invalid(
              source.path(),
              "resource",
              "datasetName and datasetUUID can not be specified simultaneously"));
    }
    if (name.text().contains("/")) {
      Check.invalid(name, "must not contain '/'", errors);
    }
  }

  private static void quobyte(Spot source, List<FieldError> errors) {
    Spot registry = source.at("registry");
    String detail = "must be a host:port pair or multiple pairs separated by commas";
    if (registry.text().isEmpty()) {
      Check.missing(registry, detail, errors);
    } else if (source.at("tenant").text().length() >= 65) {
      Check.missing(
          source.at("tenant"),
          "must be a UUID and may not exceed a length of 64 characters",
          errors);
    } else {
      for (String pair : registry.text().split(",", -1)) {
        if (pair.indexOf(':') < 0 || pair.indexOf(':') != pair.lastIndexOf(':')) {
          Check.invalid(registry, detail, errors);
        }
      }
    }
    Check.required(source.at("volume"), errors);
  }

  private static void fibreChannel(Spot source, List<FieldError> errors) {
    Spot names = source.at("targetWWNs");
    boolean byName = names.size() > 0;
    boolean byId = source.at("wwids").size() > 0;
    if (!byName && !byId) {
      Check.missing(names, "must specify either targetWWNs or wwids, but not both", errors);
    }
    if (byName && byId) {
      Check.invalid(names, "targetWWNs and wwids can not be specified simultaneously", errors);
    }
    Spot unit = source.at("lun");
    if (byName && !unit.has()) {
      Check.missing(unit, "lun is required if targetWWNs is specified", errors);
    } else if (byName) {
      Check.between(unit, 0, MAX_BYTE, errors);
    }
  }

  private static void flex(Spot source, List<FieldError> errors) {
    Check.required(source.at("driver"), errors);
    source
        .at("options")
        .elementsByKey()
        .forEach(
            (key, option) -> {
              int slash = key.indexOf('/');
              String domain =
                  "." + (slash < 0 ? key : key.substring(0, slash)).toLowerCase(Locale.ROOT);
              if (domain.endsWith(".kubernetes.io") || domain.endsWith(".k8s.io")) {
                errors.add(
                    FieldError.invalid(
                        option.path(), key, "kubernetes.io and k8s.io namespaces are reserved"));
              }
            });
  }

  private static void azureDisk(Spot source, List<FieldError> errors) {
    required(source, List.of("diskName", "diskURI"), errors);
    if (source.has("cachingMode")) {
      Check.mustBeOneOf(source.at("cachingMode"), List.of("None", "ReadOnly", "ReadWrite"), errors);
    }
    if (!source.has("kind")) {
      return;
    }
    Spot kind = source.at("kind");
    Check.mustBeOneOf(kind, List.of("Dedicated", "Managed", "Shared"), errors);
    Spot uri = source.at("diskURI");
    boolean managed = kind.text().equals("Managed");
    if (managed && !uri.text().startsWith("/subscriptions/")) {
      errors.add(
          FieldError.notSupported(
              uri.path(),
              uri.text(),
              List.of(
                  "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/"
                      + "microsoft.compute/disks/{disk-id}")));
    }
    if (!managed && !uri.text().startsWith("https://")) {
      errors.add(
          FieldError.notSupported(
              uri.path(),
              uri.text(),
              List.of(
                  "https://{account-name}.blob.core.windows.net/{container-name}/"
                      + "{disk-name}.vhd")));
    }
  }

  private static void glusterfs(Spot source, boolean persistent, List<FieldError> errors) {
    required(source, List.of("endpoints", "path"), errors);
    Spot namespace = source.at("endpointsNamespace");
    if (persistent && namespace.has()) {
      if (namespace.text().isEmpty()) {
        Check.invalid(
            namespace,
            "if the endpointnamespace is set, it must be a valid namespace name",
            errors);
      } else {
        Check.name(namespace, NameRule.DNS_LABEL, errors);
      }
    }
  }

  /** An iSCSI source; {@code volumeName} is a persistent volume's name, or empty. */
  public static void iscsi(
      Spot source, boolean persistent, String volumeName, List<FieldError> errors) {
    Spot portal = source.at("targetPortal");
    Check.required(portal, errors);
    boolean initiator = source.has("initiatorName");
    if (persistent && initiator && (volumeName + ":" + portal.text()).length() > 64) {
      errors.add(
          FieldError.invalid(source.at("targetportal").path(), portal.text(), PORTAL_TOO_LONG));
    }
    Spot name = source.at("iqn");
    if (name.text().isEmpty()) {
      Check.missing(name, "", errors);
    } else {
      qualified(name, !persistent, errors);
    }
    Spot unit = source.at("lun");
    if (unit.number() < 0 || unit.number() > MAX_BYTE) {
      Check.between(unit, 0, MAX_BYTE, errors);
    }
    boolean authenticates =
        source.at("chapAuthDiscovery").isTrue() || source.at("chapAuthSession").isTrue();
    if (authenticates && !source.has("secretRef")) {
      Check.missing(source.at("secretRef"), "", errors);
    }
    if (persistent && source.has("secretRef")) {
      Check.required(source.at("secretRef").at("name"), errors);
    }
    if (initiator) {
      qualified(source.at("initiatorName").as(source.at("initiatorname")), true, errors);
    }
  }

  private static void qualified(Spot name, boolean tellsStart, List<FieldError> errors) {
    String text = name.text();
    boolean known = text.startsWith("iqn") || text.startsWith("eui") || text.startsWith("naa");
    boolean valid =
        text.startsWith("iqn")
            ? IQN.matcher(text).find()
            : text.startsWith("eui") ? EUI.matcher(text).find() : NAA.matcher(text).find();
    if (!known) {
      Check.invalidText(
          name,
          tellsStart
              ? "must be valid format starting with iqn, eui, or naa"
              : "must be valid format",
          errors);
    } else if (!valid) {
      Check.invalidText(name, "must be valid format", errors);
    }
  }
}
