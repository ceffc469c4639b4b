package io.jukung.registry.encryption.kms;

import io.jukung.registry.encryption.CipherException;
import io.jukung.registry.encryption.KmsObserver;
import io.jukung.registry.encryption.ValueCipher;
import io.jukung.storage.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One KMS v2 provider as a cipher: writes by a seed that the plugin wrapped under its present key,
 * for three minutes after it was last heard of; reads values of every seed the plugin unwraps. A
 * new seed is made when the plugin tells of another key. Safe for all threads.
 */
public final class KmsProvider implements ValueCipher, AutoCloseable {
  /** How long the plugin's last word about its key counts for writes. */
  private static final Duration WRITE_TTL = Duration.ofMinutes(3);

  private static final Duration PROBE_INTERVAL = Duration.ofMinutes(1);
  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);
  private static final Duration HEALTHY_TTL = Duration.ofSeconds(20);
  private static final Duration UNHEALTHY_TTL = Duration.ofSeconds(3);
  private static final int MAX_SEEDS = 1000;
  private static final Logger LOG = LoggerFactory.getLogger(KmsProvider.class);

  /** What is written by. */
  private record State(ValueCipher cipher, WrappedSeed seed, Instant expires) {}

  private record Health(Optional<String> failure, Instant until) {}

  private final String name;
  private final KmsPlugin plugin;
  private final KmsObserver observer;
  private final InstantSource clock;
  private final SecureRandom random;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable State state;
  // Guarded by this.
  private @Nullable Health health;
  private String version = "";
  // Guarded by itself.
  private final Map<WrappedSeed, ValueCipher> seeds =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<WrappedSeed, ValueCipher> eldest) {
          return size() > MAX_SEEDS;
        }
      };

  /**
   * A provider, asked once; it is looked after until {@link #close}.
   *
   * @param name in the configuration
   * @param plugin closed with this
   * @param observer is told of keys and seeds
   */
  public KmsProvider(
      String name,
      KmsPlugin plugin,
      InstantSource clock,
      SecureRandom random,
      KmsObserver observer) {
    this.name = name;
    this.plugin = plugin;
    this.observer = observer;
    this.clock = clock;
    this.random = random;
    Optional<String> first = failure();
    Thread.ofVirtual().name("kms-" + name).start(() -> follow(first.isEmpty()));
  }

  private void follow(boolean healthy) {
    boolean well = healthy;
    try {
      while (!closing.await(
          (well ? PROBE_INTERVAL : RETRY_INTERVAL).toMillis(), TimeUnit.MILLISECONDS)) {
        Optional<String> failure = failure();
        well = failure.isEmpty();
        failure.ifPresent(text -> LOG.warn("kms provider={} is not healthy: {}", name, text));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Its name in the configuration. */
  public String name() {
    return name;
  }

  /**
   * What is wrong with the plugin; empty when all is well. Asks it when the last answer is older
   * than some seconds, and takes a new seed when it tells of another key.
   */
  public synchronized Optional<String> failure() {
    Health known = health;
    if (known != null && clock.instant().isBefore(known.until)) {
      return known.failure;
    }
    Optional<String> failure;
    try {
      KmsPlugin.Status status;
      try {
        status = plugin.status();
      } catch (CipherException e) {
        throw new CipherException(
            "failed to perform status section of the healthz check for KMS Provider "
                + name
                + ", error: "
                + e.getMessage());
      }
      judge(status);
      failure = Optional.empty();
    } catch (CipherException e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
    }
    health =
        new Health(failure, clock.instant().plus(failure.isEmpty() ? HEALTHY_TTL : UNHEALTHY_TTL));
    return failure;
  }

  private void judge(KmsPlugin.Status status) throws CipherException {
    StringBuilder wrong = new StringBuilder();
    if (!status.healthz().equals("ok")) {
      add(wrong, "got unexpected healthz status: " + status.healthz());
    }
    if (!status.version().equals("v2") && !status.version().equals("v2beta1")) {
      add(wrong, "expected KMSv2 API version v2, got " + status.version());
    } else {
      version = version.isEmpty() ? status.version() : version;
      if (!version.equals(status.version())) {
        add(
            wrong,
            "KMSv2 API version should not change after the initial status response version "
                + version
                + ", got "
                + status.version());
      }
    }
    try {
      checked(status.keyId());
      rotate(status.keyId());
    } catch (CipherException e) {
      add(wrong, String.valueOf(e.getMessage()));
    }
    if (!wrong.isEmpty()) {
      throw new CipherException("kmsv2 Provider " + name + " is not healthy, error: " + wrong);
    }
  }

  private void checked(String keyId) throws CipherException {
    try {
      WrappedSeed.checkKeyId("got invalid KMSv2 KeyID hash \"" + hash(keyId) + "\": ", keyId);
    } catch (CipherException e) {
      observer.keyRefused(name, keyId.isEmpty() ? "empty" : "too_long");
      throw e;
    }
    observer.keyTold(name, keyId);
  }

  private static void add(StringBuilder all, String text) {
    all.append(all.isEmpty() ? "" : ", ").append(text);
  }

  private void rotate(String keyId) throws CipherException {
    Instant expires = clock.instant().plus(WRITE_TTL);
    State known = state;
    if (known != null && known.seed.keyId().equals(keyId)) {
      state = new State(known.cipher, known.seed, expires);
      return;
    }
    String uid = UUID.randomUUID().toString();
    long begun = System.nanoTime();
    byte[] seed = new byte[SeededGcm.SEED_BYTES];
    random.nextBytes(seed);
    observer.seedMade(System.nanoTime() - begun);
    WrappedSeed wrapped;
    try {
      wrapped = plugin.wrap(seed, uid).checked();
    } catch (CipherException e) {
      throw new CipherException(
          "failed to rotate DEK uid=\""
              + uid
              + "\": failed to encrypt DEK, error: "
              + e.getMessage());
    }
    if (!wrapped.keyId().equals(keyId)) {
      throw new CipherException(
          "failed to rotate DEK uid=\""
              + uid
              + "\", statusKeyIDHash=\""
              + hash(keyId)
              + "\", encryptKeyIDHash=\""
              + hash(wrapped.keyId())
              + "\"");
    }
    ValueCipher cipher = new SeededGcm(seed, random);
    remember(wrapped, cipher);
    state = new State(cipher, wrapped, expires);
    LOG.info("kms provider={} encrypts by a new seed, keyIdHash={}", name, hash(keyId));
  }

  private void remember(WrappedSeed seed, ValueCipher cipher) {
    int kept;
    synchronized (seeds) {
      seeds.put(seed, cipher);
      kept = seeds.size();
    }
    observer.seedsKept(name, kept);
  }

  @Override
  public byte[] seal(byte[] value, byte[] key) throws CipherException {
    State current = current();
    Instant now = clock.instant();
    if (now.isAfter(current.expires)) {
      throw new CipherException(
          "encryptedDEKSource with keyID hash \""
              + hash(current.seed.keyId())
              + "\" expired at "
              + current.expires
              + " (current time is "
              + now
              + ")");
    }
    Bytes data = Bytes.wrap(current.cipher.seal(value, key));
    observer.keyUsed(name, true, current.seed.keyId());
    return new EncryptedObject(data, current.seed).encode().array();
  }

  @Override
  public Opened open(byte[] stored, byte[] key) throws CipherException {
    EncryptedObject object = EncryptedObject.decode(stored);
    State current = current();
    Opened opened = cipher(object.seed()).open(object.data().array(), key);
    observer.keyUsed(name, false, object.seed().keyId());
    boolean stale =
        !object.seed().keyId().equals(current.seed.keyId())
            || object.seed().type() != current.seed.type();
    return new Opened(opened.value(), stale);
  }

  private State current() throws CipherException {
    State known = state;
    if (known == null) {
      throw new CipherException("got unexpected nil transformer");
    }
    return known;
  }

  private ValueCipher cipher(WrappedSeed seed) throws CipherException {
    synchronized (seeds) {
      ValueCipher known = seeds.get(seed);
      if (known != null) {
        return known;
      }
    }
    observer.seedMissed();
    byte[] unwrapped;
    try {
      unwrapped = plugin.unwrap(seed, UUID.randomUUID().toString());
    } catch (CipherException e) {
      throw new CipherException("failed to decrypt DEK, error: " + e.getMessage());
    }
    ValueCipher cipher =
        seed.type() == WrappedSeed.AES_GCM_KEY
            ? new io.jukung.registry.encryption.AesGcm(unwrapped, random)
            : new SeededGcm(unwrapped, random);
    remember(seed, cipher);
    return cipher;
  }

  private static String hash(String keyId) {
    try {
      return keyId.isEmpty()
          ? ""
          : "sha256:"
              + HexFormat.of()
                  .formatHex(
                      MessageDigest.getInstance("SHA-256").digest(Bytes.utf8(keyId).array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stops looking after the plugin; calls under way fail. */
  @Override
  public void close() {
    closing.countDown();
    plugin.close();
  }
}
