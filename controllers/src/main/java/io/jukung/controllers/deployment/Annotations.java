package io.jukung.controllers.deployment;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jukung.controllers.object.Selectors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** What Deployments and their ReplicaSets keep in annotations. */
final class Annotations {
  static final String REVISION = "deployment.kubernetes.io/revision";
  static final String ROLLBACK_TO = "deprecated.deployment.rollback.to";
  private static final String HISTORY = "deployment.kubernetes.io/revision-history";
  private static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
  private static final String MAX = "deployment.kubernetes.io/max-replicas";
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final Set<String> OWN =
      Set.of(LAST_APPLIED, REVISION, HISTORY, DESIRED, MAX, ROLLBACK_TO);

  /** The history's longest text, about a hundred revisions. */
  private static final int MAX_HISTORY = 2000;

  private Annotations() {}

  /** The object's own annotations, to be changed in place. */
  private static Map<String, String> of(HasMetadata object) {
    Map<String, String> copy = new LinkedHashMap<>(Selectors.annotations(object));
    object.getMetadata().setAnnotations(copy);
    return copy;
  }

  /** The object's place in the history; 0 when it has none that can be read. */
  static long revision(HasMetadata object) {
    return number(Selectors.annotations(object).getOrDefault(REVISION, "0"));
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  static OptionalInt desired(ReplicaSet set) {
    return count(set, DESIRED);
  }

  static OptionalInt max(ReplicaSet set) {
    return count(set, MAX);
  }

  private static OptionalInt count(ReplicaSet set, String key) {
    String text = Selectors.annotations(set).get(key);
    if (text == null) {
      return OptionalInt.empty();
    }
    long number = number(text);
    return number < 0 || number > Integer.MAX_VALUE
        ? OptionalInt.empty()
        : OptionalInt.of((int) number);
  }

  /** Sets the Deployment's revision; whether that changed it. */
  static boolean setRevision(Deployment deployment, String revision) {
    return !revision.equals(of(deployment).put(REVISION, revision));
  }

  /** Whether the set does not know how large the Deployment is. */
  static boolean sizesDiffer(ReplicaSet set, Deployment deployment) {
    Map<String, String> now = Selectors.annotations(set);
    return !sizes(deployment).entrySet().stream()
        .allMatch(e -> e.getValue().equals(now.get(e.getKey())));
  }

  /** Lets the set know how large the Deployment is. */
  static void setSizes(ReplicaSet set, Deployment deployment) {
    of(set).putAll(sizes(deployment));
  }

  private static Map<String, String> sizes(Deployment deployment) {
    int wanted = Sizes.wanted(deployment);
    return Map.of(
        DESIRED,
        Integer.toString(wanted),
        MAX,
        Integer.toString(wanted + Sizes.maxSurge(deployment)));
  }

  /**
   * Gives the newest set the Deployment's annotations and its revision; whether that changed it.
   */
  static boolean describe(ReplicaSet set, Deployment deployment, long newRevision, boolean exists) {
    Map<String, String> before = Map.copyOf(Selectors.annotations(set));
    Map<String, String> after = of(set);
    Selectors.annotations(deployment)
        .forEach(
            (key, value) -> {
              if (!OWN.contains(key)) {
                after.put(key, value);
              }
            });
    String old = after.get(REVISION);
    if (old == null || number(old) < newRevision) {
      after.put(REVISION, Long.toString(newRevision));
      if (old != null) {
        remember(after, old);
      }
    }
    if (!exists) {
      setSizes(set, deployment);
    }
    return !before.equals(Selectors.annotations(set));
  }

  private static void remember(Map<String, String> annotations, String old) {
    String history = annotations.getOrDefault(HISTORY, "");
    List<String> revisions =
        new ArrayList<>(history.isEmpty() ? List.of() : List.of(history.split(",", -1)));
    revisions.add(old);
    while (revisions.size() > 1 && String.join(",", revisions).length() > MAX_HISTORY) {
      revisions.removeFirst();
    }
    annotations.put(HISTORY, String.join(",", revisions));
  }

  /** Gives the Deployment the annotations of a set it goes back to. */
  static void restore(Deployment deployment, ReplicaSet set) {
    Map<String, String> annotations = of(deployment);
    annotations.keySet().retainAll(OWN);
    Selectors.annotations(set)
        .forEach(
            (key, value) -> {
              if (!OWN.contains(key)) {
                annotations.put(key, value);
              }
            });
  }

  static void remove(Deployment deployment, String key) {
    of(deployment).remove(key);
  }
}
