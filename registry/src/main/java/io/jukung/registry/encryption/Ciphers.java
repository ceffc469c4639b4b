package io.jukung.registry.encryption;

import io.jukung.registry.config.ConfigException;
import io.jukung.registry.encryption.EncryptedResources.Name;
import io.jukung.registry.encryption.kms.KmsPlugin;
import io.jukung.registry.encryption.kms.KmsProvider;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ciphers of one configuration, by resource. Immutable but for its KMS providers, which work
 * until it is closed. Safe for all threads.
 */
final class Ciphers implements AutoCloseable {
  /**
   * What ciphers need besides their keys.
   *
   * @param kms is told what KMS providers do
   */
  record Needs(InstantSource clock, SecureRandom random, KmsObserver kms) {}

  private static final ValueCipher IDENTITY = new IdentityCipher();

  private final Map<Name, ValueCipher> byResource = new HashMap<>();
  private final List<KmsProvider> providers = new ArrayList<>();
  private Duration timeouts = Duration.ZERO;

  /**
   * Makes the ciphers.
   *
   * @throws ConfigException when they can't be
   */
  Ciphers(EncryptionConfiguration config, Needs needs) {
    Map<Name, List<PrefixedCiphers.Part>> parts = new HashMap<>();
    try {
      for (EncryptionConfiguration.Entry entry : config.entries()) {
        List<PrefixedCiphers.Part> own = new ArrayList<>();
        entry.providers().forEach(provider -> own.add(part(provider, needs)));
        for (String resource : entry.resources()) {
          Name name = Name.of(resource);
          refuseMasked(parts, name, new Name("*", name.group()));
          refuseMasked(parts, name, new Name("*", "*"));
          parts.computeIfAbsent(name, n -> new ArrayList<>()).addAll(own);
        }
      }
    } catch (ConfigException e) {
      close();
      throw e;
    }
    parts.forEach(
        (name, all) -> byResource.put(name, new PrefixedCiphers(all, "no matching prefix found")));
  }

  private static void refuseMasked(
      Map<Name, List<PrefixedCiphers.Part>> parts, Name name, Name wider) {
    if (parts.containsKey(wider)) {
      throw new ConfigException(
          "resource \"" + name + "\" is masked by earlier rule \"" + wider + "\"");
    }
  }

  private PrefixedCiphers.Part part(ProviderConfig provider, Needs needs) {
    return switch (provider) {
      case ProviderConfig.Identity _ -> new PrefixedCiphers.Part("", IDENTITY);
      case ProviderConfig.Local local -> local(local, needs.random());
      case ProviderConfig.Kms kms -> kms(kms, needs);
    };
  }

  private static PrefixedCiphers.Part local(ProviderConfig.Local local, SecureRandom random) {
    List<PrefixedCiphers.Part> keys = new ArrayList<>();
    for (ProviderConfig.Key key : local.keys()) {
      ValueCipher cipher =
          switch (local.algorithm()) {
            case AES_GCM -> new AesGcm(key.secret().array(), random);
            case AES_CBC -> new AesCbc(key.secret().array(), random);
            case SECRETBOX -> new Secretbox(key.secret().array(), random);
          };
      keys.add(new PrefixedCiphers.Part(key.name() + ":", cipher));
    }
    return new PrefixedCiphers.Part(
        "k8s:enc:" + local.algorithm().field() + ":v1:",
        new PrefixedCiphers(
            keys,
            "no matching key was found for the provided "
                + local.algorithm().family()
                + " transformer"));
  }

  private PrefixedCiphers.Part kms(ProviderConfig.Kms kms, Needs needs) {
    if (kms.apiVersion().equals("v1")) {
      throw new ConfigException(
          "KMSv1 is deprecated and will only receive security updates going forward. Use KMSv2"
              + " instead.");
    }
    KmsProvider provider =
        new KmsProvider(
            kms.name(),
            new KmsPlugin(kms.name(), socket(kms), kms.timeout(), needs.kms()),
            needs.clock(),
            needs.random(),
            needs.kms());
    providers.add(provider);
    timeouts = timeouts.plus(kms.timeout());
    return new PrefixedCiphers.Part("k8s:enc:kms:v2:" + kms.name() + ":", provider);
  }

  private static Path socket(ProviderConfig.Kms kms) {
    String path;
    try {
      path = Optional.ofNullable(URI.create(kms.endpoint()).getPath()).orElse("");
    } catch (IllegalArgumentException e) {
      throw new ConfigException("invalid endpoint for kms provider: " + e.getMessage());
    }
    if (path.isEmpty() || path.startsWith("/@")) {
      throw new ConfigException(
          "could not configure KMSv2-Plugin's probe \""
              + kms.name()
              + "\": expected the path of a unix socket, found "
              + kms.endpoint());
    }
    return Path.of(path);
  }

  /** The cipher of a resource's values. */
  ValueCipher of(String group, String resource) {
    for (Name name : List.of(new Name(resource, group), new Name("*", group), new Name("*", "*"))) {
      ValueCipher cipher = byResource.get(name);
      if (cipher != null) {
        return cipher;
      }
    }
    return IDENTITY;
  }

  /** What is not encrypted, and not to be taken for it either. */
  static ValueCipher identity() {
    return IDENTITY;
  }

  /** Whether there are KMS providers. */
  boolean usesKms() {
    return !providers.isEmpty();
  }

  /** What is wrong with the KMS providers; empty when all is well. */
  Optional<String> failure() {
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < providers.size(); i++) {
      int index = i;
      providers
          .get(i)
          .failure()
          .ifPresent(text -> failures.add("kms-provider-" + index + ": " + text));
    }
    return failures.isEmpty()
        ? Optional.empty()
        : Optional.of(
            failures.size() == 1 ? failures.getFirst() : "[" + String.join(", ", failures) + "]");
  }

  /** How long calls that are under way may last, with room to spare. */
  Duration closeGrace() {
    return timeouts.multipliedBy(2);
  }

  @Override
  public void close() {
    providers.forEach(KmsProvider::close);
  }
}
