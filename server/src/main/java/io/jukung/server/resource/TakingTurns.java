package io.jukung.server.resource;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Lets other requests run after every 64 KB. Virtual threads are not taken off their processor by
 * the scheduler, so without this a client that reads as fast as the server writes would keep every
 * health check waiting until its list is over. Used by one thread.
 */
final class TakingTurns extends FilterOutputStream {
  private static final int TURN = 64 << 10;
  private int written;

  TakingTurns(OutputStream out) {
    super(out);
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // fairness only: nothing relies on it to be right
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    written += length;
    if (written >= TURN) {
      written = 0;
      Thread.yield();
    }
  }
}
