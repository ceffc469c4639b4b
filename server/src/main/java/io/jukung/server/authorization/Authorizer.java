package io.jukung.server.authorization;

import io.jukung.registry.request.UserInfo;
import java.util.List;

/** Decides whether somebody may do something. Safe for all threads; must not block for long. */
public interface Authorizer {
  /** A decision. */
  sealed interface Decision {
    /** Yes. */
    record Allow(String reason) implements Decision {}

    /** No, whatever other authorizers say. */
    record Deny(String reason) implements Decision {}

    /** No reason to allow it: no, unless another authorizer allows it. */
    record NoOpinion(String reason) implements Decision {}

    /**
     * Nobody allows it, and not everybody could be asked.
     *
     * @param denied whether that means no, whatever other authorizers say
     */
    record Failed(boolean denied, String reason, String error) implements Decision {}
  }

  /** Decides. */
  Decision authorize(Attributes attributes);

  /**
   * All that somebody may do in a namespace, as far as it can be told.
   *
   * @param incomplete whether there may be more
   * @param error why there may be more; may be empty
   */
  record Rules(
      List<ResourceRule> resources,
      List<NonResourceRule> nonResources,
      boolean incomplete,
      String error) {
    /** Nothing. */
    public static final Rules NONE = new Rules(List.of(), List.of(), false, "");

    /** Copies the lists. */
    public Rules {
      resources = List.copyOf(resources);
      nonResources = List.copyOf(nonResources);
    }
  }

  /** Verbs on resources; {@code *} stands for all. */
  record ResourceRule(
      List<String> verbs, List<String> groups, List<String> resources, List<String> names) {}

  /** Verbs on paths; {@code *} stands for all. */
  record NonResourceRule(List<String> verbs, List<String> paths) {}

  /** All that {@code user} may do in {@code namespace}. */
  Rules rules(UserInfo user, String namespace);
}
