package io.jukung.controllers.pod;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jukung.controllers.event.EventRecorder;
import io.jukung.controllers.object.ApiErrors;
import io.jukung.controllers.object.Owners;
import java.util.Objects;

/** Makes and deletes pods for one controller, and tells of it. Safe for all threads. */
public final class PodControl {
  private static final int MAX_NAME = 253;

  private final KubernetesClient client;
  private final EventRecorder events;

  /** Makes pods through {@code client}. */
  public PodControl(KubernetesClient client, EventRecorder events) {
    this.client = client;
    this.events = events;
  }

  /** A pod of the template, controlled by the owner, with a name to be generated. */
  public static Pod fromTemplate(PodTemplateSpec template, HasMetadata owner) {
    ObjectMeta metadata = Objects.requireNonNullElseGet(template.getMetadata(), ObjectMeta::new);
    String prefix = owner.getMetadata().getName() + "-";
    return new PodBuilder()
        .withNewMetadata()
        .withGenerateName(prefix.length() > MAX_NAME ? owner.getMetadata().getName() : prefix)
        .withNamespace(owner.getMetadata().getNamespace())
        .withLabels(metadata.getLabels())
        .withAnnotations(metadata.getAnnotations())
        .withFinalizers(metadata.getFinalizers())
        .withOwnerReferences(Owners.controllerReference(owner))
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }

  /**
   * Makes the pod.
   *
   * @throws KubernetesClientException when it is refused; told as an event unless the namespace is
   *     going away
   */
  public Pod create(Pod pod, HasMetadata owner) {
    Pod made;
    try {
      made = client.resource(pod).create();
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isNamespaceTerminating(e)) {
        events.warning(owner, "FailedCreate", "Error creating: " + ApiErrors.message(e));
      }
      throw e;
    }
    events.normal(owner, "SuccessfulCreate", "Created pod: " + made.getMetadata().getName());
    return made;
  }

  /**
   * Deletes the pod.
   *
   * @throws KubernetesClientException when it is refused or gone; told as an event unless gone
   */
  public void delete(Pod pod, HasMetadata owner) {
    String name = pod.getMetadata().getName();
    try {
      client.raw(
          "/api/v1/namespaces/" + pod.getMetadata().getNamespace() + "/pods/" + name,
          "DELETE",
          null);
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isNotFound(e)) {
        events.warning(owner, "FailedDelete", "Error deleting: " + ApiErrors.message(e));
      }
      throw e;
    }
    events.normal(owner, "SuccessfulDelete", "Deleted pod: " + name);
  }
}
