package io.jukung.conformance.controllers;

import static io.jukung.conformance.controllers.ControlledCluster.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.bench.client.ApiClient;
import io.jukung.cli.TypeChecks;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.controllers.ControllerManager;
import io.jukung.controllers.ControllerOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From a request for a certificate to being who it says. */
@ExtendWith(Controlled.class)
class CertificateRequestsTest {
  private static final String CLIENT = "kubernetes.io/kube-apiserver-client";
  private static final String KUBELET = "kubernetes.io/kube-apiserver-client-kubelet";
  private static final String SERVING = "kubernetes.io/kubelet-serving";
  private static final String USAGES = "digital signature,key encipherment,client auth";
  private static final String SERVER = "digital signature,key encipherment,server auth";

  private final ControlledCluster cluster;
  private final ApiClient client;
  private final JsonApi admin;
  private final String run = Long.toString(System.nanoTime() % 99_999_999, 36);

  CertificateRequestsTest(ControlledCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.cluster().client();
    this.admin = new JsonApi(client);
  }

  private JsonNode request(String name) throws IOException, InterruptedException {
    return admin.get(Applicant.PATH + "/" + name);
  }

  private void decide(String name, String type, Instant when) throws Exception {
    Applicant.decide(admin, name, type, when);
  }

  private void approve(String name) throws Exception {
    decide(name, "Approved", Instant.now());
  }

  private String issued(String name) throws Exception {
    until("the certificate is there", () -> request(name).at("/status").has("certificate"));
    return new String(
        Base64.getDecoder().decode(request(name).at("/status/certificate").asText()),
        StandardCharsets.US_ASCII);
  }

  private JsonNode condition(String name, String type) throws Exception {
    JsonNode[] found = new JsonNode[1];
    until(
        "there is a condition " + type,
        () -> {
          for (JsonNode condition : request(name).at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
              found[0] = condition;
            }
          }
          return found[0] != null;
        });
    return found[0];
  }

  private static X509Certificate read(String pem) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Lets a group do what a bootstrap role says. */
  private void bind(String role, String group) throws Exception {
    var _ =
        admin.create(
            "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
            admin.parse(
                """
                {"metadata": {"generateName": "requests-"},
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole",
                  "name": "%s"},
                 "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group",
                  "name": "%s"}]}
                """
                    .formatted(role, group)));
  }

  @Test
  void anApprovedUserIsThatUser() throws Exception {
    try (Applicant jane = Applicant.of(client.config())) {
      String name = jane.ask(CLIENT, "O=devs-" + run + ",O=ops-" + run + ",CN=jane-" + run, USAGES);
      String denied = jane.ask(CLIENT, "CN=denied", USAGES);
      decide(denied, "Denied", Instant.now());
      String foreign = jane.ask("example.com/own-" + run, "CN=foreign", USAGES);
      approve(foreign);
      approve(name);
      String pem = issued(name);
      X509Certificate certificate = read(pem);
      assertThat(certificate.getNotAfter().toInstant())
          .isEqualTo(certificate.getNotBefore().toInstant().plus(Duration.ofMinutes(65)));
      assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
      try (Applicant she = jane.become(pem)) {
        JsonNode user = she.whoAmI();
        assertThat(user.path("username").asText()).isEqualTo("jane-" + run);
        assertThat(user.path("groups").toString())
            .contains("devs-" + run, "ops-" + run, "system:authenticated");
      }
      assertThat(request(denied).at("/status").has("certificate")).isFalse();
      assertThat(request(foreign).at("/status").has("certificate")).isFalse();
    }
  }

  @Test
  void nobodyAsksToBeAMaster() throws Exception {
    try (Applicant jane = Applicant.of(client.config())) {
      for (String organizations : List.of("O=system:masters", "O=a+O=system:masters")) {
        assertThatThrownBy(() -> jane.ask(CLIENT, organizations + ",CN=jane", USAGES))
            .hasMessageContaining(
                "use of " + CLIENT + " signer with system:masters group is not allowed");
      }
    }
  }

  @Test
  void whatASignerDoesNotCertifyFails() throws Exception {
    try (Applicant jane = Applicant.of(client.config())) {
      String server = jane.ask(CLIENT, "CN=jane", "digital signature,server auth");
      String user = jane.ask(KUBELET, "CN=jane", USAGES);
      String nameless = jane.ask(SERVING, "O=system:nodes,CN=system:node:a", SERVER);
      for (String name : List.of(server, user, nameless)) {
        approve(name);
        assertThat(condition(name, "Failed").path("reason").asText())
            .isEqualTo("SignerValidationFailure");
        assertThat(request(name).at("/status").has("certificate")).isFalse();
      }
      assertThat(condition(server, "Failed").path("message").asText())
          .isEqualTo("invalid usage for client certificate: server auth");
      assertThat(condition(user, "Failed").path("message").asText())
          .isEqualTo("subject organization is not system:nodes");
      assertThat(condition(nameless, "Failed").path("message").asText())
          .isEqualTo("DNS or IP subjectAltName is required");
    }
  }

  @Test
  void aKubeletJoinsRenewsAndServes() throws Exception {
    String id = (run + "000000").substring(0, 6);
    String group = "system:bootstrappers:" + run;
    var _ =
        admin.create(
            "/api/v1/namespaces/kube-system/secrets",
            admin.parse(
                """
                {"metadata": {"name": "bootstrap-token-%1$s"},
                 "type": "bootstrap.kubernetes.io/token",
                 "stringData": {"token-id": "%1$s", "token-secret": "0123456789abcdef",
                  "usage-bootstrap-authentication": "true", "auth-extra-groups": "%2$s"}}
                """
                    .formatted(id, group)));
    bind("system:node-bootstrapper", group);
    String node = "system:node:node-" + run;
    String subject = "O=system:nodes,CN=" + node;
    try (Applicant kubelet = Applicant.of(client.config().withToken(id + ".0123456789abcdef"))) {
      until("the token counts", () -> kubelet.whoAmI().path("username").asText().endsWith(id));
      String first = kubelet.ask(KUBELET, subject, USAGES);
      // Nobody said yet that its requests are approved.
      bind("system:certificates.k8s.io:certificatesigningrequests:nodeclient", group);
      JsonNode approved = condition(first, "Approved");
      assertThat(approved.path("reason").asText()).isEqualTo("AutoApproved");
      assertThat(approved.path("message").asText())
          .isEqualTo("Auto approving kubelet client certificate after SubjectAccessReview.");
      assertThat(approved.path("lastUpdateTime").asText()).isNotEmpty();
      try (Applicant member = kubelet.become(issued(first))) {
        assertThat(member.whoAmI().path("username").asText()).isEqualTo(node);
        renew(member, subject);
        serve(member, subject);
      }
    }
  }

  private void renew(Applicant member, String subject) throws Exception {
    String second = member.ask(KUBELET, subject, USAGES);
    bind("system:certificates.k8s.io:certificatesigningrequests:selfnodeclient", "system:nodes");
    assertThat(condition(second, "Approved").path("message").asText())
        .isEqualTo("Auto approving self kubelet client certificate after SubjectAccessReview.");
    assertThat(read(issued(second)).getSubjectX500Principal().getName())
        .isEqualTo("CN=" + member.whoAmI().path("username").asText() + ",O=system:nodes");
  }

  private void serve(Applicant member, String subject) throws Exception {
    String name = member.ask(SERVING, subject, SERVER, "dns:node.example", "ip:192.0.2.7");
    approve(name);
    X509Certificate certificate = read(issued(name));
    assertThat(condition(name, "Approved").path("reason").asText()).isEqualTo("Test");
    assertThat(certificate.getSubjectAlternativeNames())
        .extracting(alternative -> String.valueOf(alternative.get(1)))
        .containsExactly("node.example", "192.0.2.7");
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
  }

  @Test
  void oldRequestsGo() throws Exception {
    try (Applicant jane = Applicant.of(client.config())) {
      String old = jane.ask("example.com/own-" + run, "CN=old", USAGES);
      decide(old, "Denied", Instant.now().minus(Duration.ofMinutes(61)));
      String young = jane.ask("example.com/own-" + run, "CN=young", USAGES);
      decide(young, "Denied", Instant.now());
      try (ControllerManager cleaner =
          new ControllerManager(
              cluster.cluster().kubeconfig(),
              "v0",
              new ControllerOptions(
                  "no certificate",
                  List.of("certificatesigningrequest-cleaner-controller"),
                  false,
                  true,
                  "cleaner-" + run,
                  new TypeChecks(),
                  Optional.empty()),
              Clock.systemUTC())) {
        cleaner.start();
        until("the old one is gone", () -> admin.status(Applicant.PATH + "/" + old) == 404);
      }
      assertThat(admin.status(Applicant.PATH + "/" + young)).isEqualTo(200);
    }
  }
}
