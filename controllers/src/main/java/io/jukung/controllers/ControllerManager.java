package io.jukung.controllers;

import io.jukung.controllers.client.Clients;
import io.jukung.controllers.election.Leadership;
import java.time.Clock;
import java.util.Optional;

/**
 * kube-controller-manager: runs the controllers against one API server, when leader election is on
 * only while this process holds the lease. Started and stopped once.
 */
public final class ControllerManager implements AutoCloseable {
  private final Clients clients;
  private final ControllerOptions options;
  private final Clock clock;
  private Optional<AutoCloseable> running = Optional.empty();

  /**
   * The controllers, not yet running.
   *
   * @param clients who they are to the API server; stays the caller's to close
   */
  public ControllerManager(Clients clients, ControllerOptions options, Clock clock) {
    this.clients = clients;
    this.options = options;
    this.clock = clock;
    Controllers.check(options);
  }

  /** Starts; returns at once, the API server need not be there yet. */
  public void start() {
    if (!options.leaderElect()) {
      running = Optional.of(run());
      return;
    }
    Leadership leadership = new Leadership(clients.objects(), options.identity(), this::run);
    running = Optional.of(leadership);
    leadership.start();
  }

  private AutoCloseable run() {
    return ControllerRun.start(clients, options, clock);
  }

  /** Stops informers and workers, and gives the lease back. */
  @Override
  public void close() {
    running.ifPresent(
        part -> {
          try {
            part.close();
          } catch (Exception e) {
            throw new IllegalStateException("the controllers did not stop", e);
          }
        });
    running = Optional.empty();
  }
}
