package io.jukung.controllers;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.jukung.controllers.namespace.NamespaceReconciler;
import io.jukung.controllers.queue.ReconcileLoop;
import io.jukung.controllers.queue.Reconciler;
import io.jukung.controllers.queue.WorkQueue;
import io.jukung.controllers.rootca.RootCaReconciler;
import io.jukung.controllers.serviceaccount.DefaultServiceAccountReconciler;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs the controllers against one API server. Started and stopped once. */
public final class ControllerManager implements AutoCloseable {
  private static final int WORKERS = 2;

  private final KubernetesClient client;
  private final List<AutoCloseable> running = new ArrayList<>();
  private final WorkQueue<String> deletions;
  private final WorkQueue<String> accounts;
  private final WorkQueue<String> rootCas;

  /**
   * The controllers, not yet running.
   *
   * @param client who they are to the API server; stays the caller's to close
   * @param caPem the certificates of the API server's authority, in PEM
   */
  public ControllerManager(KubernetesClient client, String caPem, Clock clock) {
    this.client = client;
    this.deletions = loop("namespace", new NamespaceReconciler(client, clock));
    this.accounts = loop("serviceaccount", new DefaultServiceAccountReconciler(client));
    this.rootCas = loop("root-ca", new RootCaReconciler(client, caPem));
  }

  /** Starts informers and workers; returns once the informers are running. */
  public void start() {
    inform(
        client.namespaces().runnableInformer(0),
        namespace -> {
          String name = namespace.getMetadata().getName();
          deletions.add(name);
          accounts.add(name);
          rootCas.add(name);
        });
    inform(accountInformer(), account -> accounts.add(account.getMetadata().getNamespace()));
    inform(rootCaInformer(), map -> rootCas.add(map.getMetadata().getNamespace()));
  }

  private SharedIndexInformer<ServiceAccount> accountInformer() {
    return client
        .serviceAccounts()
        .inAnyNamespace()
        .withField("metadata.name", DefaultServiceAccountReconciler.NAME)
        .runnableInformer(0);
  }

  private SharedIndexInformer<ConfigMap> rootCaInformer() {
    return client
        .configMaps()
        .inAnyNamespace()
        .withField("metadata.name", RootCaReconciler.NAME)
        .runnableInformer(0);
  }

  private WorkQueue<String> loop(String name, Reconciler<String> reconciler) {
    WorkQueue<String> queue = new WorkQueue<>(System::nanoTime);
    ReconcileLoop<String> loop = new ReconcileLoop<>(name, queue, reconciler);
    loop.start(WORKERS);
    running.add(loop);
    return queue;
  }

  private <T> void inform(SharedIndexInformer<T> informer, Consumer<T> changed) {
    informer.addEventHandler(
        new ResourceEventHandler<T>() {
          @Override
          public void onAdd(T object) {
            changed.accept(object);
          }

          @Override
          public void onUpdate(T old, T object) {
            changed.accept(object);
          }

          @Override
          public void onDelete(T object, boolean finalStateUnknown) {
            changed.accept(object);
          }
        });
    // An API server that comes later, or goes for a while, is waited for.
    informer.exceptionHandler((wasRunning, failure) -> true);
    running.addFirst(informer);
    informer.start();
  }

  /** Stops informers, then workers. */
  @Override
  public void close() {
    for (AutoCloseable part : running) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException("a controller did not stop", e);
      }
    }
    running.clear();
  }
}
