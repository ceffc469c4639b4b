package io.jukung.conformance.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.objects.ApiOperations;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the server does to pods by itself. Upstream: {@code node/pods.go}, {@code
 * common/node/sysctl.go}, {@code kubelet.go}, {@code runtimeclass.go}.
 */
@ExtendWith(SharedCluster.class)
class PodsTest {
  private static Resource pods(Space space) throws Exception {
    return space.namespaced("v1", "pods", "Pod");
  }

  private static Resource classes(Space space) {
    return space.resource("node.k8s.io/v1", "runtimeclasses", "RuntimeClass");
  }

  private static String pod(String resources) {
    return "{metadata: {generateName: pod-}, spec: {containers: [{name: c, image: i, resources: "
        + resources
        + "}]}}";
  }

  @Test
  void theClassOfServiceFollowsTheResources(Space space) throws Exception {
    String both = "{cpu: 100m, memory: 100Mi}";
    assertThat(service(space, "{limits: " + both + ", requests: " + both + "}"))
        .isEqualTo("Guaranteed");
    assertThat(service(space, "{limits: " + both + "}")).isEqualTo("Guaranteed");
    assertThat(service(space, "{requests: " + both + "}")).isEqualTo("Burstable");
    assertThat(service(space, "{}")).isEqualTo("BestEffort");
  }

  private static String service(Space space, String resources) throws Exception {
    String name = Resource.name(pods(space).create(pod(resources)));
    return pods(space).get(name).at("/status/qosClass").asText();
  }

  @Test
  void wrongNamesOfSysctlsAreRefused(Space space) throws Exception {
    JsonNode status =
        pods(space)
            .refused(
                422,
                """
                metadata: {name: p}
                spec:
                  containers: [{name: c, image: i}]
                  securityContext:
                    sysctls:
                    - {name: foo-, value: bar}
                    - {name: kernel.shmmax, value: "100000000"}
                    - {name: safe-and-unsafe, value: "100000000"}
                    - {name: bar.., value: "42"}
                """);
    assertThat(status.path("message").asText())
        .contains("Invalid value: \"foo-\"")
        .contains("Invalid value: \"bar..\"")
        .doesNotContain("safe-and-unsafe")
        .doesNotContain("kernel.shmmax");
    assertThat(status.at("/details/causes").findValuesAsText("field"))
        .containsExactly(
            "spec.securityContext.sysctls[0].name", "spec.securityContext.sysctls[3].name");
  }

  @Test
  void aPodThatFailsIsRemoved(Space space) throws Exception {
    Resource pods = pods(space);
    pods.create(
        "{metadata: {name: p}, spec: {restartPolicy: Never, containers: [{name: c, image: i,"
            + " command: [/bin/false]}]}}");
    pods.merge("p/status", "{status: {phase: Failed}}");
    pods.end("p");
  }

  private static JsonNode asking(Space space, String name) throws Exception {
    return space
        .api()
        .call(
            403,
            ApiRequest.json(
                "POST", pods(space).path() + "?dryRun=All", ask(space, name).toString()));
  }

  private static JsonNode ask(Space space, String name) throws Exception {
    return pods(space)
        .body(
            "{metadata: {name: p}, spec: {runtimeClassName: "
                + name
                + ", containers: [{name: c, image: i}]}}");
  }

  @Test
  void aRuntimeClassThatNeverWasIsRefused(Space space) throws Exception {
    assertThat(asking(space, "never-" + space.run()).path("message").asText())
        .contains("RuntimeClass \"never-" + space.run() + "\" not found");
  }

  @Test
  void aRuntimeClassThatIsRemovedIsRefused(Space space) throws Exception {
    String name = "class-" + space.run();
    classes(space)
        .create("{metadata: {name: " + name + "}, handler: runc, overhead: {podFixed: {cpu: 5m}}}");
    JsonNode made = pods(space).create((ObjectNode) ask(space, name));
    assertThat(made.at("/spec/overhead/cpu").asText()).isEqualTo("5m");
    classes(space).end(name);
    Await.until(
        "the class is gone for pods too",
        Duration.ofSeconds(30),
        () ->
            space
                    .client()
                    .send(
                        ApiRequest.json(
                            "POST",
                            pods(space).path() + "?dryRun=All",
                            ask(space, name).toString().replace("\"p\"", "\"other\"")))
                    .statusCode()
                == 403);
    assertThat(asking(space, name).path("message").asText()).contains("not found");
  }

  @Test
  void runtimeClasses(Space space) throws Exception {
    Resource classes = classes(space);
    ApiOperations.discovered(space, classes);
    ApiOperations operations = ApiOperations.begin(space, classes, "{handler: handler-$N}");
    JsonNode again =
        classes.refused(409, "{metadata: {name: " + operations.name() + "}, handler: other}");
    assertThat(again.path("reason").asText()).isEqualTo("AlreadyExists");
    operations.change();
    operations.end();
  }
}
