package io.jukung.server.http;

import io.jukung.server.response.ApiResponse.ConnectionUser;
import io.jukung.server.response.Duplex;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.FutureCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of Jetty's after an upgrade, as two blocking streams. It has no idle timeout: what
 * runs over it may be silent for hours (upstream: {@code Hijack}).
 */
final class UpgradedConnection extends AbstractConnection implements Connection.UpgradeTo, Duplex {
  private static final Logger LOG = LoggerFactory.getLogger(UpgradedConnection.class);

  private final ConnectionUser user;
  private final Runnable afterwards;
  private final Input in = new Input();
  private final Output out = new Output();
  private ByteBuffer early = BufferUtil.EMPTY_BUFFER;

  UpgradedConnection(
      EndPoint endPoint,
      java.util.concurrent.Executor executor,
      ConnectionUser user,
      Runnable afterwards) {
    super(endPoint, executor);
    this.user = user;
    this.afterwards = afterwards;
  }

  /** Takes what the client sent behind its request. */
  @Override
  public void onUpgradeTo(ByteBuffer buffer) {
    early = BufferUtil.copy(buffer);
  }

  @Override
  public void onOpen() {
    super.onOpen();
    getEndPoint().setIdleTimeout(0);
    Thread.ofVirtual().name("upgraded-" + getEndPoint().getRemoteSocketAddress()).start(this::run);
  }

  private void run() {
    try {
      user.use(this);
    } catch (IOException e) {
      LOG.debug("upgraded connection broke", e);
    } catch (RuntimeException e) {
      LOG.error("upgraded connection failed", e);
    } finally {
      close();
      afterwards.run();
    }
  }

  /** Not used: reads wait with callbacks of their own. */
  @Override
  public void onFillable() {}

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  /** Bytes from the client. Used by one thread. */
  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (early.hasRemaining()) {
        int n = Math.min(length, early.remaining());
        early.get(bytes, offset, n);
        return n;
      }
      // Jetty's buffers are in flush mode: position 0, limit 0 means empty.
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length).slice();
      buffer.limit(0);
      while (true) {
        int filled = getEndPoint().fill(buffer);
        if (filled != 0) {
          return filled;
        }
        FutureCallback ready = new FutureCallback();
        getEndPoint().fillInterested(ready);
        ready.block();
      }
    }
  }

  /** Bytes to the client. Used by one thread at a time. */
  private final class Output extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      FutureCallback written = new FutureCallback();
      getEndPoint().write(written, ByteBuffer.wrap(bytes, offset, length).slice());
      written.block();
    }
  }
}
