package io.jukung.admission;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which plugins run; valid once made.
 *
 * @param enabled {@code --enable-admission-plugins}: beside those that run by default
 * @param disabled {@code --disable-admission-plugins}: that don't, though they would by default
 * @param file {@code --admission-control-config-file}: the plugins' own configurations
 */
public record AdmissionConfig(Set<String> enabled, Set<String> disabled, Optional<Path> file) {
  /** What runs by default, and nothing else. */
  public static final AdmissionConfig DEFAULT =
      new AdmissionConfig(Set.of(), Set.of(), Optional.empty());

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException when there is no such plugin, or one is both
   */
  public AdmissionConfig {
    enabled = Set.copyOf(enabled);
    disabled = Set.copyOf(disabled);
    known("enable-admission-plugins", enabled);
    known("disable-admission-plugins", disabled);
    Set<String> both = new HashSet<>(enabled);
    both.retainAll(disabled);
    if (!both.isEmpty()) {
      throw new IllegalArgumentException(
          both + " in enable-admission-plugins and disable-admission-plugins overlapped");
    }
  }

  private static void known(String flag, Set<String> names) {
    List<String> unknown = new ArrayList<>();
    for (String name : names) {
      if (!AdmissionPlugins.NAMES.contains(name)) {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          flag + " plugin \"" + unknown.getFirst() + "\" is unknown");
    }
  }

  /** Whether a plugin runs. */
  boolean runs(String name, boolean byDefault) {
    return byDefault ? !disabled.contains(name) : enabled.contains(name);
  }
}
