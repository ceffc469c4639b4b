package io.jukung.registry.store;

import static io.jukung.registry.store.RegistryFixture.configMap;
import static io.jukung.registry.store.RegistryFixture.delete;
import static io.jukung.registry.store.RegistryFixture.json;
import static io.jukung.registry.store.RegistryFixture.make;
import static io.jukung.registry.store.RegistryFixture.next;
import static io.jukung.registry.store.RegistryFixture.put;
import static io.jukung.registry.store.RegistryFixture.show;
import static io.jukung.registry.store.RegistryFixture.since;
import static io.jukung.registry.store.RegistryFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.StatusException;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deletion: finalizers, grace, preconditions, dry run. */
class DeletionTest {
  private final RegistryFixture fixture = new RegistryFixture();
  private final ResourceStore store = fixture.configMaps();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static DeleteOptions options(
      OptionalLong grace, String uid, String version, String policy, boolean dryRun) {
    return new DeleteOptions(
        grace,
        Optional.of(uid).filter(s -> !s.isEmpty()),
        Optional.of(version).filter(s -> !s.isEmpty()),
        Optional.of(policy).filter(s -> !s.isEmpty()),
        Optional.empty(),
        dryRun,
        AdmissionHook.NONE);
  }

  private static DeleteOptions policy(String policy) {
    return options(OptionalLong.empty(), "", "", policy, false);
  }

  private static DeleteOptions grace(long seconds) {
    return options(OptionalLong.of(seconds), "", "", "", false);
  }

  private DeleteResult remove(ResourceStore from, String name, DeleteOptions options) {
    return from.delete(RequestContext.server(), "a", name, options);
  }

  private StatusException refused(DeleteOptions options) {
    return catchThrowableOfType(StatusException.class, () -> remove(store, "one", options));
  }

  private static ObjectNode held(String name) {
    ObjectNode object = configMap(name);
    object.withObject("/metadata").putArray("finalizers").add("example.com/hold");
    return object;
  }

  @Test
  void finalizersKeepAnObjectUntilTheLastIsTakenAway() {
    make(store, "a", held("one"));
    DeleteResult marked = delete(store, "a", "one");
    assertThat(marked.deleted()).isFalse();
    JsonNode meta = tree(marked.object()).path("metadata");
    assertThat(meta.path("deletionTimestamp").asText()).isEqualTo("2026-11-20T12:00:00Z");
    assertThat(meta.path("deletionGracePeriodSeconds").asInt(-1)).isZero();
    assertThat(delete(store, "a", "one").object())
        .as("a second delete changes nothing")
        .isEqualTo(marked.object());

    ObjectNode more = held("one");
    more.withObject("/metadata").withArray("finalizers").add("example.com/late");
    StatusException late = catchThrowableOfType(StatusException.class, () -> put(store, "a", more));
    assertThat(late.text())
        .isEqualTo(
            "ConfigMap \"one\" is invalid: metadata.finalizers: Forbidden: no new finalizers can be"
                + " added if the object is being deleted, found new finalizers"
                + " []string{\"example.com/late\"}");

    StatusException again =
        catchThrowableOfType(StatusException.class, () -> make(store, "a", configMap("one")));
    assertThat(again.text())
        .isEqualTo("object is being deleted: configmaps \"one\" already exists");

    try (ObjectWatch watch = store.watch(since("a", Long.toString(marked.object().revision())))) {
      put(store, "a", configMap("one"));
      assertThat(show(next(watch))).isEqualTo("DELETED one@" + fixture.store.revision());
    }
  }

  @Test
  void propagationPoliciesBecomeFinalizers() {
    make(store, "a", configMap("one"));
    JsonNode foreground = tree(remove(store, "one", policy("Foreground")).object());
    assertThat(foreground.at("/metadata/finalizers/0").asText()).isEqualTo("foregroundDeletion");
    make(store, "a", configMap("two"));
    JsonNode orphan = tree(remove(store, "two", policy("Orphan")).object());
    assertThat(orphan.at("/metadata/finalizers/0").asText()).isEqualTo("orphan");
    make(store, "a", configMap("three"));
    assertThat(remove(store, "three", policy("Background")).deleted()).isTrue();
  }

  @Test
  void preconditionsMustHold() {
    StoredObject one = make(store, "a", configMap("one"));
    String uid = tree(one).at("/metadata/uid").asText();
    assertThat(refused(options(OptionalLong.empty(), "x", "", "", false)).text())
        .isEqualTo(
            "Operation cannot be fulfilled on ConfigMap \"one\": the UID in the precondition (x)"
                + " does not match the UID in record ("
                + uid
                + "). The object might have been deleted and then recreated");
    assertThat(refused(options(OptionalLong.empty(), "", "1", "", false)).text())
        .isEqualTo(
            "Operation cannot be fulfilled on ConfigMap \"one\": the ResourceVersion in the"
                + " precondition (1) does not match the ResourceVersion in record ("
                + one.revision()
                + "). The object might have been modified");
    assertThat(refused(policy("X")).text())
        .isEqualTo(
            "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value:"
                + " \"X\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"");
    String version = Long.toString(one.revision());
    assertThat(
            remove(store, "one", options(OptionalLong.empty(), uid, version, "", false)).deleted())
        .isTrue();
  }

  @Test
  void dryRunSaysTheSameAndDoesNothing() {
    make(store, "a", configMap("one"));
    long before = fixture.store.revision();
    assertThat(remove(store, "one", options(OptionalLong.empty(), "", "", "", true)).deleted())
        .isTrue();
    JsonNode marked =
        tree(
            remove(store, "one", options(OptionalLong.empty(), "", "", "Foreground", true))
                .object());
    assertThat(marked.at("/metadata/deletionTimestamp").isMissingNode()).isFalse();
    assertThat(fixture.store.revision()).isEqualTo(before);
  }

  private static ObjectNode pod(String node) {
    return json(
        "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p'},'spec':{"
            + (node.isEmpty() ? "" : "'nodeName':'" + node + "',")
            + "'terminationGracePeriodSeconds':30,'restartPolicy':'Always',"
            + "'dnsPolicy':'ClusterFirst','containers':[{'name':'c','image':'i',"
            + "'imagePullPolicy':'Always','terminationMessagePolicy':'File'}]}}");
  }

  @Test
  void aRunningPodGetsItsTime() {
    ResourceStore pods = fixture.pods();
    make(pods, "a", pod("node-1"));
    DeleteResult first = delete(pods, "a", "p");
    assertThat(first.deleted()).isFalse();
    JsonNode meta = tree(first.object()).path("metadata");
    assertThat(meta.path("deletionTimestamp").asText()).isEqualTo("2026-11-20T12:00:30Z");
    assertThat(meta.path("deletionGracePeriodSeconds").asInt()).isEqualTo(30);
    assertThat(meta.path("generation").asInt()).isEqualTo(2);
    assertThat(remove(pods, "p", grace(60)).object()).isEqualTo(first.object());
    JsonNode shorter = tree(remove(pods, "p", grace(5)).object()).path("metadata");
    assertThat(shorter.path("deletionTimestamp").asText()).isEqualTo("2026-11-20T12:00:05Z");
    assertThat(remove(pods, "p", grace(0)).deleted()).isTrue();
  }

  @Test
  void anUnscheduledPodGoesAtOnceAndIsSeenMarked() {
    ResourceStore pods = fixture.pods();
    long made = make(pods, "a", pod("")).revision();
    try (ObjectWatch watch = pods.watch(since("a", Long.toString(made)))) {
      assertThat(delete(pods, "a", "p").deleted()).isTrue();
      assertThat(show(next(watch))).isEqualTo("MODIFIED p@" + (made + 1));
      ObjectEvent gone = next(watch);
      assertThat(show(gone)).isEqualTo("DELETED p@" + (made + 2));
      JsonNode last = tree(((ObjectEvent.Deleted) gone).object());
      assertThat(last.at("/metadata/deletionGracePeriodSeconds").asInt(-1)).isZero();
    }
  }

  @Test
  void aNamespaceWaitsForItsContent() {
    ResourceStore namespaces = fixture.of("", "v1", "namespaces");
    JsonNode made =
        tree(
            make(
                namespaces,
                "",
                json("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'n'}}")));
    assertThat(made.at("/spec/finalizers/0").asText()).isEqualTo("kubernetes");
    assertThat(made.at("/status/phase").asText()).isEqualTo("Active");
    DeleteResult marked = delete(namespaces, "", "n");
    assertThat(marked.deleted()).isFalse();
    ObjectNode terminating = (ObjectNode) tree(marked.object());
    assertThat(terminating.at("/status/phase").asText()).isEqualTo("Terminating");
    terminating.withObject("/spec").remove("finalizers");
    namespaces.update(
        RequestContext.server(),
        "",
        "n",
        ObjectUpdate.replaceWith(terminating),
        new WriteOptions(false, "finalize", AdmissionHook.NONE));
    StatusException gone =
        catchThrowableOfType(StatusException.class, () -> namespaces.get("", "n", ""));
    assertThat(gone.code()).isEqualTo(404);
  }

  @Test
  void deleteCollectionTakesWhatIsSelected() {
    for (int i = 0; i < 4; i++) {
      make(store, "a", configMap("n" + i));
      make(store, "b", configMap("n" + i));
    }
    assertThat(
            store
                .deleteCollection(
                    RequestContext.server(), RegistryFixture.all("a"), DeleteOptions.DEFAULT)
                .objects())
        .hasSize(4);
    assertThat(RegistryFixture.names(store.list(RegistryFixture.all("")))).hasSize(4);
  }
}
