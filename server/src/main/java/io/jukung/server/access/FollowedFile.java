package io.jukung.server.access;

import io.jukung.registry.config.ConfigException;
import io.jukung.server.metrics.ReloadMetrics;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A configuration file that is taken over when it changes: when its folder says so, and every
 * minute at the latest. What can't be used is told once and leaves in force what is. The file is
 * looked after by one virtual thread until this is closed.
 *
 * <p>Upstream: {@code k8s.io/apiserver/pkg/util/filesystem/watcher.go} at v1.36.
 */
public final class FollowedFile implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(FollowedFile.class);

  /** Takes a text over. */
  @FunctionalInterface
  public interface Taker {
    /**
     * Takes a text over, or says why not now; it is tried again.
     *
     * @throws ConfigException when the text can never be taken over
     */
    Optional<String> take(byte[] text);
  }

  private final Path file;
  private final Taker taker;
  private final WatchService changes;
  private final Optional<ReloadMetrics> metrics;
  private byte[] known;

  /**
   * A file whose text is in force already.
   *
   * @param known that text
   * @param metrics is told of each time it is taken over, or not, where upstream counts that
   */
  public FollowedFile(Path file, byte[] known, Taker taker, Optional<ReloadMetrics> metrics)
      throws IOException {
    this.metrics = metrics;
    metrics.ifPresent(counters -> counters.inForce(known));
    this.file = file.toAbsolutePath();
    this.known = known.clone();
    this.taker = taker;
    this.changes = FileSystems.getDefault().newWatchService();
    Path folder = this.file.getParent();
    if (folder != null) {
      var _ =
          folder.register(
              changes,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
    }
  }

  /** Begins to look after the file. */
  public void start() {
    Thread.ofVirtual().name("config-" + file.getFileName()).start(this::follow);
  }

  private void follow() {
    try {
      while (true) {
        WatchKey key = changes.poll(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        if (key != null) {
          key.pollEvents();
          var _ = key.reset();
        }
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ClosedWatchServiceException e) {
      LOG.debug("{} is not followed any more", file);
    }
  }

  private void look() {
    byte[] text;
    try {
      text = Files.readAllBytes(file);
    } catch (IOException e) {
      LOG.error("configuration {} can't be read: {}", file, String.valueOf(e));
      return;
    }
    if (Arrays.equals(text, known)) {
      return;
    }
    try {
      Optional<String> failure = taker.take(text);
      if (failure.isPresent()) {
        LOG.error("configuration {} stays as it was: {}", file, failure.get());
        reloaded(false);
        return;
      }
      reloaded(true);
      metrics.ifPresent(counters -> counters.inForce(text));
      LOG.info("configuration {} was loaded anew", file);
    } catch (ConfigException e) {
      reloaded(false);
      LOG.error("configuration {} stays as it was: {}", file, e.getMessage());
    }
    known = text;
  }

  private void reloaded(boolean success) {
    metrics.ifPresent(counters -> counters.reloaded(success));
  }

  @Override
  public void close() {
    try {
      changes.close();
    } catch (IOException e) {
      LOG.debug("the watch of {} did not close", file, e);
    }
  }
}
