package io.jukung.controllers;

import io.jukung.controllers.client.Clients;
import io.jukung.controllers.election.Leadership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * kube-controller-manager: runs the controllers against one API server, when leader election is on
 * only while this process holds the lease. Begins anew when its kubeconfig changed, as it does when
 * the certificate in it is renewed. Started and stopped once; owns a thread that looks for that.
 */
public final class ControllerManager implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControllerManager.class);

  private final Path kubeconfig;
  private final String version;
  private final ControllerOptions options;
  private final Clock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("controllers-kubeconfig").factory());
  private Optional<Running> running = Optional.empty();

  private record Running(String kubeconfig, Clients clients, AutoCloseable work) {
    boolean of(String content) {
      return kubeconfig.equals(content);
    }

    void stop() {
      try (clients) {
        work.close();
      } catch (Exception e) {
        throw new IllegalStateException("the controllers did not stop", e);
      }
    }
  }

  /**
   * The controllers, not yet running.
   *
   * @param kubeconfig which API server, and who the controllers are to it
   * @param version the user agent's, such as {@code v1.36.2}
   * @throws IllegalArgumentException when the options name a controller that is not known, or an
   *     authority that can't sign
   */
  public ControllerManager(
      Path kubeconfig, String version, ControllerOptions options, Clock clock) {
    this.kubeconfig = kubeconfig;
    this.version = version;
    this.options = options;
    this.clock = clock;
    Controllers.check(options);
  }

  /**
   * Starts; returns at once, the API server need not be there yet.
   *
   * @throws IOException when the kubeconfig can't be read
   */
  public synchronized void start() throws IOException {
    running = Optional.of(begin(Files.readString(kubeconfig)));
    var _ = timer.scheduleWithFixedDelay(this::follow, 1, 1, TimeUnit.MINUTES);
  }

  private Running begin(String content) {
    Clients clients = new Clients(kubeconfig, version, options.serviceAccounts(), clock);
    if (!options.leaderElect()) {
      return new Running(content, clients, ControllerRun.start(clients, options, clock));
    }
    Leadership leadership =
        new Leadership(
            clients.objects(),
            options.identity(),
            () -> ControllerRun.start(clients, options, clock));
    leadership.start();
    return new Running(content, clients, leadership);
  }

  /**
   * Begins anew with the kubeconfig there is now if it is another than before; done every minute.
   */
  public synchronized void follow() {
    try {
      String content = Files.readString(kubeconfig);
      if (timer.isShutdown() || running.filter(run -> run.of(content)).isPresent()) {
        return;
      }
      LOG.info("kubeconfig={} changed, the controllers begin anew", kubeconfig);
      stop();
      running = Optional.of(begin(content));
    } catch (IOException | RuntimeException e) {
      LOG.warn("kubeconfig={} not taken over, tried again in a minute", kubeconfig, e);
    }
  }

  private void stop() {
    Optional<Running> last = running;
    running = Optional.empty();
    last.ifPresent(Running::stop);
  }

  /** Stops informers and workers, and gives the lease back. */
  @Override
  public synchronized void close() {
    timer.shutdownNow();
    stop();
  }
}
