package io.jukung.controllers.garbage;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.jukung.controllers.discovery.ApiResource;
import io.jukung.controllers.discovery.Discovery.Resources;
import io.jukung.controllers.informer.ChangeHandler;
import io.jukung.controllers.informer.MetadataInformer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One metadata informer for each resource that can be deleted. Used by one thread. */
final class Monitors implements AutoCloseable {
  private static final Set<String> VERBS = Set.of("delete", "list", "watch");

  private final Function<ResourceDefinitionContext, MetadataInformer> informers;
  private final Graph graph;
  private final Map<ApiResource, MetadataInformer> running = new HashMap<>();

  Monitors(Function<ResourceDefinitionContext, MetadataInformer> informers, Graph graph) {
    this.informers = informers;
    this.graph = graph;
  }

  /**
   * Watches what there is now, and no longer what is gone; done when all that is new is known.
   * Resources of servers that do not answer are watched on.
   */
  CompletableFuture<Void> sync(Resources found) {
    Map<ApiResource, MetadataInformer> gone = new HashMap<>(running);
    List<CompletableFuture<Void>> started = new ArrayList<>();
    for (ApiResource resource : found.preferred()) {
      boolean events =
          resource.plural().equals("events")
              && (resource.group().isEmpty() || resource.group().equals("events.k8s.io"));
      if (events || !resource.verbs().containsAll(VERBS)) {
        continue;
      }
      if (gone.remove(resource) == null) {
        MetadataInformer informer = informers.apply(resource.context());
        informer.handle(new Teller(resource));
        running.put(resource, informer);
        started.add(informer.start().toCompletableFuture());
      }
    }
    gone.forEach(
        (resource, informer) -> {
          if (!found.stale().contains(resource.apiVersion())) {
            running.remove(resource);
            informer.close();
          }
        });
    return CompletableFuture.allOf(started.toArray(CompletableFuture[]::new));
  }

  @Override
  public void close() {
    running.values().forEach(MetadataInformer::close);
    running.clear();
  }

  /** Tells the graph of one resource's objects. */
  private final class Teller implements ChangeHandler<GenericKubernetesResource> {
    private final ApiResource resource;

    Teller(ApiResource resource) {
      this.resource = resource;
    }

    @Override
    public void added(GenericKubernetesResource object) {
      seen(null, object.getMetadata());
    }

    @Override
    public void updated(GenericKubernetesResource before, GenericKubernetesResource after) {
      seen(before.getMetadata(), after.getMetadata());
    }

    @Override
    public void deleted(GenericKubernetesResource last) {
      graph.gone(identity(last.getMetadata()));
    }

    private void seen(@Nullable ObjectMeta before, ObjectMeta after) {
      graph.seen(identity(after), before, after);
    }

    private Identity identity(ObjectMeta metadata) {
      return new Identity(
          resource.apiVersion(),
          resource.kind(),
          Objects.requireNonNullElse(metadata.getNamespace(), ""),
          metadata.getName(),
          metadata.getUid());
    }
  }
}
