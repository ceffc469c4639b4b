package io.jukung.conformance.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.KubeConfig;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A crowd of clients lists 5,000 pods from a server with a heap of 512 MiB, all at once and again
 * and again: those who keep the cluster alive are not to notice.
 */
class OverloadTest {
  private static final int PODS = 5000;
  private static final int CLIENTS = 500;
  private static final int CONNECTIONS = 10;
  private static final int WARM_UP = 50;
  private static final Duration LOAD = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final String LIST = "/api/v1/namespaces/default/pods?resourceVersion=0";
  private static final String LEASE =
      "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-controller-manager";

  /** What the crowd was answered. */
  private record Answers(AtomicInteger served, AtomicInteger rejected, List<String> wrong) {
    Answers() {
      this(
          new AtomicInteger(),
          new AtomicInteger(),
          Collections.synchronizedList(new ArrayList<>()));
    }

    void take(HttpResponse<Void> answer) {
      if (answer.statusCode() == 200) {
        served.incrementAndGet();
      } else if (answer.statusCode() == 429
          && answer.headers().firstValue("Retry-After").isPresent()) {
        rejected.incrementAndGet();
      } else {
        wrong.add("status " + answer.statusCode());
      }
    }
  }

  @Test
  void aCrowdOfListsLeavesProbesAndLeasesAlone(@TempDir Path folder) throws Exception {
    Path tokens =
        Files.writeString(
            folder.resolve("tokens.csv"),
            "crowd-token,crowd,u1\nmanager-token,system:kube-controller-manager,u2\n");
    try (TestCluster cluster = TestCluster.startOwn("--token-auth-file", tokens.toString());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      prepare(cluster, threads);
      KubeConfig config = KubeConfig.read(cluster.kubeconfig());
      PlainClient probe = PlainClient.of(config.anonymous());
      PlainClient manager = PlainClient.of(config.withToken("manager-token"));
      assertThat(slowest(probe, manager, Duration.ofSeconds(1))).isPositive();
      Duration bound = Duration.ofMillis((long) (1000 * stretch()));
      Answers answers = new Answers();
      CountDownLatch over = new CountDownLatch(1);
      List<ApiClient> crowd = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        crowd.add(new ApiClient(config.withToken("crowd-token")));
      }
      for (int i = 0; i < WARM_UP; i++) {
        answers.take(
            crowd.get(i % CONNECTIONS).send(ApiRequest.of("GET", LIST), BodyHandlers.discarding()));
      }
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        ApiClient client = crowd.get(i % CONNECTIONS);
        clients.add(threads.submit(() -> list(client, answers, over)));
      }
      Duration slowest;
      try {
        slowest = slowest(probe, manager, LOAD);
      } finally {
        over.countDown();
      }
      long endNs = System.nanoTime();
      for (Future<?> client : clients) {
        client.get(60, TimeUnit.SECONDS);
      }
      assertThat(answers.wrong).as("neither served nor told to come again").isEmpty();
      assertThat(answers.served).as("lists served").hasPositiveValue();
      assertThat(answers.rejected).as("lists rejected").hasPositiveValue();
      assertThat(slowest)
          .as(
              "the slowest probe or Lease; %s lists served, %s rejected",
              answers.served, answers.rejected)
          .isLessThan(bound);
      HttpResponse<byte[]> after = crowd.getFirst().send(ApiRequest.of("GET", LIST));
      assertThat(after.statusCode()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - endNs))
          .as("all is as before")
          .isLessThan(Duration.ofSeconds(10));
      crowd.forEach(ApiClient::close);
    }
  }

  private static void list(ApiClient client, Answers answers, CountDownLatch over) {
    try {
      while (!over.await(1, TimeUnit.MILLISECONDS)) {
        HttpResponse<Void> answer =
            client.send(
                ApiRequest.of("GET", LIST).with("Accept", "application/json"),
                BodyHandlers.discarding());
        answers.take(answer);
        int later = answer.headers().firstValue("Retry-After").map(Integer::parseInt).orElse(0);
        if (later > 0 && over.await(later, TimeUnit.SECONDS)) {
          return;
        }
      }
    } catch (IOException e) {
      answers.wrong.add(String.valueOf(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * How much longer than it computes a thread takes here, because others use the machine: a second
   * stands for a second of a processor that is ours.
   */
  private static double stretch() {
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    long startNs = System.nanoTime();
    long startCpuNs = thread.getCurrentThreadCpuTime();
    long cpuNs = 0;
    while (cpuNs < 300_000_000L) {
      cpuNs = thread.getCurrentThreadCpuTime() - startCpuNs;
    }
    return Math.max(1, (double) (System.nanoTime() - startNs) / cpuNs);
  }

  /** Probes and renews a Lease all the time; the longest that took. */
  private static Duration slowest(PlainClient probe, PlainClient manager, Duration time)
      throws IOException, InterruptedException {
    byte[] lease = manager.send("GET", LEASE, Optional.empty());
    long slowestNs = 0;
    long endNs = System.nanoTime() + time.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    while (System.nanoTime() - endNs < 0) {
      long startNs = System.nanoTime();
      assertThat(probe.send("GET", "/livez", Optional.empty())).isNotEmpty();
      long probedNs = System.nanoTime();
      lease = manager.send("PUT", LEASE, Optional.of(lease));
      slowestNs = Math.max(slowestNs, probedNs - startNs);
      slowestNs = Math.max(slowestNs, System.nanoTime() - probedNs);
      assertThat(never.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    }
    return Duration.ofNanos(slowestNs);
  }

  private static void prepare(TestCluster cluster, ExecutorService threads) throws Exception {
    JsonApi api = new JsonApi(cluster.client());
    api.create(
        "/apis/rbac.authorization.k8s.io/v1/clusterroles",
        api.parse(
            "{\"metadata\":{\"name\":\"crowd\"},\"rules\":[{\"apiGroups\":[\"\"],"
                + "\"resources\":[\"pods\"],\"verbs\":[\"list\"]}]}"));
    api.create(
        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
        api.parse(
            "{\"metadata\":{\"name\":\"crowd\"},\"roleRef\":{\"apiGroup\":"
                + "\"rbac.authorization.k8s.io\",\"kind\":\"ClusterRole\",\"name\":\"crowd\"},"
                + "\"subjects\":[{\"kind\":\"User\",\"name\":\"crowd\","
                + "\"apiGroup\":\"rbac.authorization.k8s.io\"}]}"));
    api.create(
        "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases",
        api.parse(
            "{\"metadata\":{\"name\":\"kube-controller-manager\"},\"spec\":{"
                + "\"holderIdentity\":\"x\"}}"));
    List<Future<?>> makers = new ArrayList<>();
    AtomicInteger next = new AtomicInteger();
    for (int i = 0; i < 32; i++) {
      makers.add(
          threads.submit(
              () -> {
                for (int n = next.getAndIncrement(); n < PODS; n = next.getAndIncrement()) {
                  api.create(
                      "/api/v1/namespaces/default/pods",
                      api.parse(
                          "{\"metadata\":{\"name\":\"p"
                              + n
                              + "\"},\"spec\":{\"containers\":[{\"name\":\"c\","
                              + "\"image\":\"registry.example/some/image:v1\"}]}}"));
                }
                return null;
              }));
    }
    for (Future<?> maker : makers) {
      maker.get(5, TimeUnit.MINUTES);
    }
  }
}
