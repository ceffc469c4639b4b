package io.jukung.conformance.weaknesses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What upstream leaves open by design; docs/SECURITY.md says what stands against it. */
@ExtendWith(SharedCluster.class)
class OpenByDesignTest {
  private static final String RBAC = "rbac.authorization.k8s.io/v1";

  /** Open by design upstream: who may write endpoints may aim them anywhere. */
  @Test
  @DisplayName("CVE-2021-25740: endpoints written by those who may edit a namespace")
  void endpointsAreNotForEditors(Space space) throws Exception {
    Resource roles = space.resource(RBAC, "clusterroles", "ClusterRole");
    for (String name :
        List.of("admin", "edit", "system:aggregate-to-edit", "system:aggregate-to-admin")) {
      for (JsonNode rule : roles.get(name).path("rules")) {
        String resources = rule.path("resources").toString();
        if (resources.contains("endpoints\"") || resources.contains("endpointslices\"")) {
          assertThat(rule.path("verbs").toString())
              .as(name)
              .doesNotContain("create", "update", "patch", "delete", "*");
        }
      }
    }
  }

  /** Open by design upstream: who may make services may take other addresses' traffic. */
  @Test
  @DisplayName("CVE-2020-8554: services that take the traffic of other addresses")
  void externalAddresses(Space space) throws Exception {
    Resource services = space.namespaced("v1", "services", "Service");
    assertThat(
            services
                .refused(
                    403,
                    "{metadata: {name: taker}, spec: {ports: [{port: 80}], externalIPs:"
                        + " [203.0.113.7]}}")
                .path("message")
                .asText())
        .contains("Use of external IPs is denied by admission control");
    services.create("{metadata: {name: s}, spec: {ports: [{port: 80}]}}");
    services.refusedPatch(403, "s", "{spec: {externalIPs: [203.0.113.7]}}");
    Resource roles = space.resource(RBAC, "clusterroles", "ClusterRole");
    for (String name : List.of("admin", "edit")) {
      for (JsonNode rule : roles.get(name).path("rules")) {
        if (rule.path("resources").toString().contains("services/status")) {
          assertThat(rule.path("verbs").toString()).doesNotContain("update", "patch");
        }
      }
    }
  }
}
