package io.jukung.server.connect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/** The server's end of SPDY, as a kubelet has it. One thread reads, several may write. */
final class FakeSpdy {
  /** Told of what the client does. */
  interface Handler {
    /** The client opens a stream. */
    void opened(int stream, Map<String, String> headers) throws IOException;

    /** The client sends on a stream. */
    void data(int stream, byte[] bytes, boolean last) throws IOException;
  }

  private final InputStream in;
  private final OutputStream out;
  private final EmbeddedChannel incoming =
      new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
  private final EmbeddedChannel outgoing =
      new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));

  FakeSpdy(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  void read(Handler handler) throws IOException {
    byte[] buffer = new byte[8192];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      incoming.writeInbound(Unpooled.copiedBuffer(buffer, 0, read));
      for (Object frame = incoming.readInbound(); frame != null; frame = incoming.readInbound()) {
        try {
          handle(frame, handler);
        } finally {
          ReferenceCountUtil.release(frame);
        }
      }
    }
  }

  private void handle(Object frame, Handler handler) throws IOException {
    switch (frame) {
      case SpdySynStreamFrame open -> {
        DefaultSpdySynReplyFrame reply = new DefaultSpdySynReplyFrame(open.streamId());
        // Go's client hangs on a reply without a header block.
        reply.headers().set("x", "y");
        write(reply);
        Map<String, String> headers = new TreeMap<>();
        open.headers()
            .iteratorAsString()
            .forEachRemaining(entry -> headers.put(entry.getKey(), entry.getValue()));
        handler.opened(open.streamId(), headers);
      }
      case SpdyDataFrame data ->
          handler.data(data.streamId(), ByteBufUtil.getBytes(data.content()), data.isLast());
      case SpdyPingFrame ping -> write(ping);
      default -> {}
    }
  }

  void data(int stream, byte[] bytes, int length, boolean last) throws IOException {
    write(new DefaultSpdyDataFrame(stream, Unpooled.copiedBuffer(bytes, 0, length)).setLast(last));
  }

  private synchronized void write(Object frame) throws IOException {
    outgoing.writeOutbound(frame);
    for (ByteBuf bytes = outgoing.readOutbound(); bytes != null; bytes = outgoing.readOutbound()) {
      out.write(ByteBufUtil.getBytes(bytes));
      bytes.release();
    }
    out.flush();
  }

  /** Copies a stream of bytes into a stream of the connection, to its end. */
  void pump(InputStream from, int stream) {
    byte[] buffer = new byte[8192];
    try (from) {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        data(stream, buffer, read, false);
      }
      data(stream, buffer, 0, true);
    } catch (IOException e) {
      // The client is gone.
    }
  }
}
