package io.jukung.server.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jukung.registry.status.FieldError;
import io.jukung.server.connect.BackendErrors;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Posts reviews to one server and reads its answers. What may be better another time is tried
 * again, five times at most. Safe for all threads.
 */
public final class ReviewClient implements AutoCloseable {
  /** How long the first wait before another try is, as upstream. */
  public static final Duration BACKOFF = Duration.ofMillis(500);

  private static final int TRIES = 5;
  private static final double FACTOR = 1.5;
  private static final double JITTER = 0.2;
  private static final int MAX_BYTES = 10 << 20;
  private static final JsonMapper MAPPER = new JsonMapper();

  /** A review that was not answered; {@link #again} says whether to try once more. */
  private static final class Failure extends IOException {
    private static final long serialVersionUID = 1;
    private final boolean again;

    Failure(String message, boolean again) {
      super(message);
      this.again = again;
    }
  }

  private final KubeconfigTarget target;
  private final HttpClient client;
  private final Duration timeout;
  private final Duration backoff;
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * A client of the server that a file names.
   *
   * @param timeout of one try
   * @throws io.jukung.registry.config.ConfigException when the file can't be used
   */
  public ReviewClient(Path file, Duration timeout, Duration backoff) {
    this.target = KubeconfigTarget.read(file);
    this.client = target.client();
    this.timeout = timeout;
    this.backoff = backoff;
  }

  /**
   * The answer to a review: an object of the same kind.
   *
   * @throws IOException when there is none, with the text of upstream's client
   */
  public JsonNode post(JsonNode review) throws IOException {
    double waitMs = backoff.toMillis();
    for (int attempt = 1; ; attempt++) {
      try {
        return once(review);
      } catch (Failure e) {
        if (!e.again || attempt == TRIES) {
          throw e;
        }
        double jitter = 1 + ThreadLocalRandom.current().nextDouble() * JITTER;
        if (closed((long) (waitMs * jitter))) {
          throw e;
        }
        waitMs *= FACTOR;
      }
    }
  }

  private boolean closed(long waitMs) {
    try {
      return closing.await(waitMs, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private JsonNode once(JsonNode review) throws Failure {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.url())
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, */*")
            .POST(HttpRequest.BodyPublishers.ofString(review + "\n"));
    target.authorization().ifPresent(value -> request.header("Authorization", value));
    String post = "Post " + FieldError.quote(target.url().toString()) + ": ";
    try {
      HttpResponse<InputStream> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      byte[] body;
      try (InputStream in = answer.body()) {
        body = in.readNBytes(MAX_BYTES + 1);
      }
      if (body.length > MAX_BYTES) {
        throw new Failure("the answer is longer than " + MAX_BYTES + " bytes", false);
      }
      return answered(review, answer, body);
    } catch (Failure e) {
      throw e;
    } catch (HttpTimeoutException e) {
      throw new Failure(post + "context deadline exceeded", false);
    } catch (IOException e) {
      throw new Failure(
          post + e.getMessage(), e instanceof SocketException reset && isReset(reset));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(post + "context canceled", false);
    }
  }

  private static boolean isReset(SocketException failure) {
    return String.valueOf(failure.getMessage()).contains("reset");
  }

  private static JsonNode answered(JsonNode review, HttpResponse<?> answer, byte[] body)
      throws IOException {
    int status = answer.statusCode();
    if (status < 200 || status > 206) {
      boolean again =
          status == 500
              || status == 504
              || status == 429
              || answer.headers().firstValue("Retry-After").isPresent();
      throw new Failure(refusal(status, body), again);
    }
    JsonNode object = MAPPER.readTree(body);
    if (object == null
        || !object.path("kind").equals(review.path("kind"))
        || !object.path("apiVersion").equals(review.path("apiVersion"))) {
      throw new Failure(
          "the webhook answered no "
              + review.path("kind").asText("")
              + " of "
              + review.path("apiVersion").asText(""),
          false);
    }
    return object;
  }

  private static String refusal(int status, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    try {
      JsonNode object = MAPPER.readTree(text);
      if (object != null && object.path("kind").asText("").equals("Status")) {
        return object.path("message").asText("unknown");
      }
    } catch (IOException e) {
      // Not JSON: its text is all there is.
    }
    return BackendErrors.message(status, text);
  }

  @Override
  public void close() {
    closing.countDown();
    client.shutdownNow();
  }
}
