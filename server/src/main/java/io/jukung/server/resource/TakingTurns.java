package io.jukung.server.resource;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets other requests run after every 64 KB. Virtual threads are not taken off their processor by
 * the scheduler, so without this a client that reads as fast as the server writes would keep every
 * health check waiting until its list is over. Used by one thread.
 *
 * <p>A turn is given up by waiting for a moment, not by {@link Thread#yield}: a thread that yields
 * stays in its processor's own queue, which is worked off before anything new is looked at, so a
 * few long lists that only yield keep new requests out until the last of them is over.
 */
final class TakingTurns extends FilterOutputStream {
  private static final int TURN = 64 << 10;
  private int written;

  TakingTurns(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    written += length;
    if (written >= TURN) {
      written = 0;
      LockSupport.parkNanos(1);
    }
  }
}
