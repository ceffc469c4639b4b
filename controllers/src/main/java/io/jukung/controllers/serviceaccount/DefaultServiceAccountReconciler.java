package io.jukung.controllers.serviceaccount;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jukung.controllers.queue.Reconciler;
import java.time.Duration;
import java.util.Optional;

/** Makes the ServiceAccount {@code default} of one namespace when it is missing. */
public final class DefaultServiceAccountReconciler implements Reconciler<String> {
  /** The name every namespace has. */
  public static final String NAME = "default";

  private final KubernetesClient client;

  /** A reconciler that works through {@code client}. */
  public DefaultServiceAccountReconciler(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Optional<Duration> reconcile(String namespaceName) {
    Namespace namespace = client.namespaces().withName(namespaceName).get();
    if (namespace == null || namespace.getMetadata().getDeletionTimestamp() != null) {
      return Optional.empty();
    }
    if (client.serviceAccounts().inNamespace(namespaceName).withName(NAME).get() == null) {
      ServiceAccount account =
          new ServiceAccountBuilder()
              .withNewMetadata()
              .withName(NAME)
              .withNamespace(namespaceName)
              .endMetadata()
              .build();
      try {
        client.serviceAccounts().inNamespace(namespaceName).resource(account).create();
      } catch (KubernetesClientException e) {
        if (e.getCode() != 409) {
          throw e;
        }
      }
    }
    return Optional.empty();
  }
}
