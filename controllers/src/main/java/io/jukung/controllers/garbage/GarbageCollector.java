package io.jukung.controllers.garbage;

import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.jukung.controllers.discovery.Discovery;
import io.jukung.controllers.event.EventRecorder;
import io.jukung.controllers.informer.MetadataInformer;
import io.jukung.controllers.queue.ReconcileLoop;
import io.jukung.controllers.queue.WorkQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The garbage collector of one API server. Started and stopped once; owns its threads. */
public final class GarbageCollector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GarbageCollector.class);
  private static final String NAME = "garbage-collector-controller";
  private static final int WORKERS = 20;

  /** How often new resources are looked for, and how long their informers are waited for. */
  private static final int SYNC_SECONDS = 30;

  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final Discovery discovery;
  private final ResourceMapper mapper = new ResourceMapper();
  private final Monitors monitors;
  private final ReconcileLoop<Node> deleting;
  private final ReconcileLoop<Node> orphaning;
  private final EventRecorder events;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Optional<Thread> syncing = Optional.empty();

  /**
   * A collector, not yet running.
   *
   * @param metadata whose objects come with nothing but their metadata
   * @param informers makes informers of nothing but metadata
   */
  public GarbageCollector(
      KubernetesClient objects,
      KubernetesClient metadata,
      Function<ResourceDefinitionContext, MetadataInformer> informers,
      EventRecorder events) {
    this.discovery = new Discovery(objects);
    this.events = events;
    WorkQueue<Node> toDelete = new WorkQueue<>(System::nanoTime);
    WorkQueue<Node> toOrphan = new WorkQueue<>(System::nanoTime);
    AbsentOwners absent = new AbsentOwners();
    Graph graph = new Graph(toDelete, toOrphan, absent, this::reportWrongNamespace);
    LiveObjects live = new LiveObjects(metadata, mapper);
    this.monitors = new Monitors(informers, graph);
    this.deleting =
        new ReconcileLoop<>(NAME, toDelete, new DeleteReconciler(graph, live, absent, toDelete));
    this.orphaning = new ReconcileLoop<>(NAME, toOrphan, new OrphanReconciler(graph, live));
  }

  /** Starts; the collecting begins when what there is is known. */
  public void start() {
    syncing = Optional.of(Thread.ofVirtual().name(NAME).start(this::syncUntilStopped));
  }

  private void syncUntilStopped() {
    boolean working = false;
    try {
      do {
        boolean known = sync();
        if (known && !working) {
          working = true;
          deleting.start(WORKERS);
          orphaning.start(WORKERS);
        }
      } while (!stopped.await(working ? SYNC_SECONDS : 1, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      monitors.close();
    }
  }

  /** Whether discovery answered. */
  private boolean sync() throws InterruptedException {
    try {
      Discovery.Resources found = discovery.read();
      mapper.reset(found);
      monitors.sync(found).get(SYNC_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (KubernetesClientException e) {
      LOG.debug("garbage collector: no discovery", e);
      return false;
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("garbage collector: not all resources are known, going on", e);
      return true;
    }
  }

  private void reportWrongNamespace(Identity dependent, OwnerReference owner) {
    events.warning(
        new ObjectReferenceBuilder()
            .withApiVersion(dependent.apiVersion())
            .withKind(dependent.kind())
            .withNamespace(dependent.namespace())
            .withName(dependent.name())
            .withUid(dependent.uid())
            .build(),
        "OwnerRefInvalidNamespace",
        "ownerRef "
            + Identity.of(owner, dependent.namespace())
            + " does not exist in namespace \""
            + dependent.namespace()
            + "\"");
  }

  /** Stops informers and workers. The clients may be closed when this returns. */
  @Override
  public void close() {
    stopped.countDown();
    syncing.ifPresent(GarbageCollector::end);
    deleting.close();
    orphaning.close();
  }

  private static void end(Thread thread) {
    thread.interrupt();
    try {
      if (!thread.join(STOP_LIMIT)) {
        LOG.warn("garbage collector: still waiting for the API server after {}", STOP_LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
