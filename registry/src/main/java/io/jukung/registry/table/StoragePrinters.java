package io.jukung.registry.table;

import static io.jukung.registry.table.Trees.NONE;
import static io.jukung.registry.table.Trees.UNSET;
import static io.jukung.registry.table.Trees.given;
import static io.jukung.registry.table.Trees.has;
import static io.jukung.registry.table.Trees.name;
import static io.jukung.registry.table.Trees.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cells of volumes, claims and what provides them. */
final class StoragePrinters {
  private static final String BETA_CLASS = "volume.beta.kubernetes.io/storage-class";

  /** Access modes in the order they are shown. */
  private static final List<Map.Entry<String, String>> ACCESS_MODES =
      List.of(
          Map.entry("ReadWriteOnce", "RWO"),
          Map.entry("ReadOnlyMany", "ROX"),
          Map.entry("ReadWriteMany", "RWX"),
          Map.entry("ReadWriteOncePod", "RWOP"));

  private StoragePrinters() {}

  static void persistentVolume(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    JsonNode claim = spec.path("claimRef");
    cells.add(name(object));
    cells.add(text(spec.path("capacity").path("storage"), "0"));
    cells.add(accessModes(spec.path("accessModes")));
    cells.add(text(spec.path("persistentVolumeReclaimPolicy")));
    cells.add(phase(object));
    cells.add(has(claim) ? text(claim.path("namespace")) + "/" + text(claim.path("name")) : "");
    cells.add(storageClass(object));
    cells.add(given(spec.path("volumeAttributesClassName"), UNSET));
    cells.add(text(object.path("status").path("reason")));
    cells.add(ages.of(object));
    cells.add(given(spec.path("volumeMode"), UNSET));
  }

  static void persistentVolumeClaim(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    JsonNode status = object.path("status");
    String volume = text(spec.path("volumeName"));
    boolean bound = !volume.isEmpty();
    cells.add(name(object));
    cells.add(phase(object));
    cells.add(volume);
    cells.add(bound ? text(status.path("capacity").path("storage"), "0") : "");
    cells.add(bound ? accessModes(status.path("accessModes")) : "");
    cells.add(storageClass(object));
    cells.add(given(spec.path("volumeAttributesClassName"), UNSET));
    cells.add(ages.of(object));
    cells.add(given(spec.path("volumeMode"), UNSET));
  }

  private static String phase(JsonNode object) {
    return Trees.deleting(object) ? "Terminating" : text(object.path("status").path("phase"));
  }

  private static String storageClass(JsonNode object) {
    JsonNode beta = object.path("metadata").path("annotations").path(BETA_CLASS);
    return given(beta, text(object.path("spec").path("storageClassName")));
  }

  private static String accessModes(JsonNode modes) {
    List<String> present = Trees.texts(modes);
    List<String> shown = new ArrayList<>();
    for (Map.Entry<String, String> mode : ACCESS_MODES) {
      if (present.contains(mode.getKey())) {
        shown.add(mode.getValue());
      }
    }
    return String.join(",", shown);
  }

  static void storageClass(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode annotations = object.path("metadata").path("annotations");
    boolean isDefault =
        text(annotations.path("storageclass.kubernetes.io/is-default-class")).equals("true")
            || text(annotations.path("storageclass.beta.kubernetes.io/is-default-class"))
                .equals("true");
    cells.add(name(object) + (isDefault ? " (default)" : ""));
    cells.add(text(object.path("provisioner")));
    cells.add(given(object.path("reclaimPolicy"), "Delete"));
    cells.add(given(object.path("volumeBindingMode"), "Immediate"));
    cells.add(object.path("allowVolumeExpansion").asBoolean());
    cells.add(ages.of(object));
  }

  static void volumeAttributesClass(JsonNode object, Ages ages, ArrayNode cells) {
    cells.add(name(object));
    cells.add(text(object.path("driverName")));
    cells.add(ages.of(object));
  }

  static void volumeAttachment(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    cells.add(name(object));
    cells.add(text(spec.path("attacher")));
    cells.add(text(spec.path("source").path("persistentVolumeName")));
    cells.add(text(spec.path("nodeName")));
    cells.add(object.path("status").path("attached").asBoolean());
    cells.add(ages.of(object));
  }

  static void csiNode(JsonNode object, Ages ages, ArrayNode cells) {
    cells.add(name(object));
    cells.add((long) object.path("spec").path("drivers").size());
    cells.add(ages.of(object));
  }

  static void csiDriver(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    JsonNode tokens = spec.path("tokenRequests");
    List<String> modes = Trees.texts(spec.path("volumeLifecycleModes"));
    cells.add(name(object));
    cells.add(spec.path("attachRequired").asBoolean(true));
    cells.add(spec.path("podInfoOnMount").asBoolean());
    cells.add(spec.path("storageCapacity").asBoolean());
    cells.add(has(tokens) ? String.join(",", Trees.texts(tokens, "audience")) : UNSET);
    cells.add(spec.path("requiresRepublish").asBoolean());
    cells.add(modes.isEmpty() ? NONE : String.join(",", modes));
    cells.add(ages.of(object));
  }
}
