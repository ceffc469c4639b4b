package io.jukung.conformance.machinery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.objects.Definition;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The documents that say what is served, in their old and their aggregated form, and the version.
 * Upstream: {@code apimachinery/discovery.go}, {@code aggregated_discovery.go}, {@code
 * server_version.go}.
 */
@ExtendWith(SharedCluster.class)
class DiscoveryTest {
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

  /** One resource of every group and version that any cluster serves. */
  private static final List<String> SERVED =
      List.of(
          "v1 namespaces",
          "admissionregistration.k8s.io/v1 validatingwebhookconfigurations",
          "apiextensions.k8s.io/v1 customresourcedefinitions",
          "apiregistration.k8s.io/v1 apiservices",
          "apps/v1 deployments",
          "authentication.k8s.io/v1 tokenreviews",
          "authorization.k8s.io/v1 selfsubjectaccessreviews",
          "autoscaling/v1 horizontalpodautoscalers",
          "autoscaling/v2 horizontalpodautoscalers",
          "batch/v1 jobs",
          "certificates.k8s.io/v1 certificatesigningrequests",
          "coordination.k8s.io/v1 leases",
          "discovery.k8s.io/v1 endpointslices",
          "events.k8s.io/v1 events",
          "networking.k8s.io/v1 ingresses",
          "node.k8s.io/v1 runtimeclasses",
          "policy/v1 poddisruptionbudgets",
          "rbac.authorization.k8s.io/v1 clusterroles",
          "scheduling.k8s.io/v1 priorityclasses",
          "storage.k8s.io/v1 csinodes");

  @Test
  void everyGroupPrefersAVersionItHas(Space space) throws Exception {
    JsonNode groups = space.api().get("/apis").path("groups");
    assertThat(groups).isNotEmpty();
    for (JsonNode group : groups) {
      JsonNode own = space.api().get("/apis/" + group.path("name").asText());
      assertThat(own.path("preferredVersion").path("groupVersion").asText()).isNotEmpty();
      assertThat(own.path("versions")).contains(own.path("preferredVersion"));
      assertThat(group.path("preferredVersion")).isEqualTo(own.path("preferredVersion"));
      assertThat(group.path("versions")).isEqualTo(own.path("versions"));
    }
  }

  @Test
  void everyGroupHasItsVersionsAndResources(Space space) throws Exception {
    JsonNode groups = space.api().get("/apis").path("groups");
    List<String> versions = groups.findValuesAsText("groupVersion");
    for (String served : SERVED) {
      String groupVersion = served.substring(0, served.indexOf(' '));
      if (!groupVersion.equals("v1")) {
        assertThat(versions).contains(groupVersion);
      }
      String root = (groupVersion.equals("v1") ? "/api/" : "/apis/") + groupVersion;
      JsonNode list = space.api().get(root);
      assertThat(list.path("groupVersion").asText()).isEqualTo(groupVersion);
      assertThat(list.path("resources").findValuesAsText("name"))
          .as(groupVersion)
          .contains(served.substring(served.indexOf(' ') + 1));
    }
  }

  @Test
  void theAggregatedDocumentsNameTheSame(Space space) throws Exception {
    assertThat(aggregated(space, AGGREGATED)).containsAll(SERVED);
  }

  /** What client-go asks for: several forms, the best that is served. */
  @Test
  void clientsThatTakeSeveralFormsGetTheAggregatedOne(Space space) throws Exception {
    String several =
        AGGREGATED + "," + AGGREGATED.replace("v=v2", "v=v2beta1") + ",application/json";
    assertThat(aggregated(space, several)).containsAll(SERVED);
    JsonNode old = space.api().get("/apis");
    assertThat(old.path("kind").asText()).isEqualTo("APIGroupList");
  }

  /** Group version and resource of all that both documents name. */
  static Set<String> aggregated(Space space, String accept) throws Exception {
    Set<String> served = new TreeSet<>();
    for (String path : List.of("/api", "/apis")) {
      JsonNode document =
          space
              .api()
              .parse(
                  new String(
                      space.client().send(ApiRequest.of("GET", path).with("Accept", accept)).body(),
                      UTF_8));
      assertThat(document.path("kind").asText()).isEqualTo("APIGroupDiscoveryList");
      assertThat(document.path("apiVersion").asText()).isEqualTo("apidiscovery.k8s.io/v2");
      for (JsonNode group : document.path("items")) {
        String name = group.at("/metadata/name").asText("");
        for (JsonNode version : group.path("versions")) {
          for (JsonNode resource : version.path("resources")) {
            served.add(
                (name.isEmpty() ? "" : name + "/")
                    + version.path("version").asText()
                    + " "
                    + resource.path("resource").asText());
          }
        }
      }
    }
    return served;
  }

  @Test
  void aDefinitionAppearsInTheAggregatedDocument(Space space) throws Exception {
    definedAndFound(space, AGGREGATED);
  }

  @Test
  void aDefinitionAppearsToClientsThatTakeSeveralForms(Space space) throws Exception {
    definedAndFound(space, AGGREGATED + ",application/json");
  }

  private static void definedAndFound(Space space, String accept) throws Exception {
    Definition definition = Definition.simple(space, "boats", "Boat");
    String sign = definition.group() + "/v1 boats";
    Await.until(
        "the kind is found",
        Duration.ofSeconds(30),
        () -> aggregated(space, accept).contains(sign));
    definition.remove();
    Await.until(
        "the kind is gone",
        Duration.ofSeconds(30),
        () -> !aggregated(space, accept).contains(sign));
  }

  @Test
  void theVersionIsToldInParts(Space space) throws Exception {
    JsonNode version = space.api().get("/version");
    assertThat(version.path("major").asText()).matches("[1-9]");
    assertThat(version.path("minor").asText()).matches("[0-9]+\\+?");
    assertThat(version.path("gitVersion").asText())
        .startsWith("v" + version.path("major").asText() + "." + version.path("minor").asText());
  }
}
