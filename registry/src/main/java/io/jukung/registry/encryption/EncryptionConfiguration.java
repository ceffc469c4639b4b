package io.jukung.registry.encryption;

import io.jukung.registry.codec.value.GoBase64;
import io.jukung.registry.codec.value.ValueException;
import io.jukung.registry.config.ConfigException;
import io.jukung.registry.config.ConfigNode;
import io.jukung.registry.encryption.ProviderConfig.Algorithm;
import io.jukung.registry.status.FieldError;
import io.jukung.storage.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The file of {@code --encryption-provider-config}, read and checked ({@code
 * apis/apiserver/v1/types_encryption.go} and {@code validation/validation_encryption.go} at v1.36).
 *
 * @param entries in order: an earlier one wins
 */
record EncryptionConfiguration(List<Entry> entries) {
  /** What is done with some resources. */
  record Entry(List<String> resources, List<ProviderConfig> providers) {
    Entry {
      resources = List.copyOf(resources);
      providers = List.copyOf(providers);
    }
  }

  private static final List<String> API_VERSIONS = List.of("apiserver.config.k8s.io/v1");
  private static final Set<String> PROVIDERS =
      Set.of("aesgcm", "aescbc", "secretbox", "identity", "kms");

  EncryptionConfiguration {
    entries = List.copyOf(entries);
  }

  /**
   * Reads a file's text.
   *
   * @param reload whether the file is looked at again while the server runs
   * @throws ConfigException with all that is wrong with it
   */
  static EncryptionConfiguration parse(byte[] text, boolean reload) {
    ConfigNode root = ConfigNode.parse(text, "EncryptionConfiguration", API_VERSIONS);
    Reader reader = new Reader(reload);
    List<Entry> entries = reader.entries(root);
    if (!reader.errors.isEmpty()) {
      throw new ConfigException(FieldError.aggregate(reader.errors));
    }
    return new EncryptionConfiguration(entries);
  }

  /** Reads one file, keeping what is wrong with it. */
  private static final class Reader {
    private final List<FieldError> errors = new ArrayList<>();
    private final Set<String> kmsNames = new HashSet<>();
    private final boolean reload;

    Reader(boolean reload) {
      this.reload = reload;
    }

    List<Entry> entries(ConfigNode root) {
      root.allow(Set.of("kind", "apiVersion", "resources"));
      List<ConfigNode> nodes = root.children("resources");
      if (nodes.isEmpty()) {
        errors.add(FieldError.required("resources", "at least one resources is required"));
      }
      List<Entry> entries = new ArrayList<>();
      for (ConfigNode node : nodes) {
        node.allow(Set.of("resources", "providers"));
        List<String> resources = node.texts("resources");
        errors.addAll(EncryptedResources.check(node.path("resources"), resources));
        List<ConfigNode> providers = node.children("providers");
        if (providers.isEmpty()) {
          String path = node.path("providers");
          errors.add(FieldError.required(path, "at least one " + path + " is required"));
        }
        List<ProviderConfig> read = new ArrayList<>();
        providers.forEach(provider -> provider(provider).ifPresent(read::add));
        entries.add(new Entry(resources, read));
      }
      return entries;
    }

    private Optional<ProviderConfig> provider(ConfigNode node) {
      node.allow(PROVIDERS);
      List<String> named = PROVIDERS.stream().filter(node::has).toList();
      if (named.size() != 1) {
        errors.add(
            FieldError.invalidHidden(
                node.path(),
                named.isEmpty()
                    ? "provider does not contain any of the expected providers: KMS, AESGCM,"
                        + " AESCBC, Secretbox, Identity"
                    : "more than one provider specified in a single element, should split into"
                        + " different list elements"));
        return Optional.empty();
      }
      ConfigNode only = node.child(named.getFirst()).orElseThrow();
      return switch (named.getFirst()) {
        case "identity" -> {
          only.allow(Set.of());
          yield Optional.of(new ProviderConfig.Identity());
        }
        case "kms" -> kms(only);
        case "aesgcm" -> local(only, Algorithm.AES_GCM);
        case "aescbc" -> local(only, Algorithm.AES_CBC);
        default -> local(only, Algorithm.SECRETBOX);
      };
    }

    private Optional<ProviderConfig> local(ConfigNode node, Algorithm algorithm) {
      node.allow(Set.of("keys"));
      List<ConfigNode> nodes = node.children("keys");
      if (nodes.isEmpty()) {
        errors.add(FieldError.required(node.path("keys"), "at least one keys is required"));
      }
      List<ProviderConfig.Key> keys = new ArrayList<>();
      nodes.forEach(key -> key(key, algorithm).ifPresent(keys::add));
      return Optional.of(new ProviderConfig.Local(algorithm, keys));
    }

    private Optional<ProviderConfig.Key> key(ConfigNode node, Algorithm algorithm) {
      node.allow(Set.of("name", "secret"));
      String name = node.text("name");
      if (name.isEmpty()) {
        errors.add(mandatory(node.path("name"), "name", "key"));
      }
      String secret = node.text("secret");
      if (secret.isEmpty()) {
        errors.add(mandatory(node.path("secret"), "secret", "key"));
        return Optional.empty();
      }
      try {
        byte[] bytes = GoBase64.decode(secret.getBytes(StandardCharsets.UTF_8));
        if (algorithm.keyBytes().contains(bytes.length)) {
          return Optional.of(new ProviderConfig.Key(name, Bytes.wrap(bytes)));
        }
        String lengths = algorithm.keyBytes().toString().replace(",", "");
        errors.add(
            redacted(
                node,
                "secret is not of the expected length, got "
                    + bytes.length
                    + ", expected one of "
                    + lengths));
      } catch (ValueException e) {
        errors.add(redacted(node, "secrets must be base64 encoded"));
      }
      return Optional.empty();
    }

    private static FieldError redacted(ConfigNode node, String detail) {
      return FieldError.invalid(node.path("secret"), "REDACTED", detail);
    }

    private static FieldError mandatory(String path, String field, String of) {
      return FieldError.required(path, field + " is a mandatory field for a " + of);
    }

    private Optional<ProviderConfig> kms(ConfigNode node) {
      node.allow(Set.of("apiVersion", "name", "cachesize", "endpoint", "timeout"));
      String apiVersion = node.text("apiVersion").isEmpty() ? "v1" : node.text("apiVersion");
      String name = node.text("name");
      if (name.isEmpty()) {
        errors.add(mandatory(node.path("name"), "name", "provider"));
      }
      boolean v1 = apiVersion.equals("v1");
      if (!v1 && name.contains(":")) {
        errors.add(
            FieldError.invalid(
                node.path("name"),
                name,
                "invalid KMS provider name " + name + ", must not contain ':'"));
      }
      if ((reload || !v1) && kmsNames.contains(name)) {
        errors.add(
            FieldError.invalid(
                node.path("name"),
                name,
                "duplicate KMS provider name " + name + ", names must be unique"));
      }
      kmsNames.add(name);
      Duration timeout = node.duration("timeout").orElse(Duration.ofSeconds(3));
      if (!timeout.isPositive()) {
        errors.add(
            FieldError.invalid(
                node.path("timeout"), node.text("timeout"), "timeout should be a positive value"));
      }
      endpoint(node);
      cacheSize(node, v1);
      if (!v1 && !apiVersion.equals("v2")) {
        errors.add(
            FieldError.invalid(
                node.path("apiVersion"),
                apiVersion,
                "unsupported apiVersion apiVersion for KMS provider, only v1 and v2 are"
                    + " supported"));
      }
      return Optional.of(new ProviderConfig.Kms(apiVersion, name, node.text("endpoint"), timeout));
    }

    private void endpoint(ConfigNode node) {
      String endpoint = node.text("endpoint");
      String path = node.path("endpoint");
      if (endpoint.isEmpty()) {
        errors.add(FieldError.invalid(path, "", "endpoint is a mandatory field for a kms"));
      } else if (!endpoint.startsWith("unix:")) {
        int colon = endpoint.indexOf(':');
        errors.add(
            FieldError.invalid(
                path,
                endpoint,
                "unsupported scheme "
                    + FieldError.quote(colon < 0 ? "" : endpoint.substring(0, colon))
                    + " for KMS provider, only unix is supported"));
      }
    }

    private void cacheSize(ConfigNode node, boolean v1) {
      Optional<Long> size = node.number("cachesize");
      if (size.isEmpty()) {
        return;
      }
      String path = node.path("cachesize");
      String shown = Long.toString(size.get());
      if (!v1) {
        errors.add(
            new FieldError(
                FieldError.Type.INVALID, path, shown, "cachesize is not supported in v2"));
      } else if (size.get() == 0) {
        errors.add(
            new FieldError(
                FieldError.Type.INVALID,
                path,
                shown,
                "cachesize should be a positive value, or negative to disable"));
      }
    }
  }
}
