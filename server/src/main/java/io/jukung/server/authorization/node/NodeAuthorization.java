package io.jukung.server.authorization.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.bootstrap.Bootstrap;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.store.Registry;
import io.jukung.registry.store.ResourceStore;
import io.jukung.server.authorization.Authorizer;
import io.jukung.server.authorization.rbac.StaticRules;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The node authorizer with its graph, which is made when the first node comes. */
public final class NodeAuthorization implements AutoCloseable {
  private static final Duration LOAD_WAIT = Duration.ofSeconds(10);
  private static final List<GroupVersionResource> RESOURCES =
      List.of(
          new GroupVersionResource("", "v1", "pods"),
          new GroupVersionResource("", "v1", "persistentvolumes"),
          new GroupVersionResource("storage.k8s.io", "v1", "volumeattachments"),
          new GroupVersionResource("resource.k8s.io", "v1", "resourceslices"),
          new GroupVersionResource("certificates.k8s.io", "v1beta1", "podcertificaterequests"));

  private final Catalog catalog;
  private final Registry registry;
  private final NodeGraph graph = new NodeGraph();
  private final ReentrantLock starting = new ReentrantLock();
  private volatile @Nullable GraphFollower follower;
  private volatile @Nullable StaticRules rules;

  /** For the objects of {@code registry}, which need not be started yet. */
  public NodeAuthorization(Catalog catalog, Registry registry) {
    this.catalog = catalog;
    this.registry = registry;
  }

  /** The authorizer. */
  public Authorizer authorizer() {
    return new NodeAuthorizer(this::reaches, this::rules);
  }

  private boolean reaches(String node, String object) {
    GraphFollower running = follower;
    if (running == null) {
      running = started();
    }
    return running.awaitLoaded(LOAD_WAIT) && graph.reaches(node, object);
  }

  private GraphFollower started() {
    starting.lock();
    try {
      GraphFollower known = follower;
      if (known != null) {
        return known;
      }
      Map<String, ResourceStore> stores = new HashMap<>();
      for (GroupVersionResource resource : RESOURCES) {
        catalog
            .resource(resource)
            .ifPresent(type -> stores.put(resource.resource(), registry.store(type)));
      }
      GraphFollower made = new GraphFollower(graph, stores);
      made.start();
      follower = made;
      return made;
    } finally {
      starting.unlock();
    }
  }

  private StaticRules rules() {
    StaticRules known = rules;
    if (known == null) {
      known =
          Bootstrap.rbacObjects().stream()
              .filter(NodeAuthorization::isNodeRole)
              .findFirst()
              .map(StaticRules::of)
              .orElseThrow();
      rules = known;
    }
    return known;
  }

  private static boolean isNodeRole(ObjectNode object) {
    return object.path("kind").asText().equals("ClusterRole")
        && object.path("metadata").path("name").asText().equals("system:node");
  }

  /** Stops the graph's threads. */
  @Override
  public void close() {
    GraphFollower running = follower;
    if (running != null) {
      running.close();
    }
  }
}
