package io.jukung.controllers;

import io.jukung.controllers.ControllerContext.Part;
import io.jukung.controllers.client.Clients;
import io.jukung.controllers.event.EventSink;
import io.jukung.controllers.informer.Informers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One term of the controllers: from the first list to the last worker's end. */
final class ControllerRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControllerRun.class);

  private final EventSink events;
  private final Informers informers;
  private final List<Part> parts;
  private final List<Part> started = new ArrayList<>();
  private boolean closed;

  private ControllerRun(Clients clients, ControllerOptions options, Clock clock) {
    this.events = new EventSink(clock);
    this.informers = new Informers(clients);
    ControllerContext context = new ControllerContext(clients, informers, events, clock, options);
    Controllers.build(context);
    this.parts = List.copyOf(context.parts());
  }

  /** Builds the controllers and starts their informers; they work once those know what there is. */
  static ControllerRun start(Clients clients, ControllerOptions options, Clock clock) {
    ControllerRun run = new ControllerRun(clients, options, clock);
    var _ = run.informers.start().thenRun(run::work).exceptionally(run::fail);
    return run;
  }

  private synchronized void work() {
    if (closed) {
      return;
    }
    for (Part part : parts) {
      part.start();
      started.add(part);
    }
  }

  /**
   * Tells why the informers did not start; one that was stopped before it started is no failure.
   */
  private synchronized @Nullable Void fail(Throwable failure) {
    if (!closed) {
      LOG.error("the controllers did not start", failure);
    }
    return null;
  }

  @Override
  public synchronized void close() {
    closed = true;
    informers.close();
    started.reversed().forEach(Part::close);
    events.close();
  }
}
