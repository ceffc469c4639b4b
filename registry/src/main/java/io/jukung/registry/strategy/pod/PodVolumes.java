package io.jukung.registry.strategy.pod;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Amount;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.ClaimSpecs;
import io.jukung.registry.strategy.core.VolumeSources;
import io.jukung.registry.validation.NameRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The checks of a pod's volumes ({@code ValidateVolumes} in {@code
 * pkg/apis/core/validation/validation.go} at v1.36).
 */
final class PodVolumes {
  private static final int MAX_PORTAL = 64;

  /** In the order upstream looks at them. */
  private static final List<String> SOURCES =
      List.of(
          "emptyDir",
          "hostPath",
          "gitRepo",
          "gcePersistentDisk",
          "awsElasticBlockStore",
          "secret",
          "nfs",
          "iscsi",
          "glusterfs",
          "flocker",
          "persistentVolumeClaim",
          "rbd",
          "cinder",
          "cephfs",
          "quobyte",
          "downwardAPI",
          "fc",
          "flexVolume",
          "configMap",
          "azureFile",
          "vsphereVolume",
          "photonPersistentDisk",
          "portworxVolume",
          "azureDisk",
          "storageos",
          "projected",
          "scaleIO",
          "csi",
          "ephemeral",
          "image");

  /** How upstream spells a source that is one too many. */
  private static final Map<String, String> SPELLINGS =
      Map.of("cephfs", "cephFS", "downwardAPI", "downwarAPI");

  private PodVolumes() {}

  static void check(PodScope scope) {
    List<Spot> volumes = scope.spec().at("volumes").elements();
    Set<String> created = new HashSet<>();
    String podName = podName(scope);
    for (Spot volume : volumes) {
      if (!podName.isEmpty() && volume.has("ephemeral")) {
        created.add(podName + "-" + volume.at("name").text());
      }
    }
    for (Spot volume : volumes) {
      one(volume, scope);
      Spot claim = volume.at("persistentVolumeClaim").at("claimName");
      if (claim.has() && created.contains(claim.text())) {
        Check.invalidText(
            claim,
            "must not reference a PVC that gets created for an ephemeral volume",
            scope.errors());
      }
    }
  }

  private static String podName(PodScope scope) {
    return scope.pod().map(pod -> pod.at("metadata").at("name").text()).orElse("");
  }

  private static void one(Spot volume, PodScope scope) {
    List<FieldError> found = new ArrayList<>();
    Spot name = volume.at("name");
    sources(volume, scope, found);
    Check.requiredName(name, NameRule.DNS_LABEL, found);
    if (scope.volumes().containsKey(name.text())) {
      found.add(FieldError.duplicate(name.path(), name.text()));
    }
    if (found.isEmpty()) {
      scope.volumes().put(name.text(), volume);
    }
    scope.errors().addAll(found);
  }

  private static void sources(Spot volume, PodScope scope, List<FieldError> errors) {
    int sources = 0;
    for (String kind : SOURCES) {
      if (!volume.has(kind)) {
        continue;
      }
      if (sources++ > 0) {
        Check.forbidden(
            volume.at(SPELLINGS.getOrDefault(kind, kind)),
            "may not specify more than 1 volume type",
            errors);
      } else {
        source(volume, kind, scope, errors);
      }
      if (kind.equals("iscsi")) {
        portal(volume, errors);
      }
    }
    if (sources == 0) {
      Check.missing(volume, "must specify a volume type", errors);
    }
  }

  private static void portal(Spot volume, List<FieldError> errors) {
    Spot source = volume.at("iscsi");
    String name = volume.at("name").text();
    if (source.has("initiatorName")
        && (name + ":" + source.at("targetPortal").text()).length() > MAX_PORTAL) {
      Check.invalidText(volume.at("name"), VolumeSources.PORTAL_TOO_LONG, errors);
    }
  }

  private static void source(Spot volume, String kind, PodScope scope, List<FieldError> errors) {
    Spot source = volume.at(kind);
    switch (kind) {
      case "emptyDir" -> {
        if (Amount.of(source.at("sizeLimit").text()).signum() < 0) {
          Check.forbidden(
              source.at("sizeLimit"), "SizeLimit field must be a valid resource quantity", errors);
        }
      }
      case "gitRepo" -> {
        Check.required(source.at("repository"), errors);
        VolumeSources.descending(source.at("directory"), errors);
      }
      case "secret" -> files(source, "secretName", errors);
      case "configMap" -> files(source, "name", errors);
      case "persistentVolumeClaim" -> Check.required(source.at("claimName"), errors);
      case "downwardAPI" -> DownwardApi.volume(source, errors);
      case "projected" -> ProjectedVolumes.check(source, scope.leeway(), errors);
      case "iscsi" -> VolumeSources.iscsi(source, false, "", errors);
      case "csi" -> csi(source, errors);
      case "ephemeral" -> ephemeral(volume, podName(scope), errors);
      case "image" -> {
        if (scope.pod().isPresent()) {
          Check.required(source.at("reference"), errors);
        }
        Containers.pullPolicy(source.at("pullPolicy"), errors);
      }
      default ->
          VolumeSources.check(source.as(VolumeSources.place(volume, kind)), kind, false, errors);
    }
  }

  private static void files(Spot source, String name, List<FieldError> errors) {
    Check.required(source.at(name), errors);
    Check.fileMode(source.at("defaultMode"), errors);
    source.at("items").elements().forEach(item -> item(item, errors));
  }

  /** A key and the file it becomes. */
  static void item(Spot item, List<FieldError> errors) {
    Check.required(item.at("key"), errors);
    Check.required(item.at("path"), errors);
    VolumeSources.nonReserved(item.at("path"), errors);
    Check.fileMode(item.at("mode"), errors);
  }

  private static void csi(Spot source, List<FieldError> errors) {
    Check.driverName(source.at("driver"), errors);
    if (source.has("nodePublishSecretRef")) {
      Spot name = source.at("nodePublishSecretRef").at("name");
      if (name.text().isEmpty()) {
        Check.missing(name, "", errors);
      } else {
        Check.name(name.as(source.at("name")), NameRule.DNS_SUBDOMAIN, errors);
      }
    }
  }

  private static void ephemeral(Spot volume, String podName, List<FieldError> errors) {
    Spot template = volume.at("ephemeral").at("volumeClaimTemplate");
    if (template.has()) {
      ClaimSpecs.template(template, errors);
    } else {
      Check.missing(template, "", errors);
    }
    Spot name = volume.at("name");
    if (!podName.isEmpty() && !name.text().isEmpty()) {
      String claim = podName + "-" + name.text();
      for (String problem : NameRule.DNS_SUBDOMAIN.errors(claim, false)) {
        Check.invalidText(name, "PVC name " + FieldError.quote(claim) + ": " + problem, errors);
      }
    }
  }
}
