package io.jukung.controllers.rootca;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ApiErrors;
import io.jukung.controllers.object.Selectors;
import io.jukung.controllers.queue.Reconciler;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Makes or mends the ConfigMap {@code kube-root-ca.crt} of one namespace. */
public final class RootCaReconciler implements Reconciler<String> {
  /** The ConfigMap's name. */
  public static final String NAME = "kube-root-ca.crt";

  private static final String ANNOTATION = "kubernetes.io/description";
  private static final String DESCRIPTION =
      "Contains a CA bundle that can be used to verify the kube-apiserver when using internal"
          + " endpoints such as the internal service IP or kubernetes.default.svc. No other usage"
          + " is guaranteed across distributions of Kubernetes clusters.";

  private final KubernetesClient client;
  private final Informer<Namespace> namespaces;
  private final Informer<ConfigMap> maps;
  private final Map<String, String> data;

  /**
   * A reconciler that works through {@code client}.
   *
   * @param caPem the certificates in PEM
   */
  public RootCaReconciler(
      KubernetesClient client,
      Informer<Namespace> namespaces,
      Informer<ConfigMap> maps,
      String caPem) {
    this.client = client;
    this.namespaces = namespaces;
    this.maps = maps;
    this.data = Map.of("ca.crt", caPem);
  }

  @Override
  public Optional<Duration> reconcile(String namespaceName) {
    Optional<Namespace> namespace = namespaces.get("", namespaceName);
    if (namespace.isEmpty() || namespace.get().getMetadata().getDeletionTimestamp() != null) {
      return Optional.empty();
    }
    Optional<ConfigMap> current = maps.get(namespaceName, NAME);
    if (current.isEmpty()) {
      create(namespaceName);
    } else if (!data.equals(current.get().getData())
        || !Selectors.annotations(current.get()).containsKey(ANNOTATION)) {
      ConfigMap mended =
          new ConfigMapBuilder(current.get())
              .editMetadata()
              .addToAnnotations(ANNOTATION, DESCRIPTION)
              .endMetadata()
              .withData(data)
              .build();
      var _ = client.resource(mended).update();
    }
    return Optional.empty();
  }

  private void create(String namespace) {
    ConfigMap wanted =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(NAME)
            .withNamespace(namespace)
            .addToAnnotations(ANNOTATION, DESCRIPTION)
            .endMetadata()
            .withData(data)
            .build();
    try {
      var _ = client.resource(wanted).create();
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isNotFound(e) && !ApiErrors.isNamespaceTerminating(e)) {
        throw e;
      }
    }
  }
}
