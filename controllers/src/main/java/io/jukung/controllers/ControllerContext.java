package io.jukung.controllers;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.jukung.controllers.client.Clients;
import io.jukung.controllers.event.EventRecorder;
import io.jukung.controllers.event.EventSink;
import io.jukung.controllers.informer.Informers;
import io.jukung.controllers.queue.ReconcileLoop;
import io.jukung.controllers.queue.Reconciler;
import io.jukung.controllers.queue.WorkQueue;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * What a controller is built from, and what it hands back: the loops to run once the informers know
 * what there is. Used by the thread that builds the controllers.
 */
final class ControllerContext {
  /** Something to start once the informers know what there is. */
  interface Part extends AutoCloseable {
    /** Starts; called once. */
    void start();

    @Override
    void close();
  }

  private final Clients clients;
  private final Informers informers;
  private final EventSink events;
  private final Clock clock;
  private final ControllerOptions options;
  private final List<Part> parts;
  private final String account;
  private final KubernetesClient client;

  /** What nobody in particular is built from; see {@link #as}. */
  ControllerContext(
      Clients clients,
      Informers informers,
      EventSink events,
      Clock clock,
      ControllerOptions options) {
    this.clients = clients;
    this.informers = informers;
    this.events = events;
    this.clock = clock;
    this.options = options;
    this.account = "";
    this.client = clients.objects();
    this.parts = new ArrayList<>();
  }

  private ControllerContext(ControllerContext other, String account) {
    this.clients = other.clients;
    this.informers = other.informers;
    this.events = other.events;
    this.clock = other.clock;
    this.options = other.options;
    this.account = account;
    this.client = clients.objectsAs(account);
    this.parts = other.parts;
  }

  /** What the controller is built from that acts as this service account. */
  ControllerContext as(String serviceAccount) {
    return new ControllerContext(this, serviceAccount);
  }

  /** Reads and writes as the controller's service account. */
  KubernetesClient client() {
    return client;
  }

  /** Reads as the process, which may list and watch everything, as informers do. */
  KubernetesClient ownClient() {
    return clients.objects();
  }

  /** As {@link #client}; objects come with nothing but their metadata. */
  KubernetesClient metadata() {
    return clients.metadataAs(account);
  }

  Informers informers() {
    return informers;
  }

  EventRecorder recorder(String component) {
    return new EventRecorder(events, client, component);
  }

  Clock clock() {
    return clock;
  }

  ControllerOptions options() {
    return options;
  }

  /** An empty queue. */
  <K> WorkQueue<K> queue() {
    return new WorkQueue<>(System::nanoTime);
  }

  /** Lets workers hand the queue's keys to the reconciler. */
  <K> void run(String name, int workers, WorkQueue<K> queue, Reconciler<K> reconciler) {
    ReconcileLoop<K> loop = new ReconcileLoop<>(name, queue, reconciler);
    add(
        new Part() {
          @Override
          public void start() {
            loop.start(workers);
          }

          @Override
          public void close() {
            loop.close();
          }
        });
  }

  void add(Part part) {
    parts.add(part);
  }

  List<Part> parts() {
    return parts;
  }
}
