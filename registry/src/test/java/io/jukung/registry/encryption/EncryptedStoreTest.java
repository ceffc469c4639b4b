package io.jukung.registry.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.config.ConfigException;
import io.jukung.registry.encryption.kms.TestKmsPlugin;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.Store;
import io.jukung.storage.Txn;
import io.jukung.storage.memory.InMemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values under keys, as a kube-apiserver keeps them. */
class EncryptedStoreTest {
  private static final Catalog CATALOG = Catalog.load();
  private static final Duration QUICK = Duration.ofMillis(20);
  private static final String K1 = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  private static final String K2 = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

  @TempDir private Path folder;
  private final Store raw = InMemoryStore.open();

  @AfterEach
  void close() {
    raw.close();
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(EncryptedStoreTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EncryptionAtRest encryption(String text, boolean reload) throws IOException {
    Path file = folder.resolve("encryption.yaml");
    Files.writeString(file, text);
    return new EncryptionAtRest(
        new EncryptionConfig(file, reload), QUICK, Clock.systemUTC(), new SecureRandom());
  }

  private EncryptedStore store(EncryptionAtRest encryption) {
    return new EncryptedStore(raw, new EncryptedValues(encryption, CATALOG, "/registry/"));
  }

  private static String configuration(String resources, String... providers) {
    return "kind: EncryptionConfiguration\napiVersion: apiserver.config.k8s.io/v1\nresources:\n"
        + "- resources: ["
        + resources
        + "]\n  providers:\n  - "
        + String.join("\n  - ", providers)
        + "\n";
  }

  private static String local(String kind, String name, String secret) {
    return kind + ": {keys: [{name: " + name + ", secret: " + secret + "}]}";
  }

  private static void put(Store store, String key, String value) {
    store.txn(
        new Txn(
            List.of(), List.of(new Operation.Put(Bytes.utf8(key), Bytes.utf8(value))), List.of()));
  }

  private static String get(Store store, String key) {
    return store.get(Bytes.utf8(key)).orElseThrow().value().utf8();
  }

  @Test
  void whatKubeApiserverStoredIsReadAndBoundToItsKey() throws IOException {
    Path socket = folder.resolve("kms");
    try (TestKmsPlugin plugin = new TestKmsPlugin(socket, "key-a");
        EncryptionAtRest encryption =
            encryption(
                resource("configuration.yaml").replace("SOCKET", socket.toString()), false)) {
      Store store = store(encryption);
      assertThat(encryption.checked()).isTrue();
      assertThat(encryption.failure()).isEmpty();
      int read = 0;
      for (String line : resource("stored.txt").lines().filter(l -> l.startsWith("/")).toList()) {
        String[] parts = line.split(" ", -1);
        Bytes value = Bytes.wrap(Base64.getDecoder().decode(parts[1]));
        Bytes key = Bytes.utf8(parts[0]);
        raw.txn(new Txn(List.of(), List.of(new Operation.Put(key, value)), List.of()));
        String name = parts[0].substring(parts[0].lastIndexOf('/') + 1);
        Bytes plain = store.get(key).orElseThrow().value();
        assertThat(UnreadableValue.reason(plain)).as(parts[0]).isEmpty();
        assertThat(new String(plain.array(), StandardCharsets.ISO_8859_1))
            .as(parts[0])
            .matches("(?s)(k8s\0|\\{).*" + name + ".*");
        assertThat(store.stale(key)).as(parts[0]).isFalse();
        Bytes moved = Bytes.utf8(parts[0] + "-moved");
        raw.txn(new Txn(List.of(), List.of(new Operation.Put(moved, value)), List.of()));
        boolean bound = value.utf8().startsWith("k8s:enc:aesgcm") || value.utf8().contains(":kms:");
        assertThat(UnreadableValue.reason(store.get(moved).orElseThrow().value()).isPresent())
            .as("what is authenticated with its key")
            .isEqualTo(bound);
        read++;
      }
      assertThat(read).isEqualTo(5);
      assertThat(plugin.unwrapped()).as("one seed for all values").isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"aesgcm", "aescbc", "secretbox"})
  void everyByteOfAStoredValueCounts(String kind) throws IOException {
    String key = "/registry/secrets/default/a";
    try (EncryptionAtRest encryption =
        encryption(configuration("secrets", local(kind, "k", K1)), false)) {
      Store store = store(encryption);
      put(store, key, "{\"kind\":\"Secret\"}");
      byte[] stored = raw.get(Bytes.utf8(key)).orElseThrow().value().array();
      assertThat(new String(stored, StandardCharsets.ISO_8859_1))
          .startsWith("k8s:enc:" + kind + ":v1:k:")
          .doesNotContain("Secret");
      assertThat(get(store, key)).isEqualTo("{\"kind\":\"Secret\"}");
      for (int i = 0; i < stored.length; i++) {
        byte[] changed = stored.clone();
        changed[i] ^= 1;
        raw.txn(
            new Txn(
                List.of(),
                List.of(new Operation.Put(Bytes.utf8(key), Bytes.wrap(changed))),
                List.of()));
        assertThat(get(store, key)).as("byte " + i).isNotEqualTo("{\"kind\":\"Secret\"}");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/registry/secrets/default/a, secrets",
    "/registry/secrets/default/a, '\"*.\"'",
    "/registry/deployments/default/a, '\"*.apps\"'",
    "/registry/stable.example.com/crontabs/default/a, crontabs.stable.example.com",
    "/registry/stable.example.com/crontabs/a, '\"*.stable.example.com\"'",
    "/registry/stable.example.com/crontabs/default/a, '\"*.*\"'",
    "/registry/events/default/a, events",
    "/registry/services/specs/default/a, services",
    "/registry/apiextensions.k8s.io/customresourcedefinitions/a, '\"*.apiextensions.k8s.io\"'",
  })
  void resourcesAreFoundByKey(String key, String resources) throws IOException {
    try (EncryptionAtRest encryption =
        encryption(configuration(resources, local("aesgcm", "k", K1)), false)) {
      put(store(encryption), key, "{}");
      assertThat(get(raw, key)).startsWith("k8s:enc:aesgcm:v1:k:");
      for (String other :
          List.of("/registry/masterleases/a", "/registry/ranges/a", "/other/secrets/default/a")) {
        put(store(encryption), other, "{}");
        assertThat(get(raw, other)).as("nothing without an API is encrypted").isEqualTo("{}");
      }
    }
  }

  @Test
  void rotationReadsAllWritesTheFirstAndTellsWhatIsOld() throws IOException {
    String key = "/registry/secrets/default/a";
    put(raw, key, "{}");
    String[][] steps = {
      {local("aescbc", "one", K1), "identity: {}"},
      {local("aesgcm", "two", K2), local("aescbc", "one", K1)},
      {local("aesgcm", "three", K1), local("aesgcm", "two", K2)},
      {local("secretbox", "four", K1), local("aesgcm", "three", K1)},
      {"identity: {}", local("secretbox", "four", K1)},
    };
    for (String[] providers : steps) {
      try (EncryptionAtRest encryption = encryption(configuration("secrets", providers), false)) {
        Store store = store(encryption);
        assertThat(get(store, key)).isEqualTo("{}");
        assertThat(store.stale(Bytes.utf8(key))).as(providers[0]).isTrue();
        put(store, key, "{}");
        assertThat(store.stale(Bytes.utf8(key))).isFalse();
        assertThat(get(store, key)).isEqualTo("{}");
      }
    }
    assertThat(get(raw, key)).isEqualTo("{}");
  }

  @Test
  void whatNoKeyReadsIsToldAsUnreadableAndHidesNothingElse() throws IOException {
    try (EncryptionAtRest encryption =
        encryption(configuration("secrets", local("aesgcm", "k", K1)), false)) {
      Store store = store(encryption);
      put(store, "/registry/secrets/default/a", "{}");
      put(raw, "/registry/secrets/default/b", "k8s:enc:aesgcm:v1:lost:xyz");
      put(raw, "/registry/secrets/default/c", "{}");
      put(raw, "/registry/configmaps/default/d", "k8s:enc:aescbc:v1:key1:xyz");
      assertThat(
              store.range(RangeRequest.of(KeyRange.ALL)).items().stream()
                  .map(KeyValue::value)
                  .map(value -> UnreadableValue.reason(value).orElse(value.utf8())))
          .containsExactly(
              "identity transformer tried to read encrypted data",
              "{}",
              "no matching key was found for the provided AES transformer",
              "no matching prefix found");
    }
  }

  @Test
  void aChangedFileIsTakenOverAndABrokenOneIsNot() throws Exception {
    String key = "/registry/secrets/default/a";
    Path file = folder.resolve("encryption.yaml");
    try (EncryptionAtRest encryption =
        encryption(configuration("secrets", local("aesgcm", "one", K1)), true)) {
      Store store = store(encryption);
      put(store, key, "{}");
      Files.writeString(file, "kind: Nonsense\n");
      Files.writeString(
          file, configuration("secrets", local("aesgcm", "two", K2), local("aesgcm", "one", K1)));
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (!store.stale(Bytes.utf8(key)) && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThat(get(store, key)).isEqualTo("{}");
      put(store, key, "{}");
      assertThat(get(raw, key)).startsWith("k8s:enc:aesgcm:v1:two:");
      assertThat(encryption.checked()).as("with reload there is always a check").isTrue();
    }
  }

  @Test
  void aMaskedRuleAndKmsV1AreRefused() {
    String masked =
        configuration("\"*.apps\"", "identity: {}")
            + "- resources: [deployments.apps]\n  providers: [{identity: {}}]\n";
    assertThatThrownBy(() -> encryption(masked, false))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "error while building transformers: resource \"deployments.apps\" is masked by earlier"
                + " rule \"*.apps\"");
    assertThatThrownBy(
            () ->
                encryption(
                    configuration("secrets", "kms: {name: old, endpoint: 'unix:///x'}"), false))
        .hasMessageContaining("KMSv1 is deprecated");
  }
}
