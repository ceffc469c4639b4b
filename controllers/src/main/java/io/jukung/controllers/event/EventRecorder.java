package io.jukung.controllers.event;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Records one controller's events. Never waits, never fails. Safe for all threads. */
public final class EventRecorder {
  private final EventSink sink;
  private final KubernetesClient client;
  private final String component;

  /**
   * A recorder.
   *
   * @param client what they are written through
   * @param component the controller's name, which the events carry as their source
   */
  public EventRecorder(EventSink sink, KubernetesClient client, String component) {
    this.sink = sink;
    this.client = client;
    this.component = component;
  }

  /** Something went as it should. */
  public void normal(HasMetadata about, String reason, String message) {
    sink.add(client, new RecordedEvent(component, reference(about), "Normal", reason, message));
  }

  /** Something went wrong. */
  public void warning(HasMetadata about, String reason, String message) {
    sink.add(client, new RecordedEvent(component, reference(about), "Warning", reason, message));
  }

  /** Something went wrong with an object that is only known by its coordinates. */
  public void warning(ObjectReference about, String reason, String message) {
    sink.add(client, new RecordedEvent(component, about, "Warning", reason, message));
  }

  private static ObjectReference reference(HasMetadata object) {
    return new ObjectReferenceBuilder()
        .withApiVersion(object.getApiVersion())
        .withKind(object.getKind())
        .withNamespace(object.getMetadata().getNamespace())
        .withName(object.getMetadata().getName())
        .withUid(object.getMetadata().getUid())
        .withResourceVersion(object.getMetadata().getResourceVersion())
        .build();
  }
}
