package io.jukung.server.http;

import io.jukung.server.request.RequestInfo;
import io.jukung.server.response.ApiResponse;
import java.util.function.Function;

/**
 * Serves what must not pass through Jersey: upgrades of the connection, and subresources whose
 * bodies stream in both directions with methods and headers of the backend's choice.
 *
 * @param endpoints answers these requests
 * @param next serves all others
 */
public record DirectAnswers(Function<ApiCall, ApiResponse> endpoints, RequestHandler next)
    implements RequestHandler {
  @Override
  public void handle(ApiCall call) throws Exception {
    if (!direct(call)) {
      next.handle(call);
      return;
    }
    ApiResponse answer = endpoints.apply(call);
    for (String text : call.context().warnings()) {
      answer = answer.with("Warning", Warnings.header(text));
    }
    AnswerWriter.write(call, answer);
  }

  /**
   * Writes an answer that Jersey has no part in, and completes the call.
   *
   * @throws java.io.IOException when the client is gone, or a streamed body can't be made
   */
  public static void write(ApiCall call, ApiResponse answer) throws java.io.IOException {
    AnswerWriter.write(call, answer);
  }

  private static boolean direct(ApiCall call) {
    RequestInfo info = call.info();
    return info.resourceRequest()
        && (switch (info.subresource()) {
              case "attach", "exec", "log", "portforward", "proxy" -> true;
              default -> false;
            }
            || call.upgradeRequested());
  }
}
