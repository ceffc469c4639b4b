package io.jukung.server.connect;

import io.jukung.server.response.Duplex;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyGoAwayFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;

/**
 * The client's end of SPDY/3.1 as kubelets speak it: streams are opened by this side, and windows
 * are not kept (Go's {@code moby/spdystream} does not); TCP holds back who is too fast. One thread
 * reads; writes may come from several. Netty knows the frames.
 */
final class SpdyClient {
  private static final int READ_BYTES = 32 << 10;

  /** Told of what comes in, by the reading thread. */
  interface Listener {
    /** Bytes of a stream, perhaps none, perhaps the last. */
    void data(int stream, byte[] bytes, boolean last) throws IOException;

    /** Whether there is more to wait for. */
    boolean done();
  }

  private final Duplex connection;
  private final EmbeddedChannel incoming =
      new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
  private final EmbeddedChannel outgoing =
      new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
  private int nextStream = 1;

  /** Speaks SPDY on the connection, after the upgrade. */
  SpdyClient(Duplex connection) {
    this.connection = connection;
  }

  /** Opens a stream of a type; its id. */
  synchronized int open(String type) throws IOException {
    int stream = nextStream;
    nextStream += 2;
    DefaultSpdySynStreamFrame frame = new DefaultSpdySynStreamFrame(stream, 0, (byte) 0);
    frame.headers().set("streamtype", type);
    write(frame);
    return stream;
  }

  /** Sends bytes on a stream; {@code last} closes this side of it. From any thread. */
  synchronized void data(int stream, byte[] bytes, int offset, boolean last) throws IOException {
    write(
        new DefaultSpdyDataFrame(
                stream, Unpooled.wrappedBuffer(bytes, offset, bytes.length - offset))
            .setLast(last));
  }

  private void write(Object frame) throws IOException {
    outgoing.writeOutbound(frame);
    for (ByteBuf bytes = outgoing.readOutbound(); bytes != null; bytes = outgoing.readOutbound()) {
      try {
        connection.out().write(ByteBufUtil.getBytes(bytes));
      } finally {
        bytes.release();
      }
    }
  }

  /**
   * Reads until the listener is done or the other side has gone.
   *
   * @throws IOException when the connection breaks or the protocol is broken
   */
  void read(Listener listener) throws IOException {
    byte[] buffer = new byte[READ_BYTES];
    while (!listener.done()) {
      int read = connection.in().read(buffer);
      if (read < 0) {
        return;
      }
      try {
        incoming.writeInbound(Unpooled.copiedBuffer(buffer, 0, read));
      } catch (CodecException e) {
        throw new IOException("not a proper SPDY frame", e);
      }
      for (Object frame = incoming.readInbound(); frame != null; frame = incoming.readInbound()) {
        try {
          if (!handled(frame, listener)) {
            return;
          }
        } finally {
          ReferenceCountUtil.release(frame);
        }
      }
    }
  }

  /** Handles a frame; false when it was the last of the connection. */
  private boolean handled(Object frame, Listener listener) throws IOException {
    switch (frame) {
      case SpdyDataFrame data ->
          listener.data(data.streamId(), ByteBufUtil.getBytes(data.content()), data.isLast());
      case SpdySynReplyFrame reply -> {
        if (reply.isLast()) {
          listener.data(reply.streamId(), new byte[0], true);
        }
      }
      case SpdyRstStreamFrame reset -> listener.data(reset.streamId(), new byte[0], true);
      case SpdyPingFrame ping -> {
        // Pings of the other side have even ids; answers to our own would have odd ones.
        if (ping.id() % 2 == 0) {
          synchronized (this) {
            write(ping);
          }
        }
      }
      case SpdyGoAwayFrame _ -> {
        return false;
      }
      default -> {}
    }
    return true;
  }
}
