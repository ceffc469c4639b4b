package io.jukung.conformance.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.conformance.objects.ApiOperations;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The kinds of dynamic resource allocation as objects. Upstream: {@code dra/dra.go}. */
@ExtendWith(SharedCluster.class)
class DevicesTest {
  private static final String VERSION = "resource.k8s.io/v1";

  @Test
  void deviceClasses(Space space) throws Exception {
    Resource classes = space.resource(VERSION, "deviceclasses", "DeviceClass");
    ApiOperations.discovered(space, classes);
    ApiOperations operations =
        ApiOperations.begin(space, classes, "{spec: {selectors: [{cel: {expression: 'false'}}]}}");
    operations.change(
        "/spec/selectors",
        "[{cel: {expression: 1 == 0}}]",
        "[{cel: {expression: 1 == 0}}, {cel: {expression: 'false'}}]");
    operations.patchTypes();
    operations.end();
  }

  private static final String CLAIM =
      "devices: {requests: [{name: req-0, exactly: {deviceClassName: dra.example.com}}]}";

  @Test
  void claims(Space space) throws Exception {
    Resource claims = space.namespaced(VERSION, "resourceclaims", "ResourceClaim");
    ApiOperations.discovered(space, claims, "status");
    ApiOperations operations = ApiOperations.begin(space, claims, "{spec: {" + CLAIM + "}}");
    operations.change();
    operations.patchTypes();
    String name = operations.name();
    JsonNode patched = claims.merge(name + "/status", "{status: {allocation: {}}}");
    assertThat(patched.at("/status/allocation").isObject()).isTrue();
    JsonNode updated =
        claims.edit(
            name,
            "status",
            claim -> {
              claim.withObject("/status").remove("allocation");
              claim.withObject("/spec").removeAll();
            });
    assertThat(updated.at("/status/allocation").isMissingNode()).isTrue();
    assertThat(updated.path("spec")).as("not by the status").isEqualTo(patched.path("spec"));
    JsonNode applied =
        claims.patch(
            name + "/status?fieldManager=test&force=true",
            "application/apply-patch+yaml",
            "{apiVersion: resource.k8s.io/v1, kind: ResourceClaim, status: {allocation: {}}}");
    assertThat(applied.at("/status/allocation").isObject()).isTrue();
    operations.end();
  }

  @Test
  void claimTemplates(Space space) throws Exception {
    Resource templates =
        space.namespaced(VERSION, "resourceclaimtemplates", "ResourceClaimTemplate");
    ApiOperations.discovered(space, templates);
    ApiOperations operations =
        ApiOperations.begin(space, templates, "{spec: {spec: {" + CLAIM + "}}}");
    operations.change();
    operations.patchTypes();
    operations.end();
  }

  @Test
  void slices(Space space) throws Exception {
    Resource slices = space.resource(VERSION, "resourceslices", "ResourceSlice");
    ApiOperations.discovered(space, slices);
    ApiOperations operations =
        ApiOperations.begin(
            space,
            slices,
            """
            spec:
              driver: dra.example.com
              pool: {name: cluster, generation: 1, resourceSliceCount: 1}
              nodeName: no-such-node
            """);
    operations.change("/spec/devices", "[{name: device-0}]", "[{name: device-1}]");
    operations.patchTypes();
    operations.end();
  }
}
