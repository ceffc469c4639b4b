package io.jukung.controllers.informer;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.concurrent.CompletionStage;

/**
 * One resource's objects: their coordinates, owners, finalizers and times. Their kind reads {@code
 * PartialObjectMetadata}: whoever asked for the informer knows which it really is.
 */
public final class MetadataInformer implements AutoCloseable {
  private final Informer<GenericKubernetesResource> informer;

  MetadataInformer(Informer<GenericKubernetesResource> informer) {
    this.informer = informer;
  }

  /** Tells a handler of all changes; before the start. */
  public void handle(ChangeHandler<GenericKubernetesResource> handler) {
    informer.handle(handler);
  }

  /** How many objects a namespace has. */
  public int count(String namespace) {
    return informer.list(namespace).size();
  }

  /** Starts; done when all objects there are are known. */
  public CompletionStage<Void> start() {
    return informer.start();
  }

  /** Stops. */
  @Override
  public void close() {
    informer.stop();
  }
}
