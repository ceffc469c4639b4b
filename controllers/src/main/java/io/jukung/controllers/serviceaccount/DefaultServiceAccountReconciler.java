package io.jukung.controllers.serviceaccount;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ApiErrors;
import io.jukung.controllers.queue.Reconciler;
import java.time.Duration;
import java.util.Optional;

/** Makes the ServiceAccount {@code default} of one namespace when it is missing. */
public final class DefaultServiceAccountReconciler implements Reconciler<String> {
  /** The name every namespace has. */
  public static final String NAME = "default";

  private final KubernetesClient client;
  private final Informer<Namespace> namespaces;
  private final Informer<ServiceAccount> accounts;

  /** A reconciler that works through {@code client}. */
  public DefaultServiceAccountReconciler(
      KubernetesClient client, Informer<Namespace> namespaces, Informer<ServiceAccount> accounts) {
    this.client = client;
    this.namespaces = namespaces;
    this.accounts = accounts;
  }

  @Override
  public Optional<Duration> reconcile(String namespaceName) {
    Optional<Namespace> namespace = namespaces.get("", namespaceName);
    if (namespace.isEmpty()
        || namespace.get().getMetadata().getDeletionTimestamp() != null
        || accounts.get(namespaceName, NAME).isPresent()) {
      return Optional.empty();
    }
    ServiceAccount account =
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withName(NAME)
            .withNamespace(namespaceName)
            .endMetadata()
            .build();
    try {
      var _ = client.resource(account).create();
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isAlreadyExists(e) && !ApiErrors.isNamespaceTerminating(e)) {
        throw e;
      }
    }
    return Optional.empty();
  }
}
