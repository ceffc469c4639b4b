package io.jukung.registry.store;

import static io.jukung.registry.store.RegistryFixture.CATALOG;
import static io.jukung.registry.store.RegistryFixture.all;
import static io.jukung.registry.store.RegistryFixture.configMap;
import static io.jukung.registry.store.RegistryFixture.make;
import static io.jukung.registry.store.RegistryFixture.names;
import static io.jukung.registry.store.RegistryFixture.next;
import static io.jukung.registry.store.RegistryFixture.put;
import static io.jukung.registry.store.RegistryFixture.since;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.encryption.EncryptedStore;
import io.jukung.registry.encryption.EncryptedValues;
import io.jukung.registry.encryption.EncryptionAtRest;
import io.jukung.registry.encryption.EncryptionConfig;
import io.jukung.registry.status.StatusException;
import io.jukung.storage.Bytes;
import io.jukung.storage.Operation;
import io.jukung.storage.Store;
import io.jukung.storage.Txn;
import io.jukung.storage.memory.InMemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted objects, and what one that can't be decrypted means for the others. */
class UnreadableTest {
  private static final Bytes LOST = Bytes.utf8("/registry/configmaps/n/lost");
  private static final String KEYS =
      "{kind: EncryptionConfiguration, apiVersion: apiserver.config.k8s.io/v1, resources: ["
          + "{resources: [configmaps], providers: [FIRST {aesgcm: {keys: [{name: k, secret:"
          + " MDEyMzQ1Njc4OWFiY2RlZg==}]}}]}]}";

  private static EncryptionAtRest encryption(Path folder, String first) throws Exception {
    Path file = Files.writeString(folder.resolve("e.yaml"), KEYS.replace("FIRST", first));
    return new EncryptionAtRest(
        new EncryptionConfig(file, false),
        Duration.ofMinutes(1),
        Clock.systemUTC(),
        new SecureRandom());
  }

  private static void raw(Store store, Operation operation) {
    store.txn(new Txn(List.of(), List.of(operation), List.of()));
  }

  private static void assertUnreadable(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(StatusException.class)
        .hasMessageEndingWith("no matching key was found for the provided AES transformer");
  }

  @Test
  void oneLostKeyFailsItsResourceOnlyAndIsGotOverWhenItIsGone(@TempDir Path folder)
      throws Exception {
    Store raw = InMemoryStore.open();
    try (EncryptionAtRest encryption = encryption(folder, "");
        RegistryFixture fixture =
            new RegistryFixture(
                RegistryConfig.DEFAULT,
                new EncryptedStore(raw, new EncryptedValues(encryption, CATALOG, "/registry/")))) {
      ResourceStore maps = fixture.configMaps();
      StoredObject made = make(maps, "n", configMap("a"));
      try (ObjectWatch watch = maps.watch(since("n", Long.toString(made.revision())))) {
        raw(raw, new Operation.Put(LOST, Bytes.utf8("k8s:enc:aesgcm:v1:gone:x")));
        assertThat(next(watch)).isInstanceOf(ObjectEvent.Failed.class);
      }
      assertUnreadable(() -> maps.list(all("n")));
      assertUnreadable(() -> maps.get("n", "lost", ""));
      assertUnreadable(() -> put(maps, "n", configMap("lost")));
      assertThat(maps.get("n", "a", "").name()).isEqualTo("a");
      assertThat(names(fixture.pods().list(all("")))).isEmpty();
      fixture.restart();
      assertUnreadable(() -> fixture.configMaps().list(all("n")));
      raw(raw, new Operation.Delete(LOST));
      long end = System.nanoTime() + RegistryFixture.PATIENCE.toNanos();
      while (!readable(fixture.configMaps()) && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThat(names(fixture.configMaps().list(all("n")))).containsExactly("a");
    }
  }

  private static boolean readable(ResourceStore maps) {
    try {
      maps.list(all("n")).close();
      return true;
    } catch (StatusException e) {
      return false;
    }
  }

  @Test
  void anUpdateThatChangesNothingWritesWhatIsStoredUnderAnOldKey(@TempDir Path folder)
      throws Exception {
    Store raw = InMemoryStore.open();
    Bytes key = Bytes.utf8("/registry/configmaps/n/a");
    long revision;
    try (EncryptionAtRest encryption = encryption(folder, "");
        RegistryFixture fixture =
            new RegistryFixture(
                RegistryConfig.DEFAULT,
                new EncryptedStore(raw, new EncryptedValues(encryption, CATALOG, "/registry/")))) {
      make(fixture.configMaps(), "n", configMap("a"));
      ObjectNode again = (ObjectNode) RegistryFixture.tree(fixture.configMaps().get("n", "a", ""));
      revision = put(fixture.configMaps(), "n", again).object().revision();
      assertThat(revision)
          .as("nothing to write")
          .isEqualTo(raw.get(key).orElseThrow().modRevision());
      try (EncryptionAtRest rotated = encryption(folder, "{identity: {}},");
          Registry registry =
              new Registry(
                  CATALOG,
                  new EncryptedStore(raw, new EncryptedValues(rotated, CATALOG, "/registry/")),
                  RegistryConfig.DEFAULT,
                  Clock.systemUTC(),
                  new java.util.Random(1))) {
        registry.start();
        ResourceStore maps =
            registry.store(
                CATALOG
                    .resource(
                        new io.jukung.registry.meta.GroupVersionResource("", "v1", "configmaps"))
                    .orElseThrow());
        assertThat(put(maps, "n", again).object().revision()).isGreaterThan(revision);
        assertThat(raw.get(key).orElseThrow().value().utf8()).startsWith("{");
      }
    }
  }
}
