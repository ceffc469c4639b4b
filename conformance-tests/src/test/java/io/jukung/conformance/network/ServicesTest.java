package io.jukung.conformance.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import io.jukung.conformance.objects.Watch;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Services and endpoints, and those of the API server itself. Upstream: {@code service.go}, {@code
 * endpoints.go}, {@code apiserver.go}.
 */
@ExtendWith(SharedCluster.class)
class ServicesTest {
  private static final String STRATEGIC = "application/strategic-merge-patch+json";

  private static Resource services(Space space) throws Exception {
    return space.namespaced("v1", "services", "Service");
  }

  @Test
  void aServicesStatusLives(Space space) throws Exception {
    Resource services = services(space);
    Watch watch = services.watch(services.list(""), "service=" + space.run());
    services.create(
        """
        metadata: {name: s, labels: {service: $RUN}}
        spec:
          type: LoadBalancer
          loadBalancerClass: example.com/internal-vip
          ports: [{name: http, port: 80, targetPort: 80}]
        """);
    assertThat(watch.next().sign()).isEqualTo("ADDED s");
    assertThat(services.get("s/status").at("/status/loadBalancer").isObject()).isTrue();
    services.merge(
        "s/status",
        """
        metadata: {annotations: {patchedstatus: "true"}}
        status: {loadBalancer: {ingress: [{ip: 203.0.113.1}]}}
        """);
    JsonNode patched = watch.next().object();
    assertThat(patched.at("/metadata/annotations/patchedstatus").asText()).isEqualTo("true");
    assertThat(patched.at("/status/loadBalancer/ingress/0"))
        .isEqualTo(space.yaml("{ip: 203.0.113.1, ipMode: VIP}"));
    services.edit(
        "s",
        "status",
        service ->
            service
                .withArray("/status/conditions")
                .addObject()
                .put("type", "Updated")
                .put("status", "True")
                .putNull("lastTransitionTime")
                .put("reason", "Test")
                .put("message", "set by a test"));
    JsonNode updated = watch.next().object();
    assertThat(updated.at("/status/conditions/0/message").asText()).isEqualTo("set by a test");
    assertThat(updated.at("/status/loadBalancer/ingress/0/ip").asText()).isEqualTo("203.0.113.1");
    services.patch("s", STRATEGIC, "{metadata: {labels: {more: patched}}}");
    assertThat(watch.next().object().at("/metadata/labels/more").asText()).isEqualTo("patched");
    services.delete("s");
    watch.next("DELETED", "s");
  }

  @Test
  void servicesGoAsACollection(Space space) throws Exception {
    Resource services = services(space);
    for (String name : new String[] {"a", "b", "c"}) {
      services.create(
          "{metadata: {name: "
              + name
              + ", labels: {then: "
              + (name.equals("c") ? "keep" : "remove")
              + "}}, spec: {ports: [{name: http, port: 8001}]}}");
    }
    assertThat(services.list("").path("items")).hasSize(3);
    services.deleteAll("then=remove");
    assertThat(services.list("").path("items").findValuesAsText("name")).contains("c");
    assertThat(services.list("").path("items")).hasSize(1);
  }

  @Test
  void theServersServiceIsListedInAllNamespaces(Space space) throws Exception {
    JsonNode own = services(space).in("default").get("kubernetes");
    assertThat(services(space).in("").list("").path("items")).contains(withoutKind(own));
    assertThat(own.at("/spec/ports/0/name").asText()).isEqualTo("https");
    assertThat(own.at("/spec/ports/0/port").asInt()).isEqualTo(443);
    assertThat(own.at("/spec/clusterIP").asText()).isNotEmpty();
  }

  /** As an item of a list. */
  private static JsonNode withoutKind(JsonNode object) {
    ObjectNode item = object.deepCopy();
    item.remove("apiVersion");
    item.remove("kind");
    return item;
  }

  @Test
  void theServersEndpointsAndSlicesAreTheSame(Space space) throws Exception {
    JsonNode endpoints =
        space.namespaced("v1", "endpoints", "Endpoints").in("default").get("kubernetes");
    assertThat(endpoints.path("subsets")).isNotEmpty();
    Set<String> expected = new TreeSet<>();
    for (JsonNode subset : endpoints.path("subsets")) {
      subset.path("addresses").forEach(address -> expected.add(address.path("ip").asText()));
      subset.path("ports").forEach(port -> expected.add(port.path("port").asText()));
    }
    assertThat(expected).hasSizeGreaterThan(1);
    Set<String> found = new TreeSet<>();
    JsonNode slices =
        space
            .namespaced("discovery.k8s.io/v1", "endpointslices", "EndpointSlice")
            .in("default")
            .list("labelSelector=kubernetes.io/service-name=kubernetes")
            .path("items");
    for (JsonNode slice : slices) {
      for (JsonNode endpoint : slice.path("endpoints")) {
        endpoint.path("addresses").forEach(address -> found.add(address.asText()));
      }
      slice.path("ports").forEach(port -> found.add(port.path("port").asText()));
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void endpointsLive(Space space) throws Exception {
    Resource endpoints = space.namespaced("v1", "endpoints", "Endpoints");
    String selector = "endpoints=" + space.run();
    Watch watch = endpoints.watch(endpoints.in("").list("labelSelector=" + selector), selector);
    JsonNode created =
        endpoints.create(
            """
            metadata: {name: e, labels: {endpoints: $RUN}}
            subsets: [{addresses: [{ip: 10.0.0.24}], ports: [{name: http, port: 80}]}]
            """);
    assertThat(created.at("/subsets/0/ports/0/protocol").asText()).isEqualTo("TCP");
    assertThat(watch.next().sign()).isEqualTo("ADDED e");
    assertThat(endpoints.in("").names(selector)).containsExactly("e");
    endpoints.edit("e", object -> object.withObject("/metadata/labels").put("more", "updated"));
    assertThat(watch.next().object().at("/metadata/labels/more").asText()).isEqualTo("updated");
    JsonNode patched =
        endpoints.patch(
            "e",
            STRATEGIC,
            """
            metadata: {labels: {more: patched}}
            subsets: [{addresses: [{ip: 10.0.0.25}], ports: [{name: http-test, port: 8080}]}]
            """);
    assertThat(Long.parseLong(Resource.version(patched)))
        .isGreaterThan(Long.parseLong(Resource.version(created)));
    Watch.Event event = watch.next();
    assertThat(event.sign()).isEqualTo("MODIFIED e");
    assertThat(event.object().path("subsets"))
        .isEqualTo(
            space.tree(
                "[{addresses: [{ip: 10.0.0.25}],"
                    + " ports: [{name: http-test, port: 8080, protocol: TCP}]}]"));
    assertThat(endpoints.get("e")).isEqualTo(patched);
    endpoints.deleteAll(selector);
    watch.next("DELETED", "e");
    assertThat(endpoints.absent("e")).isTrue();
  }
}
