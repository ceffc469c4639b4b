package io.jukung.conformance.machinery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Events in both their groups. Upstream: {@code instrumentation/core_events.go} and {@code
 * instrumentation/events.go}.
 */
@ExtendWith(SharedCluster.class)
class EventsTest {
  private static final String CORE =
      """
      metadata: {name: $NAME, labels: {events: $RUN}}
      involvedObject: {namespace: $NS}
      message: as made
      reason: Test
      type: Normal
      count: 1
      """;

  private static final String NEW =
      """
      metadata: {name: $NAME, labels: {events: $RUN}}
      regarding: {namespace: $NS}
      eventTime: "2017-09-19T13:49:16.000000Z"
      note: as made
      action: Do
      reason: Test
      type: Normal
      reportingController: controller-$RUN
      reportingInstance: one
      """;

  private static Resource core(Space space) throws Exception {
    return space.namespaced("v1", "events", "Event");
  }

  private static Resource events(Space space) throws Exception {
    return space.namespaced("events.k8s.io/v1", "events", "Event");
  }

  @Test
  void aCoreEventLives(Space space) throws Exception {
    Resource events = core(space);
    events.create(CORE.replace("$NAME", "one"));
    String selector = "events=" + space.run();
    assertThat(events.in("").names(selector)).containsExactly("one");
    events.patch("one", "application/strategic-merge-patch+json", "{message: as patched}");
    ObjectNode read = (ObjectNode) events.get("one");
    assertThat(read.path("message").asText()).isEqualTo("as patched");
    series(events, read, "{count: 100, lastObservedTime: '2017-09-19T13:49:16.000000Z'}", space);
    events.end("one");
    assertThat(events.in("").names(selector)).isEmpty();
  }

  /** An unconditional update to the series; everything else stays. */
  private static void series(Resource events, ObjectNode event, String series, Space space)
      throws Exception {
    event.set("series", space.yaml(series));
    event.withObject("/metadata").remove("managedFields");
    event.withObject("/metadata").remove("resourceVersion");
    events.update(event);
    ObjectNode after = (ObjectNode) events.get(Resource.name(event));
    after.withObject("/metadata").remove("resourceVersion");
    after.withObject("/metadata").remove("managedFields");
    assertThat(after).isEqualTo(event);
  }

  @Test
  void coreEventsGoAsACollection(Space space) throws Exception {
    goTogether(core(space), CORE, space);
  }

  @Test
  void anEventLivesInItsOwnGroup(Space space) throws Exception {
    Resource events = events(space);
    JsonNode created = events.create(NEW.replace("$NAME", "one"));
    String selector = "events=" + space.run();
    assertThat(events.in("").names(selector)).containsExactly("one");
    assertThat(events.names(selector)).containsExactly("one");
    String controller = "controller-" + space.run();
    assertThat(core(space).list("fieldSelector=source=" + controller).path("items")).hasSize(1);
    assertThat(core(space).list("fieldSelector=source=other").path("items")).isEmpty();
    assertThat(
            events
                .list("fieldSelector=reportingController=" + controller)
                .path("items")
                .findValuesAsText("name"))
        .contains("one");
    JsonNode patched =
        events.patch(
            "one",
            "application/strategic-merge-patch+json",
            "{series: {count: 2, lastObservedTime: '2017-09-19T13:49:11.000000Z'}}");
    assertThat(patched.at("/series/count").asInt()).isEqualTo(2);
    assertThat(Long.parseLong(Resource.version(patched)))
        .isGreaterThan(Long.parseLong(Resource.version(created)));
    ObjectNode read = (ObjectNode) events.get("one");
    series(events, read, "{count: 100, lastObservedTime: '2017-09-19T13:49:16.000000Z'}", space);
    assertThat(core(space).get("one").path("message").asText()).isEqualTo("as made");
    events.end("one");
    assertThat(events.in("").names(selector)).isEmpty();
    assertThat(events.names(selector)).isEmpty();
  }

  @Test
  void eventsGoAsACollection(Space space) throws Exception {
    goTogether(events(space), NEW, space);
  }

  private static void goTogether(Resource events, String body, Space space) throws Exception {
    events.create(body.replace("$NAME", "one"));
    events.create(body.replace("$NAME", "two"));
    events.create(body.replace("$NAME", "three"));
    events.create(body.replace("$NAME", "other").replace("$RUN", "other"));
    String selector = "events=" + space.run();
    assertThat(events.names(selector)).containsExactly("one", "three", "two");
    events.deleteAll(selector);
    assertThat(events.names(selector)).isEmpty();
    assertThat(events.names("events=other")).containsExactly("other");
  }
}
