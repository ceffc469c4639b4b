package io.jukung.registry.defaults;

import static io.jukung.registry.defaults.Fields.absent;
import static io.jukung.registry.defaults.Fields.fill;
import static io.jukung.registry.defaults.Fields.fillEmpty;
import static io.jukung.registry.defaults.Fields.object;
import static io.jukung.registry.defaults.Fields.text;
import static io.jukung.registry.defaults.Fields.zero;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The groups apps and batch. */
final class WorkloadRules {
  private static final String APPS = "io.k8s.api.apps.v1.";
  private static final String BATCH = "io.k8s.api.batch.v1.";
  private static final String ROLLING_UPDATE = "RollingUpdate";

  private WorkloadRules() {}

  static Map<String, Rule> all() {
    return Map.of(
        APPS + "DeploymentSpec", WorkloadRules::deployment,
        APPS + "DaemonSet", WorkloadRules::templateGeneration,
        APPS + "DaemonSetSpec", WorkloadRules::daemonSet,
        APPS + "StatefulSetSpec", WorkloadRules::statefulSet,
        APPS + "ReplicaSetSpec", o -> fill(o, "replicas", 1),
        BATCH + "Job", WorkloadRules::job,
        BATCH + "CronJobSpec", WorkloadRules::cronJob,
        BATCH + "PodFailurePolicyOnPodConditionsPattern", o -> fillEmpty(o, "status", "True"));
  }

  private static void deployment(ObjectNode spec) {
    fill(spec, "replicas", 1);
    ObjectNode strategy = object(spec, "strategy");
    fillEmpty(strategy, "type", ROLLING_UPDATE);
    if (text(strategy, "type").equals(ROLLING_UPDATE)) {
      ObjectNode rollingUpdate = object(strategy, "rollingUpdate");
      fill(rollingUpdate, "maxUnavailable", "25%");
      fill(rollingUpdate, "maxSurge", "25%");
    }
    fill(spec, "revisionHistoryLimit", 10);
    fill(spec, "progressDeadlineSeconds", 600);
  }

  /** An old field that conversion turns into an annotation. */
  private static void templateGeneration(ObjectNode daemonSet) {
    ObjectNode annotations = object(object(daemonSet, "metadata"), "annotations");
    fill(annotations, "deprecated.daemonset.template.generation", "0");
  }

  private static void daemonSet(ObjectNode spec) {
    ObjectNode strategy = object(spec, "updateStrategy");
    fillEmpty(strategy, "type", ROLLING_UPDATE);
    if (text(strategy, "type").equals(ROLLING_UPDATE)) {
      ObjectNode rollingUpdate = object(strategy, "rollingUpdate");
      fill(rollingUpdate, "maxUnavailable", 1);
      fill(rollingUpdate, "maxSurge", 0);
    }
    fill(spec, "revisionHistoryLimit", 10);
  }

  private static void statefulSet(ObjectNode spec) {
    fillEmpty(spec, "podManagementPolicy", "OrderedReady");
    ObjectNode strategy = object(spec, "updateStrategy");
    if (zero(strategy, "type")) {
      strategy.put("type", ROLLING_UPDATE);
      object(strategy, "rollingUpdate");
    }
    if (text(strategy, "type").equals(ROLLING_UPDATE)
        && strategy.get("rollingUpdate") instanceof ObjectNode rollingUpdate) {
      fill(rollingUpdate, "partition", 0);
    }
    ObjectNode retention = object(spec, "persistentVolumeClaimRetentionPolicy");
    fillEmpty(retention, "whenDeleted", "Retain");
    fillEmpty(retention, "whenScaled", "Retain");
    fill(spec, "replicas", 1);
    fill(spec, "revisionHistoryLimit", 10);
    for (JsonNode claim : spec.path("volumeClaimTemplates")) {
      // Conversion writes them as objects of their own.
      ((ObjectNode) claim).put("kind", "PersistentVolumeClaim").put("apiVersion", "v1");
    }
  }

  /** Jobs, but not the templates in cron jobs. */
  private static void job(ObjectNode job) {
    ObjectNode spec = object(job, "spec");
    if (absent(spec, "completions") && absent(spec, "parallelism")) {
      spec.put("completions", 1);
    }
    fill(spec, "parallelism", 1);
    fill(spec, "backoffLimit", absent(spec, "backoffLimitPerIndex") ? 6 : Integer.MAX_VALUE);
    JsonNode labels = spec.at("/template/metadata/labels");
    ObjectNode metadata = object(job, "metadata");
    if (labels.isObject() && !labels.isEmpty() && zero(metadata, "labels")) {
      metadata.set("labels", labels.deepCopy());
    }
    fill(spec, "completionMode", "NonIndexed");
    fill(spec, "suspend", false);
    fill(
        spec,
        "podReplacementPolicy",
        absent(spec, "podFailurePolicy") ? "TerminatingOrFailed" : "Failed");
    fill(spec, "manualSelector", false);
  }

  private static void cronJob(ObjectNode spec) {
    fillEmpty(spec, "concurrencyPolicy", "Allow");
    fill(spec, "suspend", false);
    fill(spec, "successfulJobsHistoryLimit", 3);
    fill(spec, "failedJobsHistoryLimit", 1);
  }
}
