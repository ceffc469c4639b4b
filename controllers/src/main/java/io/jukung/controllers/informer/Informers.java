package io.jukung.controllers.informer;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.jukung.controllers.client.Clients;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The informers of all controllers, one per resource. Safe for all threads; owns the informers. */
public final class Informers implements AutoCloseable {
  private final Clients clients;
  private final Map<Which, Informer<?>> shared = new LinkedHashMap<>();

  /** The name is empty for all objects of the type. */
  private record Which(Class<?> type, String name) {}

  /** No informers yet. */
  public Informers(Clients clients) {
    this.clients = clients;
  }

  /** The informer of a type, shared between all who ask for it before the start. */
  @SuppressWarnings("unchecked") // An informer is kept under the type it is of.
  public synchronized <T extends HasMetadata> Informer<T> of(Class<T> type) {
    return (Informer<T>)
        shared.computeIfAbsent(
            new Which(type, ""),
            key ->
                new Informer<T>(
                    clients.objects().resources(type).inAnyNamespace().runnableInformer(0),
                    Informers::dropManagedFields));
  }

  /**
   * The informer of those objects of a type that have one name, shared in the same way. Keeps
   * nothing of the others.
   */
  @SuppressWarnings("unchecked") // An informer is kept under the type it is of.
  public synchronized <T extends HasMetadata> Informer<T> named(Class<T> type, String name) {
    return (Informer<T>)
        shared.computeIfAbsent(
            new Which(type, name),
            key ->
                new Informer<T>(
                    clients
                        .objects()
                        .resources(type)
                        .inAnyNamespace()
                        .withField("metadata.name", name)
                        .runnableInformer(0),
                    Informers::dropManagedFields));
  }

  private static void dropManagedFields(HasMetadata object) {
    object.getMetadata().setManagedFields(List.of());
  }

  private static void keepCoordinates(GenericKubernetesResource object) {
    dropManagedFields(object);
    object.getMetadata().setAnnotations(Map.of());
    object.getMetadata().setLabels(Map.of());
  }

  /**
   * An informer of nothing but coordinates, owners and finalizers; the caller's own, to start and
   * to stop.
   */
  public MetadataInformer metadata(ResourceDefinitionContext resource) {
    Informer<GenericKubernetesResource> informer =
        new Informer<>(
            clients
                .metadata()
                .genericKubernetesResources(resource)
                .inAnyNamespace()
                .runnableInformer(0),
            Informers::keepCoordinates);
    return new MetadataInformer(informer);
  }

  /** Starts all shared informers; done when each knows all objects there are. */
  public synchronized CompletableFuture<Void> start() {
    List<CompletableFuture<Void>> started = new ArrayList<>();
    for (Informer<?> informer : shared.values()) {
      started.add(informer.start().toCompletableFuture());
    }
    return CompletableFuture.allOf(started.toArray(CompletableFuture[]::new));
  }

  /** Stops all shared informers. */
  @Override
  public synchronized void close() {
    shared.values().forEach(Informer::stop);
    shared.clear();
  }
}
