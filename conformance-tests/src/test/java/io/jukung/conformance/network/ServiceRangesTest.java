package io.jukung.conformance.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.conformance.objects.ApiOperations;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ranges and addresses of services. Upstream: {@code service_cidrs.go}. */
@ExtendWith(SharedCluster.class)
class ServiceRangesTest {
  private static final String VERSION = "networking.k8s.io/v1";

  @Test
  void theDefaultRangeIsThere(Space space) throws Exception {
    Resource ranges = space.resource(VERSION, "servicecidrs", "ServiceCIDR");
    ApiOperations.discovered(space, ranges, "status");
    JsonNode range = ranges.get("kubernetes");
    assertThat(range.at("/spec/cidrs")).isNotEmpty();
    JsonNode status = ranges.get("kubernetes/status");
    assertThat(status.path("kind").asText()).isEqualTo("ServiceCIDR");
    assertThat(status.path("apiVersion").asText()).isEqualTo(VERSION);
    assertThat(status.at("/metadata/uid")).isEqualTo(range.at("/metadata/uid"));
    assertThat(ranges.list("").path("items").findValuesAsText("name")).contains("kubernetes");
    assertThat(ranges.watch("").next("ADDED", "kubernetes").object().at("/metadata/uid"))
        .isEqualTo(range.at("/metadata/uid"));
  }

  @Test
  void addresses(Space space) throws Exception {
    Resource addresses = space.resource(VERSION, "ipaddresses", "IPAddress");
    ApiOperations.discovered(space, addresses);
    ApiOperations operations =
        ApiOperations.begin(
            space,
            addresses,
            """
            metadata: {name: 198.51.100.$N}
            spec: {parentRef: {group: mygroup, resource: myresources, namespace: foo, name: bar}}
            """);
    operations.change();
    addresses.create(
        """
        metadata: {name: "fe80::42:1dff:fe84:f9e2", labels: {type: link-local-$RUN}}
        spec: {parentRef: {group: mygroup, resource: myresources, namespace: foo, name: bar}}
        """);
    assertThat(addresses.names("type=link-local-" + space.run()))
        .containsExactly("fe80::42:1dff:fe84:f9e2");
    operations.end();
  }
}
