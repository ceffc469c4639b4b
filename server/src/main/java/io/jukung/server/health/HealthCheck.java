package io.jukung.server.health;

import java.util.Optional;

/**
 * One check of the server's health.
 *
 * @param name such as {@code ping} or {@code etcd}
 */
public record HealthCheck(String name, Probe probe) {
  /** Looks after one thing. Safe for all threads; must not block for long. */
  @FunctionalInterface
  public interface Probe {
    /** What is wrong; empty when all is well. */
    Optional<String> failure();
  }

  /** The check that only shows that the server answers. */
  public static HealthCheck ping() {
    return new HealthCheck("ping", Optional::empty);
  }
}
