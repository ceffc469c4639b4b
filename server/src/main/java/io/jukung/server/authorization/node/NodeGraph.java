package io.jukung.server.authorization.node;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Which nodes an object is for. An object is known by {@link #key}; a source, such as a pod, ties a
 * number of objects to one node, and its ties go when it goes. Volumes tie themselves and their
 * secrets to the nodes of their claim. Safe for all threads.
 */
final class NodeGraph {
  private record Ties(String node, Set<String> objects) {}

  private record Volume(String claim, Set<String> secrets) {}

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  // All guarded by lock.
  private final Map<String, Map<String, Integer>> nodes = new HashMap<>();
  private final Map<String, Ties> sources = new HashMap<>();
  private final Map<String, Volume> volumes = new HashMap<>();
  private final Map<String, Set<String>> volumesOfSecret = new HashMap<>();

  /** How objects are named here; the namespace is empty for cluster-scoped ones. */
  static String key(String resource, String namespace, String name) {
    return resource + "/" + namespace + "/" + name;
  }

  /** Ties {@code objects} to {@code node} in place of what the source tied before. */
  void tie(String source, String node, Set<String> objects) {
    Ties ties = new Ties(node, Set.copyOf(objects));
    lock.writeLock().lock();
    try {
      if (ties.equals(sources.get(source))) {
        return;
      }
      remove(source);
      sources.put(source, ties);
      objects.forEach(
          object ->
              nodes.computeIfAbsent(object, key -> new HashMap<>()).merge(node, 1, Integer::sum));
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Forgets what the source tied. */
  void untie(String source) {
    lock.writeLock().lock();
    try {
      remove(source);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Forgets what all sources of a resource tied, volumes included. */
  void untieAll(String resource) {
    lock.writeLock().lock();
    try {
      Set.copyOf(sources.keySet()).stream()
          .filter(source -> source.startsWith(resource + "/"))
          .forEach(this::remove);
      Set.copyOf(volumes.keySet()).stream()
          .filter(volume -> volume.startsWith(resource + "/"))
          .forEach(this::removeVolume);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void remove(String source) {
    Ties old = sources.remove(source);
    if (old != null) {
      for (String object : old.objects()) {
        Map<String, Integer> counts = nodes.getOrDefault(object, Map.of());
        if (counts.merge(old.node(), -1, Integer::sum) <= 0) {
          counts.remove(old.node());
        }
        if (counts.isEmpty()) {
          nodes.remove(object);
        }
      }
    }
  }

  /** Ties a volume and its secrets to wherever its claim is used. */
  void tieVolume(String volume, String claim, Set<String> secrets) {
    lock.writeLock().lock();
    try {
      removeVolume(volume);
      volumes.put(volume, new Volume(claim, Set.copyOf(secrets)));
      secrets.forEach(
          secret -> volumesOfSecret.computeIfAbsent(secret, key -> new HashSet<>()).add(volume));
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Forgets a volume. */
  void untieVolume(String volume) {
    lock.writeLock().lock();
    try {
      removeVolume(volume);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void removeVolume(String volume) {
    Volume old = volumes.remove(volume);
    if (old != null) {
      for (String secret : old.secrets()) {
        Set<String> others = volumesOfSecret.getOrDefault(secret, new HashSet<>());
        others.remove(volume);
        if (others.isEmpty()) {
          volumesOfSecret.remove(secret);
        }
      }
    }
  }

  /** Whether the object is tied to the node. */
  boolean reaches(String node, String object) {
    lock.readLock().lock();
    try {
      if (nodes.getOrDefault(object, Map.of()).containsKey(node)) {
        return true;
      }
      Volume own = volumes.get(object);
      if (own != null && onNode(node, own)) {
        return true;
      }
      for (String volume : volumesOfSecret.getOrDefault(object, Set.of())) {
        Volume other = volumes.get(volume);
        if (other != null && onNode(node, other)) {
          return true;
        }
      }
      return false;
    } finally {
      lock.readLock().unlock();
    }
  }

  private boolean onNode(String node, Volume volume) {
    return nodes.getOrDefault(volume.claim(), Map.of()).containsKey(node);
  }
}
