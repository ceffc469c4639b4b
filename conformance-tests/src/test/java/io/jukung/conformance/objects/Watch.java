package io.jukung.conformance.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * An open watch. One thread of its own reads the events into a queue, bounded by what the test
 * does; one other takes them.
 */
public final class Watch implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the server said, and about what. */
  public record Event(String type, JsonNode object) {
    /** The object's name. */
    public String name() {
      return object.at("/metadata/name").asText();
    }

    /** The type and the name, as tests compare them. */
    public String sign() {
      return type + " " + name();
    }

    /** The object's version. */
    public String resourceVersion() {
      return object.at("/metadata/resourceVersion").asText();
    }
  }

  private final InputStream body;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  private Watch(InputStream body) {
    this.body = body;
    Thread.ofVirtual().name("watch").start(this::read);
  }

  /** Opens the watch; its head is here when this returns. */
  static Watch open(ApiClient client, String path) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        client.open(ApiRequest.of("GET", path).with("Accept", "application/json"));
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return new Watch(answer.body());
  }

  /** The next event. */
  public Event next() throws InterruptedException {
    Event event = events.poll(BOUND.toSeconds(), TimeUnit.SECONDS);
    assertThat(event).as("the next event within " + BOUND).isNotNull();
    return event;
  }

  /** The next event that is wanted; others are passed over. */
  public Event next(Predicate<Event> wanted) throws InterruptedException {
    List<String> passed = new ArrayList<>();
    while (true) {
      Event event = events.poll(BOUND.toSeconds(), TimeUnit.SECONDS);
      assertThat(event).as("the wanted event within " + BOUND + ", after " + passed).isNotNull();
      if (wanted.test(event)) {
        return event;
      }
      passed.add(event.sign());
    }
  }

  /** The next event of the type about the name. */
  public Event next(String type, String name) throws InterruptedException {
    return next(event -> event.sign().equals(type + " " + name));
  }

  /** The next events, as many as are wanted. */
  public List<Event> take(int count) throws InterruptedException {
    List<Event> taken = new ArrayList<>();
    while (taken.size() < count) {
      taken.add(next());
    }
    return taken;
  }

  @Override
  public void close() throws IOException {
    body.close();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode event = JSON.readTree(line);
        events.add(new Event(event.path("type").asText(), event.path("object")));
      }
      events.add(new Event("END", JSON.createObjectNode()));
    } catch (IOException e) {
      // Closed, by the test or the server: whoever waits for more is told by the bound.
      events.add(new Event("END", JSON.createObjectNode()));
    }
  }
}
