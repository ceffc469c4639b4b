package io.jukung.registry.encryption;

import io.jukung.registry.config.ConfigException;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The encryption a server was told of: the ciphers in force, looked after while it runs. With
 * reload, a file that changed replaces them when it can be used and its KMS providers are well;
 * else those in force stay. Safe for all threads.
 *
 * <p>Upstream's counterparts: {@code encryptionconfig/config.go} and {@code
 * encryptionconfig/controller/controller.go} at v1.36.
 */
public final class EncryptionAtRest implements AutoCloseable {
  /** How often the file is looked at, as upstream. */
  public static final Duration RELOAD_INTERVAL = Duration.ofMinutes(1);

  private static final Duration HEALTH_WAIT = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(EncryptionAtRest.class);

  private record Loaded(Ciphers ciphers, Bytes hash) {}

  private final EncryptionConfig config;
  private final Duration interval;
  private final InstantSource clock;
  private final SecureRandom random;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final LateKmsObserver kms = new LateKmsObserver(() -> observer().kms());
  private volatile Loaded loaded;
  private volatile EncryptionObserver observer = EncryptionObserver.NONE;

  /**
   * Reads the file.
   *
   * @param interval how often to look at it again
   * @throws ConfigException when it can't be used; the message names no secret
   */
  public EncryptionAtRest(
      EncryptionConfig config, Duration interval, InstantSource clock, SecureRandom random) {
    this.config = config;
    this.interval = interval;
    this.clock = clock;
    this.random = random;
    this.loaded = load(text());
    if (config.reload()) {
      Thread.ofVirtual().name("encryption-reload").start(this::follow);
    }
  }

  private byte[] text() {
    try {
      return Files.readAllBytes(config.file());
    } catch (IOException e) {
      throw new ConfigException(
          "error while parsing file: error while loading file: error reading encryption provider"
              + " configuration file \""
              + config.file()
              + "\": "
              + e.getMessage());
    }
  }

  private Loaded load(byte[] text) {
    EncryptionConfiguration parsed;
    try {
      parsed = EncryptionConfiguration.parse(text, config.reload());
    } catch (ConfigException e) {
      throw new ConfigException("error while parsing file: " + e.getMessage());
    }
    try {
      return new Loaded(new Ciphers(parsed, new Ciphers.Needs(clock, random, kms)), hash(text));
    } catch (ConfigException e) {
      throw new ConfigException("error while building transformers: " + e.getMessage());
    }
  }

  /** Only this is kept of the text: keys are nowhere but in their ciphers. */
  private static Bytes hash(byte[] text) {
    try {
      return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void follow() {
    try {
      while (!closing.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          refresh();
        } catch (ConfigException e) {
          observer.reloaded(false, configHash());
          LOG.error(
              "encryption configuration {} stays as it was: {}", config.file(), e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes the file over when it changed. */
  private void refresh() throws InterruptedException {
    byte[] text = text();
    if (hash(text).equals(loaded.hash)) {
      return;
    }
    Loaded fresh = load(text);
    Optional<String> failure = settled(fresh.ciphers);
    if (failure.isPresent()) {
      fresh.ciphers.close();
      throw new ConfigException("health check for new transformers failed: " + failure.get());
    }
    Ciphers old = loaded.ciphers;
    loaded = fresh;
    observer.reloaded(true, configHash());
    LOG.info("encryption configuration {} was loaded anew", config.file());
    Thread.ofVirtual().name("encryption-retire").start(() -> retire(old));
  }

  private Optional<String> settled(Ciphers ciphers) throws InterruptedException {
    long end = System.nanoTime() + HEALTH_WAIT.toNanos();
    Optional<String> failure = ciphers.failure();
    while (failure.isPresent() && System.nanoTime() - end < 0) {
      if (closing.await(100, TimeUnit.MILLISECONDS)) {
        break;
      }
      failure = ciphers.failure();
    }
    return failure;
  }

  private void retire(Ciphers old) {
    try {
      var _ = closing.await(old.closeGrace().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    old.close();
  }

  /** Tells another observer from now on. */
  public void observe(EncryptionObserver other) {
    observer = other;
    kms.release();
  }

  EncryptionObserver observer() {
    return observer;
  }

  /** SHA-256 of the configuration in force, in hexadecimal. */
  public String configHash() {
    return HexFormat.of().formatHex(loaded.hash.array());
  }

  /** The ciphers in force. */
  Ciphers current() {
    return loaded.ciphers;
  }

  /** Whether health is asked about this at all, under the name {@code kms-providers}. */
  public boolean checked() {
    return config.reload() || current().usesKms();
  }

  /** What is wrong with the KMS providers; empty when all is well. */
  public Optional<String> failure() {
    return current().failure();
  }

  /** Ends all providers. */
  @Override
  public void close() {
    closing.countDown();
    loaded.ciphers.close();
  }
}
