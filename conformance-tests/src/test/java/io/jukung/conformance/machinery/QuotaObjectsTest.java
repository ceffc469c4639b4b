package io.jukung.conformance.machinery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import io.jukung.conformance.objects.Watch;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Quotas and ranges of limits as objects, and the limits that pods take from them. What quotas
 * count is tested in {@code controllers}. Upstream: {@code apimachinery/resource_quota.go} and
 * {@code scheduling/limit_range.go}.
 */
@ExtendWith(SharedCluster.class)
class QuotaObjectsTest {
  private static final String STRATEGIC = "application/strategic-merge-patch+json";

  private static Resource quotas(Space space) throws Exception {
    return space.namespaced("v1", "resourcequotas", "ResourceQuota");
  }

  private static final String QUOTA =
      """
      metadata: {name: q, labels: {quota: $RUN}}
      spec: {hard: {cpu: "1", memory: 500Mi}}
      """;

  @Test
  void aQuotaIsUpdatedAndRemoved(Space space) throws Exception {
    Resource quotas = quotas(space);
    quotas.create(QUOTA);
    JsonNode read = quotas.get("q");
    assertThat(read.at("/spec/hard")).isEqualTo(space.yaml("{cpu: '1', memory: 500Mi}"));
    // Without a version the update is unconditional.
    ObjectNode update = quotas.body(QUOTA);
    update.withObject("/spec/hard").put("cpu", "2").put("memory", "1Gi");
    JsonNode updated = quotas.update(update);
    assertThat(updated.at("/spec/hard")).isEqualTo(space.yaml("{cpu: '2', memory: 1Gi}"));
    assertThat(quotas.get("q").at("/spec/hard")).isEqualTo(updated.at("/spec/hard"));
    quotas.end("q");
  }

  @Test
  void aQuotaIsPatchedAndRemovedByItsLabel(Space space) throws Exception {
    Resource quotas = quotas(space);
    JsonNode created = quotas.create(QUOTA);
    assertThat(quotas.in("").names("quota=" + space.run())).containsExactly("q");
    JsonNode patched =
        quotas.patch(
            "q", STRATEGIC, "{metadata: {labels: {q: patched}}, spec: {hard: {memory: 750Mi}}}");
    assertThat(patched.at("/metadata/labels/q").asText()).isEqualTo("patched");
    assertThat(patched.at("/spec/hard")).isEqualTo(space.yaml("{cpu: '1', memory: 750Mi}"));
    assertThat(Long.parseLong(Resource.version(patched)))
        .isGreaterThan(Long.parseLong(Resource.version(created)));
    quotas.deleteAll("quota=" + space.run());
    quotas.awaitGone("q");
  }

  private static final String LIMITS =
      """
      metadata: {name: l, labels: {limits: $RUN}}
      spec:
        limits:
        - type: Container
          min: {cpu: 50m, memory: 100Mi, ephemeral-storage: 100Gi}
          max: {cpu: 500m, memory: 500Mi, ephemeral-storage: 500Gi}
          default: {cpu: 500m, memory: 500Mi, ephemeral-storage: 500Gi}
          defaultRequest: {cpu: 100m, memory: 200Mi, ephemeral-storage: 200Gi}
      """;

  private static String pod(String name, String resources) {
    return "{metadata: {name: "
        + name
        + "}, spec: {containers: [{name: c, image: i, resources: "
        + resources
        + "}]}}";
  }

  @Test
  void podsTakeTheLimitsOfTheirNamespace(Space space) throws Exception {
    Resource limits = space.namespaced("v1", "limitranges", "LimitRange");
    Resource pods = space.namespaced("v1", "pods", "Pod");
    Watch watch = limits.watch(limits.list(""), "limits=" + space.run());
    limits.create(LIMITS);
    assertThat(watch.next().sign()).isEqualTo("ADDED l");
    JsonNode given = resources(pods.create(pod("none", "{}")));
    assertThat(given)
        .isEqualTo(
            space.yaml(
                """
                limits: {cpu: 500m, ephemeral-storage: 500Gi, memory: 500Mi}
                requests: {cpu: 100m, ephemeral-storage: 200Gi, memory: 200Mi}
                """));
    JsonNode merged =
        resources(
            pods.create(
                pod("some", "{requests: {cpu: 300m, memory: 150Mi}, limits: {cpu: 300m}}")));
    assertThat(merged)
        .isEqualTo(
            space.yaml(
                """
                limits: {cpu: 300m, ephemeral-storage: 500Gi, memory: 500Mi}
                requests: {cpu: 300m, ephemeral-storage: 200Gi, memory: 150Mi}
                """));
    assertThat(
            pods.refused(403, pod("small", "{requests: {cpu: 10m, memory: 50Mi}}"))
                .path("message")
                .asText())
        .contains("minimum cpu usage per Container is 50m, but request is 10m")
        .contains("minimum memory usage per Container is 100Mi, but request is 50Mi");
    assertThat(pods.refused(403, pod("large", "{limits: {cpu: 600m}}")).path("message").asText())
        .contains("maximum cpu usage per Container is 500m, but limit is 600m");
  }

  @Test
  void changedLimitsCountAndRemovedOnesDoNot(Space space) throws Exception {
    Resource limits = space.namespaced("v1", "limitranges", "LimitRange");
    Resource pods = space.namespaced("v1", "pods", "Pod");
    limits.create(LIMITS);
    pods.refused(403, pod("small", "{requests: {cpu: 10m}}"));
    limits.edit(
        "l",
        range ->
            range
                .withObject("/spec/limits/0/min")
                .put("cpu", "9m")
                .put("memory", "49Mi")
                .put("ephemeral-storage", "49Gi"));
    allowed(pods, pod("small", "{requests: {cpu: 10m}}"));
    pods.refused(403, pod("large", "{limits: {cpu: 600m}}"));
    limits.end("l");
    allowed(pods, pod("large", "{limits: {cpu: 600m}}"));
    assertThat(resources(pods.get("large")).at("/limits/cpu").asText()).isEqualTo("600m");
  }

  @Test
  void rangesAreListedPatchedAndRemovedByTheirLabel(Space space) throws Exception {
    Resource limits = space.namespaced("v1", "limitranges", "LimitRange");
    Resource others = limits.in(space.anotherNamespace("other"));
    limits.create(LIMITS);
    others.create(LIMITS);
    String selector = "limits=" + space.run();
    assertThat(limits.in("").names(selector)).containsExactly("l", "l");
    JsonNode patched =
        limits.patch(
            "l",
            STRATEGIC,
            "{metadata: {labels: {l: patched}}, spec: {limits: [{type: Container, min: {cpu:"
                + " 40m}}]}}");
    assertThat(patched.at("/metadata/labels/l").asText()).isEqualTo("patched");
    assertThat(patched.at("/spec/limits/0/min/cpu").asText()).isEqualTo("40m");
    limits.deleteAll("l=patched");
    limits.awaitGone("l");
    assertThat(others.names(selector)).containsExactly("l");
  }

  /** The plugin follows the ranges by a watch, so a change counts a moment later. */
  private static void allowed(Resource pods, String pod) throws Exception {
    Await.until("the change counts", Duration.ofSeconds(30), () -> pods.tryCreate(pod) == 201);
  }

  private static JsonNode resources(JsonNode pod) {
    return pod.at("/spec/containers/0/resources");
  }
}
