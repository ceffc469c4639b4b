package io.jukung.cli.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.cli.DataFolder;
import io.jukung.cli.ExitCode;
import io.jukung.cli.StartFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What all store commands take: which data folder, and how to print. */
final class StoreOptions {
  enum Output {
    text,
    json
  }

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The server's data folder (default: ~/.local/share/jukung).")
  private Optional<Path> dataDir = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      defaultValue = "text",
      description = "How to print: text or json (default: text).")
  private Output output = Output.text;

  /** The data folder, absolute; may not exist. */
  Path dataDir() {
    return dataDir.orElseGet(DataFolder::ofUser).toAbsolutePath().normalize();
  }

  /** Whether a server listens in the data folder. */
  boolean running() {
    try (SocketChannel channel = connect()) {
      return channel.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Asks the running server.
   *
   * @throws StartFailure when there is none, or it says no
   */
  ObjectNode ask(ObjectNode call) {
    JsonNode answer;
    try (SocketChannel channel = connect()) {
      Channels.newOutputStream(channel).write((call + "\n").getBytes(StandardCharsets.UTF_8));
      answer = AdminSocket.JSON.readTree(Channels.newInputStream(channel));
    } catch (IOException e) {
      throw new StartFailure(
          ExitCode.STORE_UNREACHABLE,
          Files.isDirectory(dataDir())
              ? "no server with the data folder " + dataDir() + " answers: " + e.getMessage()
              : "there is no data folder " + dataDir());
    }
    if (answer.get("ok") instanceof ObjectNode ok) {
      return ok;
    }
    throw new StartFailure(ExitCode.FAULT, answer.path("error").asText("no answer"));
  }

  /** A call by name. */
  static ObjectNode call(String name) {
    return AdminSocket.JSON.createObjectNode().put("do", name);
  }

  /** Prints an answer: its fields in lines, or as it is. */
  void print(PrintWriter out, ObjectNode answer) {
    if (output == Output.json) {
      out.println(answer.toPrettyString());
    } else {
      answer.properties().forEach(field -> print(out, field.getKey(), field.getValue()));
    }
    out.flush();
  }

  private static void print(PrintWriter out, String name, JsonNode value) {
    if (!value.isArray()) {
      out.printf("%-16s%s%n", name, value.asText());
      return;
    }
    out.printf("%-16s%s%n", name, value.isEmpty() ? "none" : "");
    value.forEach(item -> out.println("  " + (item.isTextual() ? item.asText() : item)));
  }

  private SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(AdminSocket.of(dataDir())));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
