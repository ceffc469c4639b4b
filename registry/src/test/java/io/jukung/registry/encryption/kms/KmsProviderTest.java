package io.jukung.registry.encryption.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.registry.encryption.CipherException;
import io.jukung.registry.encryption.KmsObserver;
import io.jukung.registry.encryption.ValueCipher.Opened;
import io.jukung.storage.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider and a plugin, over a real socket. */
class KmsProviderTest {
  private static final byte[] KEY = "/registry/secrets/a".getBytes(StandardCharsets.UTF_8);
  private static final byte[] VALUE = "hello".getBytes(StandardCharsets.UTF_8);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-20T12:00:00Z"));
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final KmsObserver observer =
      new KmsObserver() {
        @Override
        public void called(String provider, String method, String status, long nanos) {
          told.add(provider + " called " + method + " " + status);
        }

        @Override
        public void keyUsed(String provider, boolean toStorage, String keyId) {
          told.add(provider + (toStorage ? " to " : " from ") + keyId);
        }

        @Override
        public void keyTold(String provider, String keyId) {
          told.add(provider + " told " + keyId);
        }

        @Override
        public void keyRefused(String provider, String error) {
          told.add(provider + " refused " + error);
        }

        @Override
        public void seedsKept(String provider, int seeds) {
          told.add(provider + " keeps " + seeds);
        }

        @Override
        public void seedMissed() {
          told.add("missed");
        }

        @Override
        public void seedMade(long nanos) {
          told.add("made");
        }
      };
  private final SecureRandom random = new SecureRandom();
  @TempDir private Path folder;

  private KmsProvider provider() {
    KmsPlugin plugin =
        new KmsPlugin("plug", folder.resolve("kms"), Duration.ofSeconds(10), observer);
    return new KmsProvider("plug", plugin, now::get, random, observer);
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  @Test
  void aNewKeyOfThePluginMeansANewSeedAndOldValuesAreStale() throws Exception {
    try (TestKmsPlugin plugin = new TestKmsPlugin(folder.resolve("kms"), "one");
        KmsProvider provider = provider()) {
      byte[] old = provider.seal(VALUE, KEY);
      assertThat(provider.open(old, KEY)).isEqualTo(new Opened(Bytes.wrap(VALUE), false));
      plugin.rotate("two");
      pass(Duration.ofSeconds(30));
      assertThat(provider.failure()).isEmpty();
      assertThat(provider.open(old, KEY)).isEqualTo(new Opened(Bytes.wrap(VALUE), true));
      byte[] fresh = provider.seal(VALUE, KEY);
      assertThat(provider.open(fresh, KEY).stale()).isFalse();
      assertThat(plugin.unwrapped()).as("seeds made here are known").isZero();
      try (KmsProvider other = provider()) {
        assertThat(other.open(old, KEY)).isEqualTo(new Opened(Bytes.wrap(VALUE), true));
        assertThat(other.open(old, KEY).stale()).isTrue();
        assertThat(plugin.unwrapped()).isEqualTo(1);
      }
    }
  }

  @Test
  void whatHappensIsTold() throws Exception {
    String call = "plug called /v2.KeyManagementService/";
    try (TestKmsPlugin plugin = new TestKmsPlugin(folder.resolve("kms"), "one");
        KmsProvider provider = provider()) {
      byte[] sealed = provider.seal(VALUE, KEY);
      assertThat(told)
          .containsExactly(
              call + "Status OK",
              "plug told one",
              "made",
              call + "Encrypt OK",
              "plug keeps 1",
              "plug to one");
      told.clear();
      try (KmsProvider other = provider()) {
        told.clear();
        assertThat(other.open(sealed, KEY).value()).isEqualTo(Bytes.wrap(VALUE));
        assertThat(told)
            .containsExactly("missed", call + "Decrypt OK", "plug keeps 2", "plug from one");
      }
      told.clear();
      plugin.rotate("");
      pass(Duration.ofSeconds(30));
      assertThat(provider.failure()).isPresent();
      assertThat(told).containsExactly(call + "Status OK", "plug refused empty");
      told.clear();
      plugin.rotate("x".repeat(2000));
      pass(Duration.ofSeconds(30));
      assertThat(provider.failure()).isPresent();
      assertThat(told).containsExactly(call + "Status OK", "plug refused too_long");
    }
  }

  @Test
  void withoutThePluginWritesGoOnForThreeMinutesAndReadsOfKnownSeedsForEver() throws Exception {
    try (TestKmsPlugin plugin = new TestKmsPlugin(folder.resolve("kms"), "one");
        KmsProvider provider = provider()) {
      byte[] sealed = provider.seal(VALUE, KEY);
      plugin.healthz("broken");
      pass(Duration.ofMinutes(1));
      assertThat(provider.failure().orElseThrow())
          .isEqualTo(
              "kmsv2 Provider plug is not healthy, error: got unexpected healthz status: broken");
      plugin.stop();
      pass(Duration.ofMinutes(4));
      assertThatThrownBy(() -> provider.seal(VALUE, KEY))
          .isInstanceOf(CipherException.class)
          .hasMessageContaining("expired at");
      assertThat(provider.open(sealed, KEY).value()).isEqualTo(Bytes.wrap(VALUE));
    }
  }

  @Test
  void brokenValuesAreRefused() throws Exception {
    try (TestKmsPlugin plugin = new TestKmsPlugin(folder.resolve("kms"), "one");
        KmsProvider provider = provider()) {
      assertThat(plugin.unwrapped()).isZero();
      byte[] sealed = provider.seal(VALUE, KEY);
      assertThatThrownBy(() -> provider.open(sealed, "/other".getBytes(StandardCharsets.UTF_8)))
          .hasMessage("cipher: message authentication failed");
      assertThatThrownBy(() -> provider.open(new byte[] {1, 2, 3}, KEY))
          .isInstanceOf(CipherException.class);
      assertThatThrownBy(() -> provider.open(new byte[0], KEY))
          .hasMessageContaining("encrypted DEK source is empty");
    }
  }
}
