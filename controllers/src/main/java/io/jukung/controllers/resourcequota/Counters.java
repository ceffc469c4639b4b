package io.jukung.controllers.resourcequota;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.jukung.controllers.discovery.ApiResource;
import io.jukung.controllers.discovery.Discovery;
import io.jukung.controllers.informer.ChangeHandler;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.informer.MetadataInformer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The numbers of objects that quotas ask for: one metadata informer per resource, from the first
 * time it is asked for. Safe for all threads; owns the informers.
 */
final class Counters implements AutoCloseable {
  private static final Set<String> VERBS = Set.of("create", "list", "watch", "delete");
  private static final String COUNT = "count/";

  /** Resources that may be counted under their own name too. */
  private static final Set<String> OLDER =
      Set.of("configmaps", "resourcequotas", "replicationcontrollers", "secrets");

  private static final Set<String> IGNORED = Set.of("events", "events.events.k8s.io");

  /** What the controller follows anyway. */
  static final String QUOTAS = "resourcequotas";

  private final Discovery discovery;
  private final Informer<ResourceQuota> quotas;
  private final Function<ResourceDefinitionContext, MetadataInformer> informers;
  private final BiConsumer<String, Predicate<String>> room;
  private final Map<String, Counter> counters = new HashMap<>();
  private boolean closed;

  private record Counter(MetadataInformer informer, CompletableFuture<Void> started) {}

  /**
   * No informers yet.
   *
   * @param quotas counted from here: another informer might not know yet of the quota whose turn it
   *     is, and nothing would bring it up again
   * @param room is told when an object is gone: its namespace, and which amounts that is about
   */
  Counters(
      Discovery discovery,
      Informer<ResourceQuota> quotas,
      Function<ResourceDefinitionContext, MetadataInformer> informers,
      BiConsumer<String, Predicate<String>> room) {
    this.discovery = discovery;
    this.quotas = quotas;
    this.informers = informers;
    this.room = room;
  }

  /** The resource whose number an amount is. */
  static Optional<String> resource(String name) {
    if (name.startsWith(COUNT)) {
      return Optional.of(name.substring(COUNT.length()));
    }
    return OLDER.contains(name) ? Optional.of(name) : Optional.empty();
  }

  /**
   * How many objects of a resource a namespace has; empty when there is no such resource.
   *
   * @throws IllegalStateException when it is not known yet
   */
  OptionalInt count(String resource, String namespace) {
    if (resource.equals(QUOTAS)) {
      return OptionalInt.of(quotas.list(namespace).size());
    }
    Optional<Counter> counter = counter(resource);
    if (counter.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!counter.get().started.isDone()) {
      throw new IllegalStateException("the " + resource + " are not known yet");
    }
    return OptionalInt.of(counter.get().informer.count(namespace));
  }

  private synchronized Optional<Counter> counter(String resource) {
    Counter known = counters.get(resource);
    if (known != null || closed || IGNORED.contains(resource)) {
      return Optional.ofNullable(known);
    }
    return find(resource)
        .map(
            found -> {
              MetadataInformer informer = informers.apply(found.context());
              informer.handle(new Teller(resource));
              Counter counter = new Counter(informer, informer.start().toCompletableFuture());
              counters.put(resource, counter);
              return counter;
            });
  }

  private Optional<ApiResource> find(String resource) {
    try {
      return discovery.read().preferred().stream()
          .filter(one -> one.namespaced() && one.verbs().containsAll(VERBS))
          .filter(
              one ->
                  resource.equals(
                      one.group().isEmpty() ? one.plural() : one.plural() + "." + one.group()))
          .findFirst();
    } catch (KubernetesClientException e) {
      throw new IllegalStateException("no discovery", e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    counters.values().forEach(counter -> counter.informer.close());
    counters.clear();
  }

  /** Tells of objects that are gone. */
  private final class Teller implements ChangeHandler<GenericKubernetesResource> {
    private final String resource;

    Teller(String resource) {
      this.resource = resource;
    }

    @Override
    public void added(GenericKubernetesResource object) {
      // Admission has counted it.
    }

    @Override
    public void updated(GenericKubernetesResource before, GenericKubernetesResource after) {
      // The number is the same.
    }

    @Override
    public void deleted(GenericKubernetesResource last) {
      room.accept(
          last.getMetadata().getNamespace(),
          name -> resource(name).filter(resource::equals).isPresent());
    }
  }
}
