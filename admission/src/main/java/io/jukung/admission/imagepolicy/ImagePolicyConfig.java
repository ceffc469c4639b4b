package io.jukung.admission.imagepolicy;

import io.jukung.registry.codec.value.GoDuration;
import io.jukung.registry.config.ConfigException;
import io.jukung.registry.config.ConfigNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Which server is asked, and how. Immutable.
 *
 * @param allowTtl how long a yes is remembered
 * @param denyTtl how long a no is
 * @param backoff the first wait before a failed call is made again
 * @param defaultAllow whether pods are let through while the server fails
 */
record ImagePolicyConfig(
    Path kubeconfig, Duration allowTtl, Duration denyTtl, Duration backoff, boolean defaultAllow) {
  private static final Duration LONGEST = Duration.ofMinutes(30);

  /**
   * Reads a configuration.
   *
   * @throws ConfigException when it can't be used
   */
  static ImagePolicyConfig of(Optional<byte[]> text) {
    ConfigNode root =
        ConfigNode.parse(text.orElseThrow(() -> new ConfigException("no config specified")));
    ConfigNode policy =
        root.child("imagePolicy")
            .orElseThrow(() -> new ConfigException("imagePolicy: expected an object"));
    Duration backoff =
        duration(
            policy,
            "retryBackoff",
            Duration.ofMillis(1),
            Duration.ofNanos(1),
            Duration.ofMinutes(5),
            Duration.ofMillis(500));
    Duration second = Duration.ofSeconds(1);
    Duration allow = duration(policy, "allowTTL", second, second, LONGEST, Duration.ofMinutes(5));
    Duration deny = duration(policy, "denyTTL", second, second, LONGEST, Duration.ofSeconds(30));
    if (policy.text("kubeConfigFile").isEmpty()) {
      throw new ConfigException(
          "invalid configuration: no configuration has been provided, try setting"
              + " KUBERNETES_MASTER environment variable");
    }
    return new ImagePolicyConfig(
        Path.of(policy.text("kubeConfigFile")),
        allow,
        deny,
        backoff,
        policy.flag("defaultAllow").orElse(false));
  }

  /** A number of {@code unit}; 0 takes the usual, -1 is none. */
  private static Duration duration(
      ConfigNode node,
      String field,
      Duration unit,
      Duration least,
      Duration most,
      Duration usually) {
    long number = node.number(field).orElse(0L);
    if (number == -1) {
      return Duration.ZERO;
    }
    if (number == 0) {
      return usually;
    }
    Duration value;
    try {
      value = unit.multipliedBy(number);
    } catch (ArithmeticException e) {
      throw new ConfigException(node.path(field) + ": " + number + " is too large");
    }
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new ConfigException(
          "valid value is between "
              + GoDuration.format(least.toNanos())
              + " and "
              + GoDuration.format(most.toNanos())
              + ", got "
              + GoDuration.format(value.toNanos()));
    }
    return value;
  }
}
