package io.jukung.registry.store;

import static io.jukung.registry.store.RegistryFixture.all;
import static io.jukung.registry.store.RegistryFixture.configMap;
import static io.jukung.registry.store.RegistryFixture.delete;
import static io.jukung.registry.store.RegistryFixture.make;
import static io.jukung.registry.store.RegistryFixture.names;
import static io.jukung.registry.store.RegistryFixture.next;
import static io.jukung.registry.store.RegistryFixture.put;
import static io.jukung.registry.store.RegistryFixture.show;
import static io.jukung.registry.store.RegistryFixture.since;
import static io.jukung.registry.store.RegistryFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.StatusException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One object from its creation to its end, as readers and watchers see it. */
class ObjectLifeTest {
  private final RegistryFixture fixture = new RegistryFixture();
  private final ResourceStore store = fixture.configMaps();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void createSetsWhatTheServerDecides() {
    StoredObject made = make(store, "a", configMap("one"));
    JsonNode meta = tree(made).path("metadata");
    assertThat(meta.path("namespace").asText()).isEqualTo("a");
    assertThat(meta.path("uid").asText()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-.*");
    assertThat(meta.path("creationTimestamp").asText()).isEqualTo("2026-11-20T12:00:00Z");
    assertThat(meta.path("resourceVersion").asText()).isEqualTo(Long.toString(made.revision()));
    assertThat(meta.has("generation")).isFalse();
    assertThat(store.get("a", "one", "")).isEqualTo(made);
  }

  @Test
  void aWriteIsReadAtOnce() {
    for (int i = 0; i < 200; i++) {
      make(store, "a", configMap("n" + i));
      assertThat(store.get("a", "n" + i, "").name()).isEqualTo("n" + i);
      assertThat(names(store.list(all("a")))).hasSize(i + 1);
    }
  }

  @Test
  void updateKeepsIdentityAndChecksTheVersion() {
    StoredObject made = make(store, "a", configMap("one"));
    ObjectNode changed = (ObjectNode) tree(made);
    changed.withObject("/data").put("k", "v");
    UpdateResult result = put(store, "a", changed.deepCopy());
    assertThat(result.created()).isFalse();
    assertThat(result.object().revision()).isGreaterThan(made.revision());
    assertThat(tree(result.object()).at("/metadata/uid")).isEqualTo(tree(made).at("/metadata/uid"));

    changed.withObject("/data").put("k", "w");
    StatusException stale =
        catchThrowableOfType(StatusException.class, () -> put(store, "a", changed));
    assertThat(stale.code()).isEqualTo(409);
    assertThat(stale.text())
        .isEqualTo(
            "Operation cannot be fulfilled on configmaps \"one\": the object has been modified;"
                + " please apply your changes to the latest version and try again");
  }

  @Test
  void anUpdateThatChangesNothingWritesNothing() {
    StoredObject made = make(store, "a", configMap("one"));
    long before = fixture.store.revision();
    StoredObject same = put(store, "a", configMap("one")).object();
    assertThat(same).isEqualTo(made);
    assertThat(fixture.store.revision()).isEqualTo(before);
  }

  @Test
  void deleteTellsTheLastStateAtTheRevisionOfTheDelete() {
    make(store, "a", configMap("one"));
    DeleteResult gone = delete(store, "a", "one");
    assertThat(gone.deleted()).isTrue();
    assertThat(gone.object().revision()).isEqualTo(fixture.store.revision());
    StatusException missing =
        catchThrowableOfType(StatusException.class, () -> store.get("a", "one", ""));
    assertThat(missing.code()).isEqualTo(404);
    assertThat(missing.text()).isEqualTo("configmaps \"one\" not found");
  }

  @Test
  void watchersSeeTheWholeLife() {
    try (ObjectWatch watch = store.watch(since("a", "1"))) {
      long created = make(store, "a", configMap("one")).revision();
      make(store, "b", configMap("elsewhere"));
      ObjectNode changed = configMap("one");
      changed.withObject("/data").put("k", "v");
      long modified = put(store, "a", changed).object().revision();
      long deleted = delete(store, "a", "one").object().revision();
      assertThat(show(next(watch))).isEqualTo("ADDED one@" + created);
      assertThat(show(next(watch))).isEqualTo("MODIFIED one@" + modified);
      assertThat(show(next(watch))).isEqualTo("DELETED one@" + deleted);
    }
  }
}
