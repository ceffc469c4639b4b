package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Difference;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * PersistentVolumes: pending at first; what they are made of never changes ({@code
 * pkg/registry/core/persistentvolume} at v1.36).
 */
public final class PersistentVolumeRules {
  private static final String MOUNT_OPTIONS = "volume.beta.kubernetes.io/mount-options";
  private static final List<String> WITH_MOUNT_OPTIONS =
      List.of(
          "gcePersistentDisk",
          "awsElasticBlockStore",
          "glusterfs",
          "nfs",
          "rbd",
          "quobyte",
          "iscsi",
          "cinder",
          "cephfs",
          "azureFile",
          "vsphereVolume",
          "azureDisk",
          "photonPersistentDisk");
  private static final Map<String, String> DEPRECATED =
      Map.of(
          "volume.beta.kubernetes.io/storage-class",
          "deprecated since v1.8; use \"storageClassName\" attribute instead",
          MOUNT_OPTIONS,
          "deprecated since v1.31; use \"mountOptions\" attribute instead");
  private static final List<List<String>> DEPRECATED_SOURCES =
      List.of(
          List.of("cephfs", "cephfs", "deprecated in v1.28, non-functional in v1.31+"),
          List.of(
              "photonPersistentDisk",
              "photonPersistentDisk",
              "deprecated in v1.11, non-functional in v1.16+"),
          List.of("scaleIO", "scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
          List.of("storageos", "storageOS", "deprecated in v1.22, non-functional in v1.25+"),
          List.of("glusterfs", "glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
          List.of("rbd", "rbd", "deprecated in v1.28, non-functional in v1.31+"));

  private static final String TRANSITION = "lastPhaseTransitionTime";

  private PersistentVolumeRules() {}

  /** Their rules. */
  public static KindRules rules() {
    return KindRules.of(
            (root, errors) -> {
              spec(root, errors);
              mountOptions(root, errors);
            })
        .creates(PersistentVolumeRules::pending)
        .statusUpdates(PersistentVolumeRules::transition)
        .changes(KindRules.Order.WHOLE_METADATA_CHANGE, PersistentVolumeRules::change)
        .warns(PersistentVolumeRules::warn);
  }

  private static void pending(RequestContext context, ObjectNode object) {
    object
        .putObject("status")
        .put("phase", "Pending")
        .put(TRANSITION, ObjectMeta.print(Instant.now()));
  }

  /** A new phase is dated, unless the client does; an old one keeps its date. */
  private static void transition(RequestContext context, ObjectNode object, ObjectNode old) {
    JsonNode before = old.path("status");
    ObjectNode status = object.withObject("/status");
    JsonNode date = status.path(TRANSITION);
    boolean undated = date.isMissingNode() || date.isNull();
    boolean same = status.path("phase").asText().equals(before.path("phase").asText());
    if (same && undated) {
      copy(before, status);
    } else if (!same && (undated || date.equals(before.path(TRANSITION)))) {
      status.put(TRANSITION, ObjectMeta.print(Instant.now()));
    }
  }

  private static void copy(JsonNode from, ObjectNode to) {
    if (from.has(TRANSITION)) {
      to.set(TRANSITION, from.path(TRANSITION));
    }
  }

  private static void spec(Spot root, List<FieldError> errors) {
    VolumeSpecs.check(root.at("spec"), root.at("metadata").at("name").text(), false, errors);
  }

  private static void mountOptions(Spot root, List<FieldError> errors) {
    Spot options = root.at("metadata").at("annotations").at(MOUNT_OPTIONS);
    if (options.has() && WITH_MOUNT_OPTIONS.stream().noneMatch(root.at("spec")::has)) {
      Check.forbidden(options, "may not specify mount options for this volume type", errors);
    }
  }

  private static void change(Spot root, Spot old, List<FieldError> errors) {
    spec(root, errors);
    JsonNode now = source(root.at("spec").node());
    JsonNode before = source(old.at("spec").node());
    if (now.path("csi") instanceof ObjectNode csi
        && before.path("csi").isObject()
        && !before.path("csi").hasNonNull("controllerExpandSecretRef")) {
      csi.remove("controllerExpandSecretRef");
    }
    if (!Same.same(now, before)) {
      errors.add(
          FieldError.forbidden(
              "spec.persistentvolumesource",
              "spec.persistentvolumesource is immutable after creation\n"
                  + Difference.of(
                      InternalForm.of("core.PersistentVolumeSource", before),
                      InternalForm.of("core.PersistentVolumeSource", now))));
    }
    Spot spec = root.at("spec");
    Spot oldSpec = old.at("spec");
    Check.immutable(
        spec.at("volumeMode").as(root.at("volumeMode")), oldSpec.at("volumeMode").node(), errors);
    if (oldSpec.has("nodeAffinity")
        && !Same.same(spec.at("nodeAffinity").node(), oldSpec.at("nodeAffinity").node())) {
      errors.add(
          FieldError.invalid(
              "nodeAffinity",
              spec.has("nodeAffinity")
                  ? InternalForm.of("core.VolumeNodeAffinity", spec.at("nodeAffinity").node())
                  : null,
              "field is immutable, except for updating from beta label to GA"));
    }
    if (oldSpec.has("volumeAttributesClassName") && !spec.has("volumeAttributesClassName")) {
      Check.forbidden(
          spec.at("volumeAttributesClassName"),
          "update from non-nil value to nil is forbidden",
          errors);
    }
  }

  private static JsonNode source(JsonNode spec) {
    ObjectNode source = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : spec.properties()) {
      if (VolumeSpecs.isSource(field)) {
        source.set(field.getKey(), field.getValue().deepCopy());
      }
    }
    return source;
  }

  private static void warn(RequestContext context, ObjectNode object, Optional<ObjectNode> old) {
    DEPRECATED.forEach(
        (key, text) -> {
          if (object.path("metadata").path("annotations").has(key)) {
            context.warn("metadata.annotations[" + key + "]: " + text);
          }
        });
    Spot spec = new Spot(object.path("spec"), "spec");
    if (spec.at("persistentVolumeReclaimPolicy").text().equals("Recycle")) {
      context.warn(
          "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead,"
              + " the recommended approach is to use dynamic provisioning.");
    }
    for (Spot term : spec.at("nodeAffinity").at("required").at("nodeSelectorTerms").elements()) {
      NodeSelectors.warnOfTerm(context, term);
    }
    for (List<String> deprecated : DEPRECATED_SOURCES) {
      if (spec.has(deprecated.get(0))) {
        context.warn(spec.at(deprecated.get(1)).path() + ": " + deprecated.get(2));
      }
    }
  }
}
