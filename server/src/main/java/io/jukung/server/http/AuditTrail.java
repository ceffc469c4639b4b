package io.jukung.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.status.StatusException;
import io.jukung.storage.Bytes;
import java.util.function.Supplier;

/**
 * What is written down of one request as it goes its way. The default methods write nothing: the
 * trail of a request that is not audited. Used by the request's thread, {@link #responseStarted}
 * and {@link #completed} by the one that answers.
 */
public interface AuditTrail {
  /** Writes nothing down. */
  AuditTrail NONE = new AuditTrail() {};

  /** Whether the bodies of requests are kept. */
  default boolean keepsRequest() {
    return false;
  }

  /** Whether the objects of answers are kept. */
  default boolean keepsResponse() {
    return false;
  }

  /**
   * The object the client sent, decoded.
   *
   * @param json makes its canonical JSON, called only when it is kept
   */
  default void requestObject(ObjectNode object, Supplier<Bytes> json) {}

  /** The patch the client sent, or its options. */
  default void requestBody(Supplier<JsonNode> json) {}

  /**
   * The object of the answer as JSON; a {@code Status} is summed up as well.
   *
   * @param json makes it, called only when it is kept or is a {@code Status}
   */
  default void responseObject(boolean status, Supplier<Bytes> json) {}

  /** The request is refused, or failed. */
  default void failed(StatusException failure) {}

  /** The sender acts as somebody else; the constraint may be empty. */
  default void impersonated(UserInfo user, String constraint) {}

  /** The answer's head is on its way. */
  default void responseStarted(int status) {}

  /** The request is over; the first call counts. */
  default void completed(int status) {}

  /** The request broke the server. */
  default void panicked(Exception failure) {}
}
