package io.jukung.conformance.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jukung.cli.TypeChecks;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.controllers.ControllerManager;
import io.jukung.controllers.ControllerOptions;
import io.jukung.controllers.certificate.ClusterSigning;
import io.jukung.controllers.client.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** An API server with the controllers at work, and a namespace to try them in. */
final class ControlledCluster implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(60);

  /** Tells of all that the controllers ask for. */
  private static final String AUDIT =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
      - level: Metadata
        userGroups: ["system:serviceaccounts:kube-system"]
      - level: Metadata
        users: ["system:kube-controller-manager"]
      - level: None
      """;

  private final Path folder;
  private final TestCluster cluster;
  private final Clients clients;
  private final ControllerManager controllers;

  ControlledCluster() throws IOException, InterruptedException {
    folder = Files.createTempDirectory("jukung-controlled-");
    Path policy = Files.writeString(folder.resolve("policy.yaml"), AUDIT);
    cluster =
        TestCluster.startWith(
            "--audit-policy-file",
            policy.toString(),
            "--audit-log-path",
            folder.resolve("audit.log").toString(),
            "--enable-bootstrap-token-auth");
    clients = new Clients(cluster.kubeconfig(), "v0", false, Clock.systemUTC());
    // Another server's kubeconfig stands for both.
    Path own = cluster.kubeconfig().resolveSibling("controller-manager.kubeconfig");
    controllers =
        new ControllerManager(
            cluster.own() ? own : cluster.kubeconfig(),
            "v0",
            new ControllerOptions(
                "no certificate",
                List.of("*"),
                true,
                true,
                "test-" + System.nanoTime(),
                new TypeChecks(),
                signing(cluster)),
            Clock.systemUTC());
    controllers.start();
  }

  /** As {@code ./jukung up}; another server's authority is not at hand. */
  private static Optional<ClusterSigning> signing(TestCluster cluster) {
    Path pki = cluster.dataDir().resolve("pki");
    return Optional.of(
            ClusterSigning.of(
                new ClusterSigning.Authority(pki.resolve("ca.crt"), pki.resolve("ca.key")),
                ClusterSigning.DEFAULT_DURATION))
        .filter(_ -> cluster.own());
  }

  KubernetesClient client() {
    return clients.objects();
  }

  TestCluster cluster() {
    return cluster;
  }

  /** A new namespace, once its controllers have filled it. */
  String namespace(String prefix) throws InterruptedException {
    String name = prefix + "-" + Long.toString(System.nanoTime() % 99_999_999, 36);
    var _ =
        client()
            .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
            .create();
    until(
        "the namespace has its account",
        () -> client().serviceAccounts().inNamespace(name).withName("default").get() != null);
    return name;
  }

  static void until(String what, Callable<Boolean> condition) throws InterruptedException {
    Await.until(what, BOUND, condition);
  }

  /** Who was refused what so far, one text for each answer 403 to a controller. */
  List<String> refused() throws IOException {
    JsonMapper mapper = new JsonMapper();
    Set<String> refused = new TreeSet<>();
    for (JsonNode event : events(mapper)) {
      if (event.at("/responseStatus/code").asInt() == 403) {
        refused.add(
            event.at("/user/username").asText()
                + " "
                + event.path("verb").asText()
                + " "
                + event.path("requestURI").asText());
      }
    }
    return List.copyOf(refused);
  }

  /** Which users the controllers were so far. */
  Set<String> identities() throws IOException {
    Set<String> users = new TreeSet<>();
    events(new JsonMapper()).forEach(event -> users.add(event.at("/user/username").asText()));
    return users;
  }

  /** The credentials by which a user was known so far. */
  Set<String> credentials(String user) throws IOException {
    Set<String> ids = new TreeSet<>();
    for (JsonNode event : events(new JsonMapper())) {
      if (event.at("/user/username").asText().equals(user)) {
        event
            .at("/user/extra/authentication.kubernetes.io~1credential-id")
            .forEach(id -> ids.add(id.asText()));
      }
    }
    return ids;
  }

  /** Lets the controllers look at their kubeconfig now. */
  void follow() {
    controllers.follow();
  }

  private List<JsonNode> events(JsonMapper mapper) throws IOException {
    Path log = folder.resolve("audit.log");
    List<JsonNode> events = new ArrayList<>();
    if (Files.exists(log)) {
      String text = Files.readString(log);
      // The last line may be being written.
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        events.add(mapper.readTree(line));
      }
    }
    return events;
  }

  @Override
  public void close() throws IOException {
    controllers.close();
    clients.close();
    cluster.close();
    Files.deleteIfExists(folder.resolve("audit.log"));
    Files.deleteIfExists(folder.resolve("policy.yaml"));
    Files.delete(folder);
  }
}
