package io.jukung.server.upgrade;

import io.jukung.server.response.Duplex;
import io.jukung.storage.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of a WebSocket: messages instead of bytes. One thread reads; writes may come
 * from several. Netty knows the frames; the bytes pass through its codecs in memory.
 */
public final class WebSocket implements AutoCloseable {
  /** The longest message taken; clients of exec send 32 KiB at most. */
  private static final int MAX_MESSAGE_BYTES = 1 << 20;

  private static final int READ_BYTES = 32 << 10;

  /** A message. */
  public record Message(boolean text, Bytes bytes) {}

  private final Duplex connection;
  private final EmbeddedChannel incoming =
      new EmbeddedChannel(
          new WebSocket13FrameDecoder(
              WebSocketDecoderConfig.newBuilder()
                  .expectMaskedFrames(true)
                  .allowMaskMismatch(false)
                  .maxFramePayloadLength(MAX_MESSAGE_BYTES)
                  .closeOnProtocolViolation(false)
                  .build()),
          new WebSocketFrameAggregator(MAX_MESSAGE_BYTES));
  private final EmbeddedChannel outgoing = new EmbeddedChannel(new WebSocket13FrameEncoder(false));
  private final byte[] buffer = new byte[READ_BYTES];
  private boolean closeSent;

  /** Speaks WebSocket on the connection, after the handshake. */
  public WebSocket(Duplex connection) {
    this.connection = connection;
  }

  /**
   * Waits for the next message and answers pings meanwhile; empty when the client has closed.
   *
   * @throws IOException when the connection breaks or the client breaks the protocol
   */
  public Optional<Message> read() throws IOException {
    while (true) {
      WebSocketFrame frame = nextFrame();
      if (frame == null) {
        return Optional.empty();
      }
      try {
        switch (frame) {
          case TextWebSocketFrame text -> {
            return Optional.of(new Message(true, Bytes.wrap(ByteBufUtil.getBytes(text.content()))));
          }
          case BinaryWebSocketFrame binary -> {
            return Optional.of(
                new Message(false, Bytes.wrap(ByteBufUtil.getBytes(binary.content()))));
          }
          case PingWebSocketFrame ping -> send(new PongWebSocketFrame(ping.content().copy()));
          case CloseWebSocketFrame _ -> {
            return Optional.empty();
          }
          default -> {}
        }
      } finally {
        ReferenceCountUtil.release(frame);
      }
    }
  }

  private @Nullable WebSocketFrame nextFrame() throws IOException {
    while (true) {
      WebSocketFrame frame = incoming.readInbound();
      if (frame != null) {
        return frame;
      }
      int read = connection.in().read(buffer);
      if (read < 0) {
        return null;
      }
      try {
        incoming.writeInbound(Unpooled.copiedBuffer(buffer, 0, read));
      } catch (CodecException e) {
        throw new IOException("not a proper WebSocket frame", e);
      }
    }
  }

  /** Sends a message; from any thread. */
  public void write(boolean text, byte[]... parts) throws IOException {
    ByteBuf content = Unpooled.wrappedBuffer(parts);
    send(text ? new TextWebSocketFrame(content) : new BinaryWebSocketFrame(content));
  }

  private synchronized void send(WebSocketFrame frame) throws IOException {
    if (closeSent) {
      frame.release();
      throw new IOException("closed");
    }
    outgoing.writeOutbound(frame);
    flush();
  }

  private void flush() throws IOException {
    for (ByteBuf bytes = outgoing.readOutbound(); bytes != null; bytes = outgoing.readOutbound()) {
      try {
        connection.out().write(ByteBufUtil.getBytes(bytes));
      } finally {
        bytes.release();
      }
    }
  }

  /** Says goodbye (status 1000, as upstream does whatever the cause) and closes the connection. */
  @Override
  public synchronized void close() {
    if (!closeSent) {
      closeSent = true;
      try {
        outgoing.writeOutbound(new CloseWebSocketFrame(1000, ""));
        flush();
      } catch (IOException e) {
        // The client is gone already.
      }
    }
    connection.close();
  }
}
