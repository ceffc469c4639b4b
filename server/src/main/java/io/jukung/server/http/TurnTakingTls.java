package io.jukung.server.http;

import io.jukung.server.http.HandshakeTurns.Rank;
import io.jukung.server.serving.ServingKeys;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty's TLS connections, whose handshakes take turns on half of the processors. */
final class TurnTakingTls extends SslConnectionFactory {
  private final HandshakeTurns turns =
      new HandshakeTurns(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

  private final ServingKeys keys;

  TurnTakingTls(SslContextFactory.Server tls, ServingKeys keys, String nextProtocol) {
    super(tls, nextProtocol);
    this.keys = keys;
  }

  @Override
  protected SslConnection newSslConnection(
      Connector connector, EndPoint endPoint, SSLEngine engine) {
    if (endPoint.getLocalSocketAddress() instanceof InetSocketAddress here) {
      keys.cameTo(engine, here.getAddress().getHostAddress());
    }
    return new TurnTakingConnection(connector, getSslContextFactory(), endPoint, engine, turns);
  }

  /** One that asks for a turn each time there is something to read, until its handshake is done. */
  private static final class TurnTakingConnection extends SslConnection
      implements SslHandshakeListener {
    private final HandshakeTurns turns;
    private final AtomicReference<Turn> turn = new AtomicReference<>(Turn.FREE);

    /** Where the connection stands. */
    private enum Turn {
      /** It may ask for a turn. */
      FREE,
      /** It has one. */
      TAKEN,
      /** Its handshake is over. */
      DONE
    }

    TurnTakingConnection(
        Connector connector,
        SslContextFactory.Server tls,
        EndPoint endPoint,
        SSLEngine engine,
        HandshakeTurns turns) {
      ByteBufferPool buffers = connector.getByteBufferPool();
      super(buffers, connector.getExecutor(), tls, endPoint, engine, false, false);
      this.turns = turns;
      addHandshakeListener(this);
    }

    @Override
    public void onFillable() {
      if (turn.get() == Turn.DONE) {
        super.onFillable();
        return;
      }
      try {
        turns.enter(rank());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        close();
        return;
      }
      if (!turn.compareAndSet(Turn.FREE, Turn.TAKEN)) {
        turns.leave();
      }
      try {
        super.onFillable();
      } finally {
        if (turn.compareAndSet(Turn.TAKEN, Turn.FREE)) {
          turns.leave();
        }
      }
    }

    /** A handshake has a session once the server has answered the client's first message. */
    private Rank rank() {
      if (getSSLEngine().getHandshakeSession() != null) {
        return Rank.BEGUN;
      }
      return getEndPoint().getLocalSocketAddress() instanceof InetSocketAddress here
              && getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress there
              && here.getAddress().equals(there.getAddress())
          ? Rank.OWN_MACHINE
          : Rank.OTHER;
    }

    // The same thread may go on to answer a request, a watch for instance: that is no handshake.
    @Override
    public void handshakeSucceeded(Event event) {
      over();
    }

    @Override
    public void handshakeFailed(Event event, Throwable failure) {
      over();
    }

    private void over() {
      if (turn.getAndSet(Turn.DONE) == Turn.TAKEN) {
        turns.leave();
      }
    }
  }
}
