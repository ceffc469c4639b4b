package io.jukung.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One run of the control plane, from the first word to the operator to the last. */
final class Session {
  /** How long a stop may take before the process ends anyway; above the server's own bound. */
  private static final long STOP_SECONDS = 20;

  private final PrintWriter out;
  private final PrintWriter err;

  Session(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /** Starts, tells where everything is, and runs until the process is told to stop. */
  int run(Settings settings) throws Exception {
    long startedNs = System.nanoTime();
    err.println("jukung: starting, with the data in " + settings.dataDir());
    err.flush();
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    try (ControlPlane controlPlane = ControlPlane.start(settings)) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stopAndAwait(stop, stopped), "jukung-stop"));
      greet(settings, controlPlane, (System.nanoTime() - startedNs) / 1_000_000);
      stop.await();
      err.println("jukung: stopping");
      err.flush();
    } finally {
      stopped.countDown();
    }
    return ExitCode.OK.status();
  }

  private void greet(Settings settings, ControlPlane controlPlane, long millis) {
    out.printf(
        "jukung: ready after %.1f s at %s (Kubernetes %s)%n",
        millis / 1000.0, controlPlane.url(), new Version().gitVersion());
    out.println("  kubeconfig  " + controlPlane.adminKubeconfig());
    out.println(
        "  try         kubectl --kubeconfig " + controlPlane.adminKubeconfig() + " get namespaces");
    if (!settings.controllers()) {
      out.println("  note        no controllers run here: see jukung controllers --help");
    }
    out.println("  stop        Ctrl-C, or kill " + ProcessHandle.current().pid());
    out.flush();
  }

  /**
   * Runs on the shutdown hook: a clean stop ends with status 0, where the signal would make it 143.
   */
  private static void stopAndAwait(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      if (stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(ExitCode.OK.status());
      }
      System.err.println(
          "jukung: not stopped after "
              + STOP_SECONDS
              + " s, ending anyway; nothing acknowledged is lost");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
