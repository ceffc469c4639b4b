package io.jukung.conformance.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.bench.client.ApiRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Watches ConfigMaps from one version on as a client-go reflector would without ever listing again:
 * when the server is lost or silent, it goes on at the next one from the last version it saw.
 */
final class ResumingWatch {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Nobody is silent for that long under this test's load. */
  private static final long SILENT_LIMIT_SECONDS = 3;

  private static final int MOST_WAITING = 10_000;

  private final Machines machines;
  private final int servers;
  private final String last;
  private final List<String> names = new ArrayList<>();
  private final Thread thread;
  private String problem = "";
  private long version;
  private volatile int server;
  private int resumed;

  /**
   * Begins.
   *
   * @param last the object whose event ends it
   */
  ResumingWatch(Machines machines, int servers, int first, long version, String last) {
    this.machines = machines;
    this.servers = servers;
    this.server = first;
    this.version = version;
    this.last = last;
    this.thread = Thread.ofVirtual().name("watcher-" + first).start(this::run);
  }

  /** Waits for the end; the names it saw, in order. */
  List<String> join() throws InterruptedException {
    if (!thread.join(java.time.Duration.ofSeconds(60))) {
      throw new AssertionError("a watch has not seen the last object; it saw " + names.size());
    }
    if (!problem.isEmpty()) {
      throw new AssertionError(problem);
    }
    return names;
  }

  /** Whether it watches at a server, or tries to. */
  boolean isAt(int which) {
    return server == which && thread.isAlive();
  }

  /** How often it went on elsewhere. */
  int resumed() {
    return resumed;
  }

  private void run() {
    try {
      while (problem.isEmpty() && !once()) {
        server = (server + 1) % servers;
        resumed++;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Watches one server; true when the last object has come. */
  private boolean once() throws InterruptedException {
    String path = Traffic.MAPS + "?watch=true&resourceVersion=" + version;
    try {
      HttpResponse<InputStream> answer =
          machines
              .client(server)
              .open(ApiRequest.of("GET", path).with("Accept", "application/json"));
      try (InputStream body = answer.body()) {
        if (answer.statusCode() == 410) {
          problem = "server " + server + " has forgotten version " + version;
        }
        return answer.statusCode() == 200 && follow(body);
      }
    } catch (IOException e) {
      return false;
    }
  }

  private boolean follow(InputStream body) throws IOException, InterruptedException {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>(MOST_WAITING);
    Thread.ofVirtual().name("watch-lines").start(() -> pass(body, lines));
    while (true) {
      String line = lines.poll(SILENT_LIMIT_SECONDS, TimeUnit.SECONDS);
      if (line == null || line.isEmpty()) {
        return false;
      }
      JsonNode event = JSON.readTree(line);
      if (event.path("type").asText().equals("ERROR")) {
        problem = "server " + server + " from " + version + ": " + line;
        return false;
      }
      long at = event.at("/object/metadata/resourceVersion").asLong();
      if (at <= version) {
        problem = "server " + server + " after " + version + ": " + line;
        return false;
      }
      version = at;
      names.add(event.at("/object/metadata/name").asText());
      if (names.getLast().equals(last)) {
        return true;
      }
    }
  }

  /** Hands the lines on, and an empty one at the end. */
  private static void pass(InputStream body, BlockingQueue<String> lines) {
    try {
      try (BufferedReader in =
          new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          lines.put(line);
        }
      } catch (IOException e) {
        lines.put(""); // Lost.
        return;
      }
      lines.put("");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
