package io.jukung.controllers.event;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jukung.controllers.event.EventCorrelator.Observed;
import io.jukung.controllers.object.ApiErrors;
import io.jukung.controllers.object.Times;
import java.time.Clock;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the events of all recorders, one after the other, on a thread of its own. Holds a bounded
 * number that wait; more are dropped, as upstream does.
 */
public final class EventSink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventSink.class);
  private static final int WAITING = 1000;

  private final EventCorrelator correlator;
  private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Thread writer;

  private record Waiting(KubernetesClient client, RecordedEvent event) {}

  /** A sink that nothing waits in. */
  public EventSink(Clock clock) {
    this.correlator = new EventCorrelator(clock, System::nanoTime);
    this.writer = Thread.ofVirtual().name("events").start(this::write);
  }

  void add(KubernetesClient client, RecordedEvent event) {
    if (!waiting.offer(new Waiting(client, event))) {
      LOG.debug("event dropped, {} are waiting", WAITING);
    }
  }

  private void write() {
    try {
      while (true) {
        Waiting next = waiting.take();
        correlator.correlate(next.event()).ifPresent(event -> writeOrForget(next.client(), event));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeOrForget(KubernetesClient client, Observed event) {
    try {
      if (event.count() == 1) {
        client.resource(object(event)).create();
      } else if (!countUp(client, event)) {
        client.resource(object(event)).create();
      }
    } catch (KubernetesClientException e) {
      correlator.forget(event);
      LOG.debug("event not written: {}", ApiErrors.message(e));
    }
  }

  /** Whether the event was still there to be counted. */
  private static boolean countUp(KubernetesClient client, Observed event) {
    Event counted =
        new EventBuilder()
            .withCount(event.count())
            .withLastTimestamp(Times.text(event.last()))
            .withMessage(event.event().message())
            .build();
    String patch =
        "{\"count\":"
            + counted.getCount()
            + ",\"lastTimestamp\":\""
            + counted.getLastTimestamp()
            + "\",\"message\":"
            + client.getKubernetesSerialization().asJson(counted.getMessage())
            + "}";
    try {
      client
          .v1()
          .events()
          .inNamespace(namespace(event.event()))
          .withName(event.name())
          .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch);
      return true;
    } catch (KubernetesClientException e) {
      if (ApiErrors.isNotFound(e)) {
        return false;
      }
      throw e;
    }
  }

  private static Event object(Observed event) {
    RecordedEvent told = event.event();
    return new EventBuilder()
        .withNewMetadata()
        .withName(event.name())
        .withNamespace(namespace(told))
        .endMetadata()
        .withInvolvedObject(told.about())
        .withReason(told.reason())
        .withMessage(told.message())
        .withNewSource()
        .withComponent(told.component())
        .endSource()
        .withFirstTimestamp(Times.text(event.first()))
        .withLastTimestamp(Times.text(event.last()))
        .withCount(event.count())
        .withType(told.type())
        .withReportingComponent(told.component())
        .withReportingInstance("")
        .build();
  }

  private static String namespace(RecordedEvent event) {
    String namespace = event.about().getNamespace();
    return namespace == null || namespace.isEmpty() ? "default" : namespace;
  }

  /** Stops; what still waits is lost. */
  @Override
  public void close() {
    writer.interrupt();
  }
}
