package io.jukung.conformance.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.objects.ApiOperations;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Cron jobs, leases, nodes, pod templates and priority classes as objects. Upstream: {@code
 * apps/cronjob.go}, {@code common/node/lease.go}, {@code podtemplates.go}, {@code
 * node/node_lifecycle.go}, {@code scheduling/preemption.go}.
 */
@ExtendWith(SharedCluster.class)
class WorkloadObjectsTest {
  private static final String STRATEGIC = "application/strategic-merge-patch+json";

  @Test
  void cronJobs(Space space) throws Exception {
    Resource jobs = space.namespaced("batch/v1", "cronjobs", "CronJob");
    ApiOperations.discovered(space, jobs, "status");
    ApiOperations operations =
        ApiOperations.begin(
            space,
            jobs,
            """
            metadata: {generateName: operations-}
            spec:
              schedule: "*/1 * * * ?"
              concurrencyPolicy: Allow
              jobTemplate:
                spec:
                  parallelism: 1
                  completions: 1
                  backoffLimit: 1
                  template:
                    spec: {restartPolicy: OnFailure, containers: [{name: c, image: i}]}
            """);
    operations.change("/spec/suspend", "true", "false");
    String name = operations.name();
    String first = "2026-01-01T00:00:00Z";
    JsonNode patched =
        jobs.merge(
            name + "/status",
            "{metadata: {annotations: {patchedstatus: 'true'}}, status: {lastScheduleTime: '"
                + first
                + "'}}");
    assertThat(patched.at("/status/lastScheduleTime").asText()).isEqualTo(first);
    assertThat(patched.at("/metadata/annotations/patchedstatus").asText()).isEqualTo("true");
    String second = "2026-01-02T00:00:00Z";
    JsonNode updated =
        jobs.edit(name, "status", job -> job.withObject("/status").put("lastScheduleTime", second));
    assertThat(updated.at("/status/lastScheduleTime").asText()).isEqualTo(second);
    assertThat(jobs.get(name + "/status")).isEqualTo(updated);
    operations.end();
  }

  private static String lease(String name, String holder, int seconds, int transitions) {
    return """
    metadata: {name: $NAME, labels: {lease: $NAME}}
    spec:
      holderIdentity: $HOLDER
      leaseDurationSeconds: $SECONDS
      acquireTime: "2026-01-01T00:00:02.000001Z"
      renewTime: "2026-01-01T00:00:$SECONDS.000000Z"
      leaseTransitions: $TRANSITIONS
    """
        .replace("$NAME", name)
        .replace("$HOLDER", holder)
        .replace("$SECONDS", Integer.toString(seconds))
        .replace("$TRANSITIONS", Integer.toString(transitions));
  }

  @Test
  void leases(Space space) throws Exception {
    Resource leases = space.namespaced("coordination.k8s.io/v1", "leases", "Lease");
    ObjectNode first = leases.body(lease("one", "holder", 30, 0));
    JsonNode created = leases.create(first);
    assertThat(leases.get("one").path("spec")).isEqualTo(first.path("spec"));
    ObjectNode second = leases.body(lease("one", "holder2", 30, 1));
    second.withObject("/metadata").put("resourceVersion", Resource.version(created));
    leases.update(second);
    assertThat(leases.get("one").path("spec")).isEqualTo(second.path("spec"));
    ObjectNode third = leases.body(lease("one", "holder3", 50, 2));
    JsonNode patched = leases.patch("one", STRATEGIC, "{spec: " + third.path("spec") + "}");
    assertThat(leases.get("one").path("spec")).isEqualTo(third.path("spec"));
    assertThat(Long.parseLong(Resource.version(patched)))
        .isGreaterThan(Long.parseLong(Resource.version(created)));
    leases.create(lease("two", "holder", 30, 0));
    assertThat(leases.list("").path("items")).hasSize(2);
    leases.deleteAll("lease=two");
    assertThat(leases.list("").path("items")).hasSize(1);
    assertThat(leases.in("").names("lease=one")).contains("one");
    leases.end("one");
  }

  @Test
  void nodes(Space space) throws Exception {
    Resource nodes = space.resource("v1", "nodes", "Node");
    String name = "node-" + space.run();
    JsonNode created =
        nodes.create(
            """
            metadata: {name: node-$RUN}
            spec: {unschedulable: true}
            status:
              phase: Running
              conditions: [{type: Ready, status: "True", reason: Test, message: set by a test}]
            """);
    assertThat(created.at("/status/conditions/0/reason").asText()).isEqualTo("Test");
    assertThat(nodes.get(name).at("/spec/unschedulable").asBoolean()).isTrue();
    JsonNode patched = nodes.patch(name, STRATEGIC, "{metadata: {labels: {own-$RUN: patched}}}");
    assertThat(Long.parseLong(Resource.version(patched)))
        .isGreaterThan(Long.parseLong(Resource.version(created)));
    assertThat(nodes.names("own-" + space.run() + "=patched")).containsExactly(name);
    nodes.edit(
        name, node -> node.withObject("/metadata/labels").put("own-" + space.run(), "updated"));
    assertThat(nodes.names("own-" + space.run() + "=patched")).isEmpty();
    assertThat(nodes.names("own-" + space.run() + "=updated")).containsExactly(name);
    nodes.end(name);
  }

  private static final String TEMPLATE =
      "{metadata: {name: $NAME, labels: {template: $RUN}}, template: {spec: {containers: [{name:"
          + " c, image: i}]}}}";

  private static Resource templates(Space space) throws Exception {
    return space.namespaced("v1", "podtemplates", "PodTemplate");
  }

  @Test
  void aPodTemplateLives(Space space) throws Exception {
    Resource templates = templates(space);
    String selector = "template=" + space.run();
    assertThat(templates.in("").names(selector)).isEmpty();
    JsonNode created = templates.create(TEMPLATE.replace("$NAME", "one"));
    assertThat(created.at("/template/spec/restartPolicy").asText()).isEqualTo("Always");
    JsonNode patched = templates.patch("one", STRATEGIC, "{metadata: {labels: {more: patched}}}");
    assertThat(Long.parseLong(Resource.version(patched)))
        .isGreaterThan(Long.parseLong(Resource.version(created)));
    assertThat(templates.get("one").at("/metadata/labels/more").asText()).isEqualTo("patched");
    templates.end("one");
    assertThat(templates.in("").names(selector)).isEmpty();
  }

  @Test
  void podTemplatesGoAsACollection(Space space) throws Exception {
    Resource templates = templates(space);
    for (String name : new String[] {"one", "two", "three"}) {
      templates.create(TEMPLATE.replace("$NAME", name));
    }
    String selector = "template=" + space.run();
    assertThat(templates.names(selector)).containsExactly("one", "three", "two");
    templates.deleteAll(selector);
    assertThat(templates.names(selector)).isEmpty();
  }

  @Test
  void aPodTemplateIsReplaced(Space space) throws Exception {
    Resource templates = templates(space);
    templates.create(TEMPLATE.replace("$NAME", "one"));
    templates.edit(
        "one",
        template -> {
          template.withObject("/metadata/annotations").put("updated", "true");
          ((ObjectNode) template.at("/template/spec/containers/0")).put("image", "other");
        });
    JsonNode read = templates.get("one");
    assertThat(read.at("/metadata/annotations/updated").asText()).isEqualTo("true");
    assertThat(read.at("/template/spec/containers/0/image").asText()).isEqualTo("other");
  }

  @Test
  void priorityClassesKeepTheirValue(Space space) throws Exception {
    Resource classes = space.resource("scheduling.k8s.io/v1", "priorityclasses", "PriorityClass");
    String name = "class-" + space.run();
    JsonNode created =
        classes.create("{metadata: {name: class-$RUN}, value: 1000, description: first}");
    assertThat(created.path("preemptionPolicy").asText()).isEqualTo("PreemptLowerPriority");
    JsonNode status = classes.refusedPatch(422, name, "{value: 10000}");
    assertThat(status.path("message").asText())
        .contains("value: Forbidden: may not be changed in an update.");
    JsonNode described = classes.patch(name, STRATEGIC, "{description: patched}");
    assertThat(described.path("description").asText()).isEqualTo("patched");
    JsonNode updated = classes.edit(name, object -> object.put("description", "updated"));
    assertThat(classes.list("").path("items").findValuesAsText("description")).contains("updated");
    assertThat(classes.get(name)).isEqualTo(updated);
    assertThat(updated.path("value").asInt()).isEqualTo(1000);
    assertThat(Long.parseLong(Resource.version(updated)))
        .isGreaterThan(Long.parseLong(Resource.version(created)));
    ObjectNode other = updated.deepCopy();
    other.put("value", 10_000);
    assertThat(
            space
                .api()
                .call(422, ApiRequest.json("PUT", classes.path(name), other.toString()))
                .path("message")
                .asText())
        .contains("value: Forbidden: may not be changed in an update.");
  }
}
