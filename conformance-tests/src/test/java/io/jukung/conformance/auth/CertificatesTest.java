package io.jukung.conformance.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.conformance.house.Repository;
import io.jukung.conformance.objects.ApiOperations;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests for certificates as objects. Upstream: {@code auth/certificates.go}. */
@ExtendWith(SharedCluster.class)
class CertificatesTest {
  private static String pem(String name) throws IOException {
    return Base64.getEncoder()
        .encodeToString(
            Files.readAllBytes(
                Repository.find()
                    .root()
                    .resolve("conformance-tests/src/test/resources/auth/" + name)));
  }

  @Test
  void requests(Space space) throws Exception {
    Resource requests =
        space.resource(
            "certificates.k8s.io/v1", "certificatesigningrequests", "CertificateSigningRequest");
    ApiOperations.discovered(space, requests, "approval", "status");
    String signer = "example.com/signer-" + space.run();
    ApiOperations operations =
        ApiOperations.begin(
            space,
            requests,
            """
            metadata: {generateName: operations-}
            spec:
              signerName: $SIGNER
              request: $REQUEST
              expirationSeconds: 3600
              usages: [digital signature, key encipherment, server auth]
            """
                .replace("$SIGNER", signer)
                .replace("$REQUEST", pem("request.pem")));
    String name = operations.name();
    assertThat(requests.get(name).at("/spec/expirationSeconds").asInt()).isEqualTo(3600);
    assertThat(requests.list("fieldSelector=spec.signerName=" + signer).path("items")).hasSize(3);
    operations.change();
    approve(requests, name);
    sign(requests, name);
    operations.end();
    assertThat(requests.list("fieldSelector=spec.signerName=" + signer).path("items")).isEmpty();
  }

  private static void approve(Resource requests, String name) throws Exception {
    JsonNode read = requests.get(name + "/approval");
    assertThat(read).isEqualTo(requests.get(name));
    JsonNode patched =
        requests.merge(
            name + "/approval",
            """
            metadata: {annotations: {patchedapproval: "true"}}
            status: {conditions: [{type: Patched, status: "True", reason: Test}]}
            """);
    assertThat(patched.at("/metadata/annotations/patchedapproval").asText()).isEqualTo("true");
    assertThat(patched.at("/status/conditions").findValuesAsText("type"))
        .containsExactly("Patched");
    JsonNode approved = requests.edit(name, "approval", request -> condition(request, "Approved"));
    assertThat(approved.at("/status/conditions").findValuesAsText("type"))
        .containsExactly("Patched", "Approved");
  }

  private static void sign(Resource requests, String name) throws Exception {
    assertThat(requests.get(name + "/status")).isEqualTo(requests.get(name));
    String certificate = pem("certificate.pem");
    JsonNode patched =
        requests.merge(
            name + "/status",
            "{metadata: {annotations: {patchedstatus: 'true'}}, status: {certificate: '"
                + certificate
                + "'}}");
    assertThat(patched.at("/status/certificate").asText()).isEqualTo(certificate);
    assertThat(patched.at("/metadata/annotations/patchedstatus").asText()).isEqualTo("true");
    JsonNode updated = requests.edit(name, "status", request -> condition(request, "Updated"));
    assertThat(updated.at("/status/conditions").findValuesAsText("type"))
        .containsExactly("Patched", "Approved", "Updated");
    assertThat(updated.at("/status/certificate").asText()).isEqualTo(certificate);
  }

  private static void condition(ObjectNode request, String type) {
    request
        .withArray("/status/conditions")
        .addObject()
        .put("type", type)
        .put("status", "True")
        .put("reason", "Test")
        .put("message", "set by a test");
  }
}
