package io.jukung.conformance.watches;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import io.jukung.conformance.objects.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What watches of config maps see. That an event does not come is seen by the next one that does: a
 * watch is in order.
 */
@ExtendWith(SharedCluster.class)
class WatchersTest {
  private static final int WATCHES = 60;

  private static Resource maps(Space space) throws Exception {
    return space.namespaced("v1", "configmaps", "ConfigMap");
  }

  private static String map(String name, String group) {
    return "{metadata: {name: " + name + ", labels: {group: " + group + "}}}";
  }

  private static JsonNode mutate(Resource maps, String name, int count) throws Exception {
    return maps.merge(name, "{data: {mutation: '" + count + "'}}");
  }

  private static JsonNode label(Resource maps, String name, String group) throws Exception {
    return maps.merge(name, "{metadata: {labels: {group: " + group + "}}}");
  }

  /** The next event is this one, with the object as the write answered it. */
  private static void expect(Watch watch, String type, JsonNode object) throws Exception {
    Watch.Event event = watch.next();
    assertThat(event.type()).isEqualTo(type);
    assertThat(event.object()).isEqualTo(object);
  }

  private static void expectDeleted(Watch watch, String name) throws Exception {
    assertThat(watch.next().sign()).isEqualTo("DELETED " + name);
  }

  @Test
  void eachWatchSeesWhatItsLabelsSelect(Space space) throws Exception {
    Resource maps = maps(space);
    Watch first = maps.watch("labelSelector=group=a");
    Watch second = maps.watch("labelSelector=group=b");
    Watch both = maps.watch("labelSelector=group in (a,b)");
    List<JsonNode> states = new ArrayList<>();
    states.add(maps.create(map("one", "a")));
    states.add(mutate(maps, "one", 1));
    states.add(mutate(maps, "one", 2));
    maps.delete("one");
    for (Watch watch : List.of(first, both)) {
      expect(watch, "ADDED", states.get(0));
      expect(watch, "MODIFIED", states.get(1));
      expect(watch, "MODIFIED", states.get(2));
      expectDeleted(watch, "one");
    }
    JsonNode other = maps.create(map("two", "b"));
    maps.delete("two");
    for (Watch watch : List.of(second, both)) {
      expect(watch, "ADDED", other);
      expectDeleted(watch, "two");
    }
    JsonNode last = maps.create(map("last", "a"));
    expect(first, "ADDED", last);
  }

  @Test
  void aWatchBeginsBehindAVersion(Space space) throws Exception {
    Resource maps = maps(space);
    maps.create(map("one", "a"));
    JsonNode first = mutate(maps, "one", 1);
    JsonNode second = mutate(maps, "one", 2);
    maps.delete("one");
    Watch watch = maps.watch(first, "group=a");
    expect(watch, "MODIFIED", second);
    expectDeleted(watch, "one");
  }

  @Test
  void aWatchGoesOnWhereAnotherEnded(Space space) throws Exception {
    Resource maps = maps(space);
    Watch broken = maps.watch("labelSelector=group=a");
    JsonNode created = maps.create(map("one", "a"));
    mutate(maps, "one", 1);
    expect(broken, "ADDED", created);
    Watch.Event seen = broken.next();
    assertThat(seen.sign()).isEqualTo("MODIFIED one");
    broken.close();
    JsonNode missed = mutate(maps, "one", 2);
    Watch watch = maps.watch(seen.object(), "group=a");
    maps.delete("one");
    expect(watch, "MODIFIED", missed);
    expectDeleted(watch, "one");
  }

  @Test
  void whatIsNoLongerSelectedIsDeletedForTheWatch(Space space) throws Exception {
    Resource maps = maps(space);
    Watch watch = maps.watch("labelSelector=group=a");
    JsonNode created = maps.create(map("one", "a"));
    JsonNode first = mutate(maps, "one", 1);
    JsonNode left = label(maps, "one", "other");
    mutate(maps, "one", 2);
    JsonNode back = label(maps, "one", "a");
    JsonNode third = mutate(maps, "one", 3);
    maps.delete("one");
    expect(watch, "ADDED", created);
    expect(watch, "MODIFIED", first);
    Watch.Event gone = watch.next();
    assertThat(gone.sign()).isEqualTo("DELETED one");
    assertThat(gone.object().at("/metadata/labels/group").asText()).as("as it was").isEqualTo("a");
    assertThat(gone.resourceVersion()).as("when it left").isEqualTo(Resource.version(left));
    expect(watch, "ADDED", back);
    expect(watch, "MODIFIED", third);
    expectDeleted(watch, "one");
  }

  /** A writer works on; each event it makes starts one more watch, and all go in step. */
  @Test
  void watchesBegunAtEveryVersionSeeTheSameOrder(Space space) throws Exception {
    Resource maps = maps(space);
    String version = Resource.version(maps.list(""));
    List<Watch> watches = new ArrayList<>();
    try (Churn churn = new Churn(maps, new Random(36))) {
      for (int count = 0; count < WATCHES; count++) {
        Watch watch = maps.watch("resourceVersion=" + version);
        watches.add(watch);
        churn.allow(1);
        version = watches.getFirst().next().resourceVersion();
        for (Watch other : watches.subList(1, watches.size())) {
          assertThat(other.next().resourceVersion()).isEqualTo(version);
        }
      }
      churn.check();
    } finally {
      for (Watch watch : watches) {
        watch.close();
      }
    }
  }
}
