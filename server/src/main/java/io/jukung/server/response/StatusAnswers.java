package io.jukung.server.response;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.StatusException;
import java.util.Optional;

/** Turns failures into answers; the one place where that happens. Safe for all threads. */
public final class StatusAnswers {
  private final TreeEncoder encoder;

  /** Answers written by {@code encoder}. */
  public StatusAnswers(TreeEncoder encoder) {
    this.encoder = encoder;
  }

  /**
   * The answer to a client that sent these headers. When it accepts none of the forms there are, it
   * gets indented JSON.
   */
  public ApiResponse answer(
      StatusException failure, String accept, String userAgent, Optional<String> pretty) {
    ObjectNode status = StatusJson.of(failure);
    Optional<Negotiated> form = Negotiator.status(accept, userAgent, pretty);
    ApiResponse answer =
        form.isEmpty()
            ? ApiResponse.of(failure.code(), ApiResponse.JSON, JsonText.indented(status))
            : ApiResponse.of(
                failure.code(),
                form.get().format().mediaType(),
                encoder.encode(status, form.get()));
    int retry = failure.details().retryAfterSeconds();
    return retry > 0 ? answer.with("Retry-After", Integer.toString(retry)) : answer;
  }
}
