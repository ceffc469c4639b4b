package io.jukung.server.connect;

import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.StatusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A backend's refusal as this server tells it ({@code GenericHttpResponseChecker} in {@code
 * apiserver/pkg/registry/generic/rest} and {@code NewGenericServerResponse} in {@code
 * apimachinery/pkg/api/errors}).
 */
public final class BackendErrors {
  private static final int MAX_TEXT_BYTES = 50_000;

  private BackendErrors() {}

  /** The failure that stands for the answer; closes it. */
  static StatusException of(
      BackendClient.Answer answer, GroupVersionResource resource, String shown, String name)
      throws IOException {
    int status = answer.head().status();
    String text;
    try (answer) {
      text = new String(answer.body().readNBytes(MAX_TEXT_BYTES), StandardCharsets.UTF_8);
    }
    return switch (status) {
      case 500 -> StatusException.internal(text);
      case 400 -> StatusException.badRequest(text);
      default ->
          new StatusException(
              status,
              reason(status),
              message(status, text) + " ( " + shown + " " + name + ")",
              new StatusException.Details(name, resource.group(), shown, "", List.of(), 0));
    };
  }

  private static String reason(int status) {
    return switch (status) {
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "NotFound";
      case 405 -> "MethodNotAllowed";
      case 409 -> "Conflict";
      case 429 -> "TooManyRequests";
      case 503 -> "ServiceUnavailable";
      case 504 -> "Timeout";
      default -> status >= 500 ? "InternalError" : "";
    };
  }

  /** What client-go says of a status, with the answer's own text where it is told. */
  public static String message(int status, String text) {
    return switch (status) {
      case 401 -> "the server has asked for the client to provide credentials";
      case 403 -> text;
      case 404 -> "the server could not find the requested resource";
      case 405 -> "the server does not allow this method on the requested resource";
      case 409 -> "the server reported a conflict";
      case 429 -> "the server has received too many requests and has asked us to try again later";
      case 503 -> "the server is currently unable to handle the request";
      case 504 ->
          "the server was unable to return a response in the time allotted, but may still be"
              + " processing the request";
      default ->
          status >= 500
              ? "an error on the server (\""
                  + text
                  + "\") has prevented the request from succeeding"
              : "the server responded with the status code "
                  + status
                  + " but did not return more information";
    };
  }
}
