package io.jukung.controllers.rootca;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jukung.controllers.queue.Reconciler;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Makes or mends the ConfigMap {@code kube-root-ca.crt} of one namespace. */
public final class RootCaReconciler implements Reconciler<String> {
  /** The ConfigMap's name. */
  public static final String NAME = "kube-root-ca.crt";

  private final KubernetesClient client;
  private final ConfigMap wanted;

  /**
   * A reconciler that works through {@code client}.
   *
   * @param caPem the certificates in PEM
   */
  public RootCaReconciler(KubernetesClient client, String caPem) {
    this.client = client;
    this.wanted =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(NAME)
            .endMetadata()
            .withData(Map.of("ca.crt", caPem))
            .build();
  }

  @Override
  public Optional<Duration> reconcile(String namespaceName) {
    Namespace namespace = client.namespaces().withName(namespaceName).get();
    if (namespace == null || namespace.getMetadata().getDeletionTimestamp() != null) {
      return Optional.empty();
    }
    var configMaps = client.configMaps().inNamespace(namespaceName);
    ConfigMap current = configMaps.withName(NAME).get();
    if (current == null) {
      configMaps.resource(wanted).create();
    } else if (!wanted.getData().equals(current.getData())) {
      configMaps
          .resource(new ConfigMapBuilder(current).withData(wanted.getData()).build())
          .update();
    }
    return Optional.empty();
  }
}
