package io.jukung.conformance.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.storage.etcd.EtcdBinary;
import io.jukung.storage.etcd.EtcdProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers over one etcd, begun at once on an empty store. */
class TwoServersTest {
  private static final String ENDPOINTS = "/api/v1/namespaces/default/endpoints/kubernetes";
  private static final String SLICE =
      "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes";
  private static final String LEASES =
      "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases"
          + "?labelSelector=apiserver.kubernetes.io/identity%3Dkube-apiserver";

  /** A lease of 15 seconds and a turn of 10, with room for a slow machine. */
  private static final Duration GONE_BOUND = Duration.ofSeconds(60);

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<AutoCloseable> running = new ArrayList<>();
  private TestCluster first;
  private TestCluster second;

  @BeforeEach
  void start() throws Exception {
    EtcdProcess etcd = EtcdProcess.start(EtcdBinary.all().getLast(), folder);
    running.add(etcd);
    Future<TestCluster> one = threads.submit(() -> server(etcd, "10.0.0.1"));
    Future<TestCluster> other = threads.submit(() -> server(etcd, "10.0.0.2"));
    first = one.get();
    running.add(first);
    second = other.get();
    running.add(second);
  }

  private static TestCluster server(EtcdProcess etcd, String address) throws Exception {
    return TestCluster.startOwn(
        "--etcd-servers", etcd.endpoint().toString(), "--advertise-address", address);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : running.reversed()) {
      each.close();
    }
    threads.close();
  }

  private static void awaitAddresses(JsonApi api, Duration bound, String... expected)
      throws InterruptedException {
    Await.until(
        "the endpoints of the kubernetes Service are " + List.of(expected),
        bound,
        () -> {
          List<String> endpoints = new ArrayList<>();
          for (JsonNode each : api.get(ENDPOINTS).at("/subsets/0/addresses")) {
            endpoints.add(each.path("ip").asText());
          }
          List<String> slice = new ArrayList<>();
          for (JsonNode each : api.get(SLICE).path("endpoints")) {
            slice.add(each.path("addresses").path(0).asText());
          }
          return endpoints.equals(List.of(expected)) && slice.equals(endpoints);
        });
  }

  @Test
  void clientsAreToldOfTheServersThatAreThere() throws Exception {
    awaitAddresses(new JsonApi(first.client()), SOON, "10.0.0.1", "10.0.0.2");
    JsonNode leases = new JsonApi(second.client()).get(LEASES).path("items");
    assertThat(leases).hasSize(1); // both are on one machine
    assertThat(leases.path(0).path("spec").path("holderIdentity").asText())
        .startsWith(leases.path(0).path("metadata").path("name").asText() + "_");

    second.kill();
    awaitAddresses(new JsonApi(first.client()), GONE_BOUND, "10.0.0.1");
    second.restart();
    awaitAddresses(new JsonApi(second.client()), SOON, "10.0.0.1", "10.0.0.2");

    assertThat(first.stop()).isZero();
    awaitAddresses(new JsonApi(second.client()), Duration.ofSeconds(5), "10.0.0.2");
  }

  @Test
  void nodePortsAreGivenOnce() throws Exception {
    List<Future<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      JsonApi api = new JsonApi((i % 2 == 0 ? first : second).client());
      String name = "s" + i;
      calls.add(threads.submit(() -> nodePort(api, name)));
    }
    Set<Integer> given = new HashSet<>();
    for (Future<Integer> call : calls) {
      given.add(call.get());
    }
    assertThat(given).hasSize(40);
  }

  private static int nodePort(JsonApi api, String name) throws IOException, InterruptedException {
    JsonNode service =
        api.parse(
            "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\""
                + name
                + "\"},\"spec\":{\"type\":\"NodePort\",\"ports\":[{\"port\":80}]}}");
    return api.create("/api/v1/namespaces/default/services", service)
        .at("/spec/ports/0/nodePort")
        .asInt();
  }
}
