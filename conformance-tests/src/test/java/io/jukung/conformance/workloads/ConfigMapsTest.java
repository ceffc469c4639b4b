package io.jukung.conformance.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Config maps and secrets. Upstream: {@code common/node/configmap.go}, {@code secrets.go}, {@code
 * common/storage/configmap_volume.go}, {@code secrets_volume.go}.
 */
@ExtendWith(SharedCluster.class)
class ConfigMapsTest {
  private static final String STRATEGIC = "application/strategic-merge-patch+json";

  private static Resource maps(Space space) throws Exception {
    return space.namespaced("v1", "configmaps", "ConfigMap");
  }

  private static Resource secrets(Space space) throws Exception {
    return space.namespaced("v1", "secrets", "Secret");
  }

  @Test
  void aConfigMapLives(Space space) throws Exception {
    Resource maps = maps(space);
    String made = "{metadata: {name: one, labels: {map: $RUN}}, data: {key: value}}";
    JsonNode created = maps.create(made);
    assertThat(maps.get("one").path("data")).isEqualTo(space.yaml("{key: value}"));
    JsonNode patched =
        maps.patch("one", STRATEGIC, "{metadata: {labels: {patched: $RUN}}, data: {key: value1}}");
    assertThat(Long.parseLong(Resource.version(patched)))
        .isGreaterThan(Long.parseLong(Resource.version(created)));
    JsonNode listed = maps.in("").list("labelSelector=patched=" + space.run()).path("items");
    assertThat(listed).hasSize(1);
    assertThat(listed.at("/0/metadata/namespace").asText()).isEqualTo(space.namespace());
    assertThat(listed.at("/0/metadata/labels/map").asText()).isEqualTo(space.run());
    assertThat(listed.at("/0/data/key").asText()).isEqualTo("value1");
    maps.deleteAll("map=" + space.run());
    assertThat(maps.names("map=" + space.run())).isEmpty();
  }

  @Test
  void aConfigMapIsReplaced(Space space) throws Exception {
    Resource maps = maps(space);
    maps.create("{metadata: {name: one}, data: {data-1: value-1}}");
    maps.update(maps.body("{metadata: {name: one}, data: {data: value}}"));
    assertThat(maps.get("one").path("data")).isEqualTo(space.yaml("{data: value}"));
  }

  @Test
  void noKeyOfAConfigMapIsEmpty(Space space) throws Exception {
    refused(maps(space), "{metadata: {name: one}, data: {'': value}}");
  }

  @Test
  void noKeyOfASecretIsEmpty(Space space) throws Exception {
    refused(secrets(space), "{metadata: {name: one}, data: {'': dmFsdWU=}}");
  }

  private static void refused(Resource resource, String body) throws Exception {
    JsonNode status = resource.refused(422, body);
    assertThat(status.path("reason").asText()).isEqualTo("Invalid");
    assertThat(status.at("/details/causes/0/field").asText()).isEqualTo("data[]");
    assertThat(status.path("message").asText())
        .contains("a valid config key must consist of alphanumeric characters");
    assertThat(resource.absent("one")).isTrue();
  }

  @Test
  void aSecretIsPatchedAndRemovedByItsLabel(Space space) throws Exception {
    Resource secrets = secrets(space);
    JsonNode created =
        secrets.create(
            "{metadata: {name: one, labels: {secret: $RUN}}, data: {key: dmFsdWU=}, type:"
                + " Opaque}");
    assertThat(secrets.in("").names("secret=" + space.run())).containsExactly("one");
    JsonNode patched =
        secrets.patch(
            "one", STRATEGIC, "{metadata: {labels: {patched: $RUN}}, data: {key: dmFsdWUx}}");
    assertThat(Long.parseLong(Resource.version(patched)))
        .isGreaterThan(Long.parseLong(Resource.version(created)));
    assertThat(secrets.get("one").path("data")).isEqualTo(space.yaml("{key: dmFsdWUx}"));
    secrets.deleteAll("patched=" + space.run());
    assertThat(secrets.in("").names("secret=" + space.run())).isEmpty();
  }

  @Test
  void anImmutableConfigMapStays(Space space) throws Exception {
    immutable(space, maps(space), "{metadata: {name: one}, data: {data-1: value}}");
  }

  @Test
  void anImmutableSecretStays(Space space) throws Exception {
    immutable(space, secrets(space), "{metadata: {name: one}, data: {data-1: dmFsdWU=}}");
  }

  private static void immutable(Space space, Resource resource, String body) throws Exception {
    resource.create(body);
    resource.edit("one", object -> object.withObject("/data").put("data-2", "dmFsdWU="));
    resource.edit("one", object -> object.put("immutable", true));
    ObjectNode other = (ObjectNode) resource.get("one");
    other.withObject("/data").put("data-3", "dmFsdWU=");
    refusedUpdate(space, resource, other, "field is immutable when `immutable` is set");
    ObjectNode mutable = (ObjectNode) resource.get("one");
    mutable.put("immutable", false);
    refusedUpdate(space, resource, mutable, "field is immutable when `immutable` is set");
    JsonNode labelled =
        resource.edit("one", object -> object.withObject("/metadata/labels").put("a", "b"));
    assertThat(labelled.path("immutable").asBoolean()).isTrue();
    assertThat(labelled.path("data").has("data-2")).isTrue();
    assertThat(labelled.path("data").has("data-3")).isFalse();
    resource.end("one");
  }

  private static void refusedUpdate(Space space, Resource resource, ObjectNode body, String message)
      throws Exception {
    JsonNode status =
        space.api().call(422, ApiRequest.json("PUT", resource.path("one"), body.toString()));
    assertThat(status.path("reason").asText()).isEqualTo("Invalid");
    assertThat(status.path("message").asText()).contains(message);
  }
}
