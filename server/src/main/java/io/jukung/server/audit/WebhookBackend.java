package io.jukung.server.audit;

import io.jukung.server.kubeconfig.KubeconfigTarget;
import io.jukung.storage.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events to a server as an {@code EventList}; tries again, some times, whatever went wrong.
 */
final class WebhookBackend implements AuditBackend {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int TRIES = 5;
  private static final double FACTOR = 1.5;
  private static final double JITTER = 0.2;
  private static final Bytes HEAD =
      Bytes.utf8(
          "{\"kind\":\"EventList\",\"apiVersion\":\"audit.k8s.io/v1\",\"metadata\":{},\"items\":[");
  private static final Logger LOG = LoggerFactory.getLogger(WebhookBackend.class);

  private final KubeconfigTarget target;
  private final HttpClient client;
  private final Duration initialBackoff;
  private final CountDownLatch closing = new CountDownLatch(1);

  WebhookBackend(KubeconfigTarget target, Duration initialBackoff) {
    this.target = target;
    this.client = target.client();
    this.initialBackoff = initialBackoff;
  }

  @Override
  public boolean keep(List<AuditEvent> events) {
    byte[] body = body(events);
    double waitMs = initialBackoff.toMillis();
    String failure = "";
    for (int attempt = 0; attempt < TRIES; attempt++) {
      try {
        if (attempt > 0) {
          double jitter = 1 + ThreadLocalRandom.current().nextDouble() * JITTER;
          if (closing.await((long) (waitMs * jitter), TimeUnit.MILLISECONDS)) {
            break;
          }
          waitMs *= FACTOR;
        }
        HttpResponse<Void> answer =
            client.send(request(body), HttpResponse.BodyHandlers.discarding());
        if (answer.statusCode() / 100 == 2) {
          return true;
        }
        failure = "status " + answer.statusCode();
      } catch (IOException e) {
        failure = String.valueOf(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    LOG.error("{} audit events could not be sent to {}: {}", events.size(), target.url(), failure);
    return false;
  }

  private HttpRequest request(byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.url())
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    target.authorization().ifPresent(value -> request.header("Authorization", value));
    return request.build();
  }

  private static byte[] body(List<AuditEvent> events) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(HEAD.array());
    for (int i = 0; i < events.size(); i++) {
      if (i > 0) {
        body.write(',');
      }
      body.writeBytes(events.get(i).listed().array());
    }
    body.writeBytes(Bytes.utf8("]}\n").array());
    return body.toByteArray();
  }

  @Override
  public void close() {
    closing.countDown();
    client.shutdown();
  }
}
