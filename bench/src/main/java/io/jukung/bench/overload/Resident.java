package io.jukung.bench.overload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The most memory a process had resident while this was open, by Linux' {@code /proc}. */
final class Resident implements AutoCloseable {
  private static final long EVERY_MILLIS = 250;

  private final Optional<Path> status;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile long peak;

  Resident(Optional<Long> pid) {
    status = pid.map(id -> Path.of("/proc", Long.toString(id), "status"));
    status.ifPresent(
        file -> {
          read(file);
          Thread.ofPlatform().daemon().name("resident").start(() -> follow(file));
        });
  }

  private void follow(Path file) {
    try {
      while (!stop.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        read(file);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(Path file) {
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("VmRSS:")) {
          peak = Math.max(peak, Long.parseLong(line.replaceAll("[^0-9]", "")) << 10);
        }
      }
    } catch (IOException e) {
      // It is gone, which the other figures tell.
      stop.countDown();
    }
  }

  /** In bytes; empty when no process was named. */
  OptionalLong peak() {
    return status.isPresent() ? OptionalLong.of(peak) : OptionalLong.empty();
  }

  @Override
  public void close() {
    stop.countDown();
  }
}
