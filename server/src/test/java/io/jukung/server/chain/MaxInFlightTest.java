package io.jukung.server.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.registry.request.UserInfo;
import io.jukung.server.authentication.Authenticator;
import io.jukung.server.authorization.FixedAuthorizers;
import io.jukung.server.http.FrontHandler;
import io.jukung.server.http.PlainFailure;
import io.jukung.server.limits.ServerLimits;
import io.jukung.server.limits.UserLimits;
import io.jukung.server.response.StatusAnswers;
import io.jukung.server.response.TreeEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

final class MaxInFlightTest {
  @Test
  void overTheBoundRequestsAreToldToComeAgainAndWatchesAreNot() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Authenticator authenticator =
        credentials ->
            new Authenticator.Result.Authenticated(
                new UserInfo("bob", "", List.of(UserInfo.AUTHENTICATED), Map.of()));
    Server server = new Server();
    LocalConnector connector = new LocalConnector(server);
    server.addConnector(connector);
    server.setHandler(
        new FrontHandler(
            RequestChain.build(
                authenticator,
                AuditSink.NONE,
                new UserLimits(ServerLimits.forHeap(0)),
                new MaxInFlight(1, 1, 0, 0, Duration.ZERO),
                FixedAuthorizers.ALWAYS_ALLOW,
                call -> {
                  if (call.path().endsWith("/slow")) {
                    entered.countDown();
                    assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
                  }
                  throw new PlainFailure(200, "done");
                }),
            new StatusAnswers(TreeEncoder.JSON_ONLY),
            (call, status, time) -> {},
            UUID::randomUUID));
    server.start();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow = threads.submit(() -> connector.getResponse(request("GET", "/api/v1/nodes/slow")));
      assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(connector.getResponse(request("GET", "/api/v1/nodes")))
          .startsWith("HTTP/1.1 429")
          .contains("Retry-After: 1")
          .endsWith("Too many requests, please try again later.\n");
      assertThat(connector.getResponse(request("GET", "/api/v1/nodes?watch=1")))
          .startsWith("HTTP/1.1 200");
      assertThat(connector.getResponse(request("POST", "/api/v1/nodes")))
          .startsWith("HTTP/1.1 200");
      release.countDown();
      assertThat(slow.get(10, TimeUnit.SECONDS)).startsWith("HTTP/1.1 200");
      assertThat(connector.getResponse(request("GET", "/api/v1/nodes"))).startsWith("HTTP/1.1 200");
    } finally {
      server.stop();
    }
  }

  private static String request(String method, String path) {
    return method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  }
}
