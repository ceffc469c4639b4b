package io.jukung.server.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.registry.request.UserInfo;
import io.jukung.server.authentication.Authenticator;
import io.jukung.server.authorization.Attributes;
import io.jukung.server.authorization.Authorizer;
import io.jukung.server.http.FrontHandler;
import io.jukung.server.http.RequestHandler;
import io.jukung.server.limits.ServerLimits;
import io.jukung.server.limits.UserLimits;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.StatusAnswers;
import io.jukung.server.response.TreeEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order of the stages, and what each answers when it says no. */
final class RequestChainTest {
  private final List<String> stages = Collections.synchronizedList(new ArrayList<>());
  private final Server server = new Server();
  private final LocalConnector connector = new LocalConnector(server);
  private final List<Duration> deadlines = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore observed = new Semaphore(0);
  private boolean known = true;
  private boolean allowed = true;

  @BeforeEach
  void start() throws Exception {
    Authenticator authenticator =
        credentials -> {
          stages.add("authentication");
          return known
              ? new Authenticator.Result.Authenticated(
                  new UserInfo("bob", "", List.of(UserInfo.AUTHENTICATED), Map.of()))
              : new Authenticator.Result.Unknown();
        };
    FlowController flow =
        call -> {
          stages.add("flow control");
          return new FlowController.Seat() {
            @Override
            public void begun() {
              stages.add("seat given back");
            }

            @Override
            public void close() {
              stages.add("flow control ends");
            }
          };
        };
    RequestHandler endpoints =
        call -> {
          stages.add("endpoint as " + call.context().user().name());
          deadlines.add(
              call.context().deadlineNs() == Long.MAX_VALUE
                  ? Duration.ZERO
                  : Duration.ofNanos(call.context().deadlineNs() - call.arrivalNs()));
          call.begun();
          throw new io.jukung.server.http.PlainFailure(200, "done");
        };
    RequestHandler chain =
        RequestChain.build(
            authenticator,
            call -> {
              stages.add("audit of " + call.context().user().name());
              return io.jukung.server.http.AuditTrail.NONE;
            },
            new UserLimits(ServerLimits.forHeap(0)),
            flow,
            new Recorder(),
            endpoints);
    server.addConnector(connector);
    server.setHandler(
        new FrontHandler(
            chain,
            new StatusAnswers(TreeEncoder.JSON_ONLY),
            (call, status, time) -> {
              stages.add("observed " + status);
              observed.release();
            },
            () -> UUID.fromString("00000000-0000-0000-0000-000000000001")));
    server.start();
  }

  private final class Recorder implements Authorizer {
    @Override
    public Decision authorize(Attributes attributes) {
      stages.add("authorization of " + attributes.user().name() + " to " + attributes.verb());
      return allowed ? new Decision.Allow("") : new Decision.NoOpinion("");
    }

    @Override
    public Rules rules(UserInfo user, String namespace) {
      return Rules.NONE;
    }
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private String get(String path, String... headers) throws Exception {
    String answer =
        connector.getResponse(
            "GET "
                + path
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + String.join("", headers)
                + "\r\n");
    // The observer hears of the end after the client does.
    assertThat(observed.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    return answer;
  }

  @Test
  void stagesComeInUpstreamsOrder() throws Exception {
    assertThat(get("/api/v1/pods")).startsWith("HTTP/1.1 200").contains("done");
    assertThat(stages)
        .containsExactly(
            "authentication",
            "audit of bob",
            "flow control",
            "authorization of bob to list",
            "endpoint as bob",
            "flow control ends",
            "observed 200");
  }

  @Test
  void impersonationComesBetweenAuditAndFlowControl() throws Exception {
    get("/api/v1/pods", "Impersonate-User: eve\r\n");
    assertThat(stages)
        .containsExactly(
            "authentication",
            "audit of bob",
            "authorization of bob to impersonate-on:user-info:list",
            "authorization of bob to impersonate:user-info",
            "flow control",
            "authorization of eve to list",
            "endpoint as eve",
            "flow control ends",
            "observed 200");
  }

  @Test
  void watchesHoldASeatUntilTheyHaveToldWhatIsThereAndOtherStreamsHoldNone() throws Exception {
    get("/api/v1/pods?watch=1");
    assertThat(stages)
        .containsSubsequence("flow control", "endpoint as bob", "seat given back", "observed 200");
    stages.clear();
    get("/api/v1/namespaces/n/pods/p/log");
    assertThat(stages).doesNotContain("flow control", "seat given back");
  }

  /** Upstream's {@code --request-timeout}; zero stands for no end. */
  @Test
  void requestsHaveAMinuteAndWatchesHaveNoEnd() throws Exception {
    get("/api/v1/pods");
    get("/api/v1/pods?watch=true");
    get("/api/v1/namespaces/n/pods/p/exec?command=ls");
    assertThat(deadlines).containsExactly(Duration.ofSeconds(60), Duration.ZERO, Duration.ZERO);
  }

  @Test
  void strangersGetUpstreams401() throws Exception {
    known = false;
    assertThat(get("/api/v1/pods"))
        .startsWith("HTTP/1.1 401")
        .contains("Audit-Id: 00000000-0000-0000-0000-000000000001")
        .contains("Cache-Control: no-cache, private")
        .contains("Content-Type: " + ApiResponse.JSON)
        .endsWith(
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                + "\"message\":\"Unauthorized\",\"reason\":\"Unauthorized\",\"code\":401}\n");
    assertThat(stages).containsExactly("authentication", "observed 401");
  }

  @Test
  void whatIsNotAllowedIs403() throws Exception {
    allowed = false;
    assertThat(get("/apis/apps/v1/namespaces/n/deployments/d/scale"))
        .startsWith("HTTP/1.1 403")
        .contains(
            "deployments.apps \\\"d\\\" is forbidden: User \\\"bob\\\" cannot get resource"
                + " \\\"deployments/scale\\\" in API group \\\"apps\\\" in the namespace"
                + " \\\"n\\\"");
    assertThat(get("/metrics"))
        .contains("forbidden: User \\\"bob\\\" cannot get path \\\"/metrics\\\"");
  }

  @Test
  void aVerbWithNothingBehindItIs500() throws Exception {
    assertThat(get("/api/v1/watch"))
        .startsWith("HTTP/1.1 500")
        .contains("unable to determine kind and namespace from url, /api/v1/watch");
    assertThat(stages).containsExactly("observed 500");
  }
}
