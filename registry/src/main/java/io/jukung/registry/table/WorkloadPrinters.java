package io.jukung.registry.table;

import static io.jukung.registry.table.Trees.NONE;
import static io.jukung.registry.table.Trees.UNSET;
import static io.jukung.registry.table.Trees.given;
import static io.jukung.registry.table.Trees.has;
import static io.jukung.registry.table.Trees.name;
import static io.jukung.registry.table.Trees.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jukung.registry.meta.GroupVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Cells of what makes pods. */
final class WorkloadPrinters {
  private WorkloadPrinters() {}

  static void podTemplate(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode template = object.path("template");
    cells.add(name(object));
    Trees.containers(cells, template.path("spec"));
    cells.add(Trees.labels(template.path("metadata").path("labels")));
  }

  static void replicationController(JsonNode object, Ages ages, ArrayNode cells) {
    replicas(object, ages, cells);
    cells.add(Trees.labels(object.path("spec").path("selector")));
  }

  static void replicaSet(JsonNode object, Ages ages, ArrayNode cells) {
    replicas(object, ages, cells);
    cells.add(Selectors.format(object.path("spec").path("selector")));
  }

  private static void replicas(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    JsonNode status = object.path("status");
    cells.add(name(object));
    cells.add(spec.path("replicas").asLong());
    cells.add(status.path("replicas").asLong());
    cells.add(status.path("readyReplicas").asLong());
    cells.add(ages.of(object));
    Trees.containers(cells, spec.path("template").path("spec"));
  }

  static void deployment(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    JsonNode status = object.path("status");
    cells.add(name(object));
    cells.add(status.path("readyReplicas").asLong() + "/" + spec.path("replicas").asLong());
    cells.add(status.path("updatedReplicas").asLong());
    cells.add(status.path("availableReplicas").asLong());
    cells.add(ages.of(object));
    Trees.containers(cells, spec.path("template").path("spec"));
    cells.add(Selectors.selector(spec.path("selector")).orElse("<invalid>"));
  }

  static void statefulSet(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    cells.add(name(object));
    cells.add(
        object.path("status").path("readyReplicas").asLong()
            + "/"
            + spec.path("replicas").asLong());
    cells.add(ages.of(object));
    Trees.containers(cells, spec.path("template").path("spec"));
  }

  static void daemonSet(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode podSpec = object.path("spec").path("template").path("spec");
    JsonNode status = object.path("status");
    cells.add(name(object));
    for (String count :
        List.of(
            "desiredNumberScheduled",
            "currentNumberScheduled",
            "numberReady",
            "updatedNumberScheduled",
            "numberAvailable")) {
      cells.add(status.path(count).asLong());
    }
    cells.add(Trees.labels(podSpec.path("nodeSelector")));
    cells.add(ages.of(object));
    Trees.containers(cells, podSpec);
    cells.add(Selectors.format(object.path("spec").path("selector")));
  }

  static void job(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    cells.add(name(object));
    cells.add(jobStatus(object));
    cells.add(completions(spec, object.path("status").path("succeeded").asLong()));
    cells.add(jobDuration(object.path("status"), ages));
    cells.add(ages.of(object));
    Trees.containers(cells, spec.path("template").path("spec"));
    cells.add(Selectors.format(spec.path("selector")));
  }

  private static String jobStatus(JsonNode object) {
    JsonNode conditions = object.path("status").path("conditions");
    for (String type : List.of("Complete", "Failed")) {
      if (Trees.condition(conditions, type).equals("True")) {
        return type;
      }
    }
    if (Trees.deleting(object)) {
      return "Terminating";
    }
    for (String type : List.of("Suspended", "FailureTarget", "SuccessCriteriaMet")) {
      if (Trees.condition(conditions, type).equals("True")) {
        return type;
      }
    }
    return "Running";
  }

  private static String completions(JsonNode spec, long succeeded) {
    if (has(spec.path("completions"))) {
      return succeeded + "/" + spec.path("completions").asLong();
    }
    long parallelism = spec.path("parallelism").asLong();
    return parallelism > 1 ? succeeded + "/1 of " + parallelism : succeeded + "/1";
  }

  private static String jobDuration(JsonNode status, Ages ages) {
    Optional<Instant> start = Ages.instant(status.path("startTime"));
    Optional<Instant> end = Ages.instant(status.path("completionTime"));
    if (start.isEmpty()) {
      return "";
    }
    return end.map(e -> HumanDuration.of(Duration.between(start.get(), e)))
        .orElseGet(() -> ages.since(start.get()));
  }

  static void cronJob(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    JsonNode status = object.path("status");
    JsonNode jobSpec = spec.path("jobTemplate").path("spec");
    cells.add(name(object));
    cells.add(text(spec.path("schedule")));
    cells.add(given(spec.path("timeZone"), NONE));
    cells.add(
        has(spec.path("suspend")) ? (spec.path("suspend").asBoolean() ? "True" : "False") : UNSET);
    cells.add((long) status.path("active").size());
    cells.add(
        has(status.path("lastScheduleTime")) ? ages.since(status.path("lastScheduleTime")) : NONE);
    cells.add(ages.of(object));
    Trees.containers(cells, jobSpec.path("template").path("spec"));
    cells.add(Selectors.format(jobSpec.path("selector")));
  }

  static void podDisruptionBudget(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    cells.add(name(object));
    cells.add(spec.path("minAvailable").asText("N/A"));
    cells.add(spec.path("maxUnavailable").asText("N/A"));
    cells.add(object.path("status").path("disruptionsAllowed").asLong());
    cells.add(ages.of(object));
  }

  static void controllerRevision(JsonNode object, Ages ages, ArrayNode cells) {
    String controller = NONE;
    for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        String group = GroupVersion.parse(text(owner.path("apiVersion"))).group();
        String kind = text(owner.path("kind")) + (group.isEmpty() ? "" : "." + group);
        controller = kind.toLowerCase(Locale.ROOT) + "/" + text(owner.path("name"));
        break;
      }
    }
    cells.add(name(object));
    cells.add(controller);
    cells.add(object.path("revision").asLong());
    cells.add(ages.of(object));
  }

  static void scale(JsonNode object, Ages ages, ArrayNode cells) {
    cells.add(name(object));
    cells.add(object.path("spec").path("replicas").asLong());
    cells.add(object.path("status").path("replicas").asLong());
    cells.add(ages.of(object));
  }
}
