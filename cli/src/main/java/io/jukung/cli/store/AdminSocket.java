package io.jukung.cli.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where {@code jukung store} asks a running server: a Unix socket in the data folder that only its
 * owner may open. A call is one line of JSON, {@code {"do":NAME,...}}, and so is the answer: {@code
 * {"ok":{...}}} or {@code {"error":"..."}}. At most 16 calls at once; each has a virtual thread.
 */
public final class AdminSocket implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final Logger LOG = LoggerFactory.getLogger(AdminSocket.class);
  private static final int MOST_CALLS = 16;
  private static final int MOST_LINE_CHARS = 64 << 10;

  /** What one name does. Any exception's message goes to the caller. */
  interface Handler {
    /** Answers a call. */
    ObjectNode answer(JsonNode call) throws Exception;
  }

  private final Path path;
  private final ServerSocketChannel channel;
  private final Map<String, Handler> handlers;
  private final Semaphore calls = new Semaphore(MOST_CALLS);

  private AdminSocket(Path path, ServerSocketChannel channel, Map<String, Handler> handlers) {
    this.path = path;
    this.channel = channel;
    this.handlers = Map.copyOf(handlers);
  }

  /** Where the socket of a data folder is. */
  static Path of(Path dataDir) {
    return dataDir.resolve("store.sock");
  }

  /**
   * Listens in a data folder that this process holds.
   *
   * @throws IOException when the system refuses, as it does for paths above 107 bytes
   */
  static AdminSocket start(Path dataDir, Map<String, Handler> handlers) throws IOException {
    Path path = of(dataDir);
    Files.deleteIfExists(path); // A killed server's; the folder is ours.
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    AdminSocket socket = new AdminSocket(path, channel, handlers);
    Thread.ofVirtual().name("store-admin").start(socket::accept);
    return socket;
  }

  private void accept() {
    while (channel.isOpen()) {
      try {
        SocketChannel caller = channel.accept();
        calls.acquireUninterruptibly();
        Thread.ofVirtual().name("store-admin-call").start(() -> serve(caller));
      } catch (IOException e) {
        LOG.debug("not listening any more", e);
      }
    }
  }

  private void serve(SocketChannel caller) {
    try (caller;
        BufferedReader in = new BufferedReader(Channels.newReader(caller, StandardCharsets.UTF_8));
        OutputStream out = Channels.newOutputStream(caller)) {
      ObjectNode answer = answer(line(in));
      out.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.debug("a caller went away", e);
    } finally {
      calls.release();
    }
  }

  private ObjectNode answer(String line) {
    ObjectNode answer = JSON.createObjectNode();
    try {
      JsonNode call = JSON.readTree(line);
      String name = call.path("do").asText();
      Handler handler = handlers.get(name);
      if (handler == null) {
        return answer.put("error", "this server does not know \"" + name + "\"");
      }
      LOG.info("store admin: {}", call);
      answer.set("ok", handler.answer(call));
    } catch (JsonProcessingException e) {
      answer.put("error", "not a line of JSON");
    } catch (Exception e) {
      LOG.info("store admin: failed", e);
      answer.put("error", e.getMessage() == null ? e.toString() : e.getMessage());
    }
    return answer;
  }

  private static String line(BufferedReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    int read = in.read();
    while (read >= 0 && read != '\n' && line.length() < MOST_LINE_CHARS) {
      line.append((char) read);
      read = in.read();
    }
    return line.toString();
  }

  /** Stops listening; calls that are being answered go on. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }
}
