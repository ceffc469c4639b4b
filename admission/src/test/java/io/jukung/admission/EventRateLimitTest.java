package io.jukung.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.admission.eventratelimit.EventRateLimit;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.status.StatusException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How many events pass, by a clock that only the test moves. */
class EventRateLimitTest {
  private final AtomicLong now = new AtomicLong();

  private EventRateLimit plugin(String... limits) {
    return new EventRateLimit(
        OptionalPluginsTest.config(
            "{apiVersion: eventratelimit.admission.k8s.io/v1alpha1, kind: Configuration, limits: ["
                + String.join(", ", limits)
                + "]}"),
        now::get);
  }

  private static AdmissionAttributes event(
      String user, String namespace, String source, boolean dryRun, String group) throws Exception {
    ObjectNode event =
        OptionalPluginsTest.yaml(
            "{source: {component: %s}, involvedObject: {kind: Pod, name: p}}".formatted(source));
    return new AdmissionAttributes(
        Operation.CREATE,
        new GroupVersionKind(group, "v1", "Event"),
        new GroupVersionResource(group, "v1", "events"),
        "",
        namespace,
        "e",
        Optional.of(event),
        Optional.empty(),
        new RequestContext(new UserInfo(user, "", List.of(), Map.of()), "", "", Long.MAX_VALUE),
        dryRun);
  }

  private static String outcome(EventRateLimit plugin, AdmissionAttributes attributes) {
    try {
      plugin.validate(attributes);
      return "ok";
    } catch (StatusException e) {
      return e.code() + " " + e.reason() + " " + e.text();
    }
  }

  private static String outcome(EventRateLimit plugin, String user, String ns, String source)
      throws Exception {
    return outcome(plugin, event(user, ns, source, false, ""));
  }

  @Test
  void theServersBucketFillsAgain() throws Exception {
    EventRateLimit plugin = plugin("{type: Server, qps: 2, burst: 3}");
    for (int i = 0; i < 3; i++) {
      assertThat(outcome(plugin, "u" + i, "n" + i, "s")).isEqualTo("ok");
    }
    String refused = "429 TooManyRequests Too many requests: limit reached on type Server for key ";
    assertThat(outcome(plugin, "u", "n", "s")).isEqualTo(refused);
    assertThat(outcome(plugin, event("u", "n", "s", true, ""))).as("a dry run").isEqualTo("ok");
    assertThat(outcome(plugin, event("u", "n", "s", false, "events.k8s.io")))
        .as("as upstream")
        .isEqualTo("ok");
    now.addAndGet(500_000_000);
    assertThat(outcome(plugin, "u", "n", "s")).isEqualTo("ok");
    assertThat(outcome(plugin, "u", "n", "s")).isEqualTo(refused);
    now.addAndGet(60_000_000_000L);
    for (int i = 0; i < 3; i++) {
      assertThat(outcome(plugin, "u", "n", "s")).as("no more than the burst").isEqualTo("ok");
    }
    assertThat(outcome(plugin, "u", "n", "s")).isEqualTo(refused);
  }

  @Test
  void eachKeyHasItsOwn() throws Exception {
    EventRateLimit plugin =
        plugin(
            "{type: Namespace, qps: 1, burst: 2}",
            "{type: User, qps: 1, burst: 3}",
            "{type: SourceAndObject, qps: 1, burst: 4}");
    assertThat(outcome(plugin, "u", "a", "s")).isEqualTo("ok");
    assertThat(outcome(plugin, "u", "a", "s")).isEqualTo("ok");
    assertThat(outcome(plugin, "u", "a", "s"))
        .endsWith("Too many requests: limit reached on type Namespace for key a");
    assertThat(outcome(plugin, "u", "a", "s"))
        .endsWith(
            "Too many requests: [limit reached on type Namespace for key a, limit reached on type"
                + " User for key u]");
    assertThat(outcome(plugin, "v", "b", "s"))
        .endsWith("limit reached on type SourceAndObject for key sPodp");
    assertThat(outcome(plugin, "v", "b", "t")).isEqualTo("ok");
  }

  @Test
  void theLeastRecentlyUsedIsForgotten() throws Exception {
    EventRateLimit plugin = plugin("{type: User, qps: 1, burst: 1, cacheSize: 2}");
    assertThat(outcome(plugin, "a", "n", "s")).isEqualTo("ok");
    assertThat(outcome(plugin, "b", "n", "s")).isEqualTo("ok");
    assertThat(outcome(plugin, "a", "n", "s")).startsWith("429");
    assertThat(outcome(plugin, "c", "n", "s")).as("b is forgotten").isEqualTo("ok");
    assertThat(outcome(plugin, "a", "n", "s")).startsWith("429");
    assertThat(outcome(plugin, "b", "n", "s")).isEqualTo("ok");
  }
}
