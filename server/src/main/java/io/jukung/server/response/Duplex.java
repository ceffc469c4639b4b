package io.jukung.server.response;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A connection's bytes in both directions, without any protocol. Reading and writing block; one
 * thread may read while another writes. Closing from any thread ends both.
 */
public interface Duplex extends Closeable {
  /** What the peer sends; at its end when the peer is gone. */
  InputStream in();

  /** What the peer gets; every write is sent at once. */
  OutputStream out();

  /** Closes both directions; does nothing the second time. */
  @Override
  void close();
}
