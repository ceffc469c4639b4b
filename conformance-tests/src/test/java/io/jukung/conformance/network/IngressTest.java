package io.jukung.conformance.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.conformance.objects.ApiOperations;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Ingresses, their classes and endpoint slices. Upstream: {@code ingress.go}, {@code
 * ingressclass.go}, {@code endpointslice.go}.
 */
@ExtendWith(SharedCluster.class)
class IngressTest {
  @Test
  void ingresses(Space space) throws Exception {
    Resource ingresses = space.namespaced("networking.k8s.io/v1", "ingresses", "Ingress");
    ApiOperations.discovered(space, ingresses, "status");
    ApiOperations operations =
        ApiOperations.begin(
            space,
            ingresses,
            """
            metadata: {generateName: operations-}
            spec:
              defaultBackend: {service: {name: other, port: {number: 8080}}}
              rules:
              - host: host$N.example.com
                http:
                  paths:
                  - path: /
                    pathType: ImplementationSpecific
                    backend: {service: {name: one, port: {number: 8080}}}
            """);
    operations.change();
    String name = operations.name();
    JsonNode patched =
        ingresses.merge(
            name + "/status",
            """
            metadata: {annotations: {patchedstatus: "true"}}
            status: {loadBalancer: {ingress: [{ip: 169.1.1.1}]}}
            """);
    assertThat(patched.at("/status/loadBalancer/ingress/0/ip").asText()).isEqualTo("169.1.1.1");
    assertThat(patched.at("/metadata/annotations/patchedstatus").asText()).isEqualTo("true");
    JsonNode updated =
        ingresses.edit(
            name,
            "status",
            ingress ->
                ingress
                    .withObject("/status/loadBalancer")
                    .putArray("ingress")
                    .addObject()
                    .put("ip", "169.1.1.2"));
    assertThat(updated.at("/status/loadBalancer/ingress/0/ip").asText()).isEqualTo("169.1.1.2");
    assertThat(updated.path("spec")).isEqualTo(patched.path("spec"));
    assertThat(ingresses.get(name + "/status")).isEqualTo(updated);
    operations.end();
  }

  @Test
  void ingressClasses(Space space) throws Exception {
    Resource classes = space.resource("networking.k8s.io/v1", "ingressclasses", "IngressClass");
    ApiOperations.discovered(space, classes);
    ApiOperations operations =
        ApiOperations.begin(space, classes, "{spec: {controller: example.com/controller}}");
    operations.change();
    operations.end();
  }

  @Test
  void endpointSlices(Space space) throws Exception {
    Resource slices = space.namespaced("discovery.k8s.io/v1", "endpointslices", "EndpointSlice");
    ApiOperations.discovered(space, slices);
    ApiOperations operations =
        ApiOperations.begin(
            space,
            slices,
            """
            metadata: {generateName: operations-}
            addressType: IPv4
            endpoints: [{addresses: [1.2.3.4, 5.6.7.8]}]
            """);
    operations.change();
    assertThat(slices.get(operations.name()).at("/endpoints/0/addresses"))
        .isEqualTo(space.tree("[1.2.3.4, 5.6.7.8]"));
    operations.end();
  }
}
