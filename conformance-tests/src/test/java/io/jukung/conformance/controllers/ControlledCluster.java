package io.jukung.conformance.controllers;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jukung.cli.TypeChecks;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.controllers.ControllerManager;
import io.jukung.controllers.ControllerOptions;
import io.jukung.controllers.client.Clients;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** An API server with the controllers at work, and a namespace to try them in. */
final class ControlledCluster implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(60);

  private final TestCluster cluster;
  private final Clients clients;
  private final ControllerManager controllers;

  ControlledCluster() throws IOException, InterruptedException {
    cluster = TestCluster.start();
    clients = new Clients(cluster.kubeconfig(), "v0");
    controllers =
        new ControllerManager(
            clients,
            new ControllerOptions(
                "no certificate",
                List.of("*"),
                true,
                "test-" + System.nanoTime(),
                new TypeChecks()),
            Clock.systemUTC());
    controllers.start();
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

  @Override
  public void close() throws IOException {
    controllers.close();
    clients.close();
    cluster.close();
  }
}
