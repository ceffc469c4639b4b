package io.jukung.server.connect;

import io.jukung.server.connect.FakeKubelet.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A command of this machine behind the streams of an exec or attach. */
final class FakeExec implements FakeSpdy.Handler {
  private final Request request;
  private final FakeSpdy spdy;
  private final Map<String, Integer> streams = new TreeMap<>();
  private final int wanted;
  private @Nullable Process process;

  FakeExec(Request request, FakeSpdy spdy) {
    this.request = request;
    this.spdy = spdy;
    int count = 1;
    for (String stream : List.of("input", "output", "tty")) {
      count += request.has(stream) ? 1 : 0;
    }
    this.wanted = count + (request.has("error") && !request.has("tty") ? 1 : 0);
  }

  void run() throws IOException {
    try {
      spdy.read(this);
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  @Override
  public void opened(int stream, Map<String, String> headers) throws IOException {
    streams.put(headers.getOrDefault("streamtype", ""), stream);
    if (streams.size() < wanted) {
      return;
    }
    // Attached to: something that says what it hears.
    List<String> command = request.query().getOrDefault("command", List.of("cat"));
    Process started = new ProcessBuilder(command).start();
    process = started;
    Thread.ofVirtual().start(() -> end(started));
  }

  private void end(Process started) {
    try {
      Thread output =
          Thread.ofVirtual()
              .start(() -> spdy.pump(started.getInputStream(), streams.getOrDefault("stdout", 0)));
      if (streams.containsKey("stderr")) {
        spdy.pump(started.getErrorStream(), streams.getOrDefault("stderr", 0));
      }
      output.join();
      int code = started.waitFor();
      String status =
          code == 0
              ? "{\"metadata\":{},\"status\":\"Success\"}"
              : "{\"metadata\":{},\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\","
                  + "\"details\":{\"causes\":[{\"reason\":\"ExitCode\",\"message\":\""
                  + code
                  + "\"}]}}";
      byte[] bytes = status.getBytes(StandardCharsets.UTF_8);
      spdy.data(streams.getOrDefault("error", 0), bytes, bytes.length, true);
    } catch (IOException e) {
      // The client is gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void data(int stream, byte[] bytes, boolean last) throws IOException {
    Process running = process;
    if (running == null || stream != streams.getOrDefault("stdin", 0)) {
      return;
    }
    OutputStream stdin = running.getOutputStream();
    try {
      stdin.write(bytes);
      stdin.flush();
      if (last) {
        stdin.close();
      }
    } catch (IOException e) {
      // The command does not want any more.
    }
  }
}
