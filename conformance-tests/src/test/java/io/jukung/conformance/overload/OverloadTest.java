package io.jukung.conformance.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.KubeConfig;
import io.jukung.bench.client.TlsConnection;
import io.jukung.bench.overload.ListLoad;
import io.jukung.bench.overload.Scene;
import io.jukung.bench.overload.Steady;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * More lists than a small server has seats and queues for: some are turned away as upstream does,
 * while health checks and the leader's Lease go on, and nothing of it stays behind.
 */
class OverloadTest {
  private static final String PODS = "/api/v1/pods";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration BOUND = Duration.ofMinutes(2);
  private static final String FLOW_CONTROL = "/apis/flowcontrol.apiserver.k8s.io/v1/";
  private static final int CLIENTS = 50;
  private static final int PODS_LISTED = 100;
  private static final int LISTS = 20;
  private static final int REFUSALS = 20;

  @Test
  void listsAreTurnedAwayWhileHealthChecksAndLeasesAreServed() throws Exception {
    try (TestCluster cluster = TestCluster.startOwn();
        Scene scene = new Scene(KubeConfig.read(cluster.kubeconfig()))) {
      scene.make(PODS_LISTED, 1000);
      shortQueues(new JsonApi(cluster.client()));
      List<KubeConfig> users = scene.users(2);
      TlsConnection.Factory anyone =
          TlsConnection.Factory.of(KubeConfig.read(cluster.kubeconfig()).anonymous(), TIMEOUT);
      TlsConnection.Factory leader = TlsConnection.Factory.of(scene.leader(), TIMEOUT);
      try (Steady health = steady(anyone, "/livez", true);
          Steady ready = steady(anyone, "/readyz", false);
          Steady lease = new Steady(leader, Scene::renewal, false, 20)) {
        TlsConnection.Answer refusal = overload(users);
        assertThat(refusal.start()).isEqualTo("Too many requests, please try again later.\n");
        assertThat(refusal.header("retry-after").orElse("none")).matches("[1-9][0-9]*");
        assertThat(refusal.header("x-kubernetes-pf-flowschema-uid")).isPresent();
        assertThat(refusal.header("content-type")).contains("text/plain; charset=utf-8");
        for (Steady one : List.of(health, ready, lease)) {
          int before = one.answers();
          Await.until("it is asked", BOUND, () -> one.answers() > before + 5);
          assertThat(one.failures()).as(one.firstFailure()).isZero();
        }
      }
      try (TlsConnection connection = TlsConnection.Factory.of(users.getFirst(), TIMEOUT).open()) {
        Await.until(
            "the queues are empty",
            BOUND,
            () -> connection.send(ApiRequest.of("GET", PODS)).status() == 200);
        assertThat(connection.send(ApiRequest.of("GET", PODS)).length())
            .isGreaterThan(PODS_LISTED * 1000L);
      }
    }
  }

  /** Lets one list wait for each queue, so that few clients are many on a fast machine, too. */
  private static void shortQueues(JsonApi api) throws Exception {
    var _ =
        api.create(
            FLOW_CONTROL + "prioritylevelconfigurations",
            api.parse(
                """
                {"metadata":{"name":"overload"},"spec":{"type":"Limited","limited":{
                 "nominalConcurrencyShares":1,"borrowingLimitPercent":0,
                 "limitResponse":{"type":"Queue","queuing":{
                 "queues":2,"handSize":1,"queueLengthLimit":1}}}}}
                """));
    var _ =
        api.create(
            FLOW_CONTROL + "flowschemas",
            api.parse(
                """
                {"metadata":{"name":"overload"},"spec":{"matchingPrecedence":500,
                 "priorityLevelConfiguration":{"name":"overload"},
                 "distinguisherMethod":{"type":"ByUser"},"rules":[{"subjects":[{"kind":"Group",
                 "group":{"name":"system:serviceaccounts:jukung-overload"}}],"resourceRules":[{
                 "verbs":["*"],"apiGroups":["*"],"resources":["*"],"clusterScope":true,
                 "namespaces":["*"]}]}]}}
                """));
  }

  private static Steady steady(TlsConnection.Factory client, String path, boolean fresh) {
    return new Steady(client, last -> ApiRequest.of("GET", path), fresh, 20);
  }

  /** Loads until enough were served and enough turned away; one of the refusals. */
  private static TlsConnection.Answer overload(List<KubeConfig> users) throws Exception {
    try (ListLoad load = new ListLoad(users, PODS, false, false)) {
      load.start(CLIENTS);
      try {
        Await.until(
            "some are served and some turned away",
            BOUND,
            () -> load.count(200) >= LISTS && load.count(429) >= REFUSALS);
      } catch (AssertionError e) {
        throw new AssertionError("answers so far: " + load.counts(), e);
      }
      assertThat(load.counts()).containsOnlyKeys("200", "429");
      return load.refusal().orElseThrow();
    }
  }
}
