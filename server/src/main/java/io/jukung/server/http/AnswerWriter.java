package io.jukung.server.http;

import io.jukung.server.response.ApiResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** Writes answers straight to Jetty, for those that Jersey has no part in. */
final class AnswerWriter {
  private AnswerWriter() {}

  /**
   * Writes the answer and completes the call.
   *
   * @throws IOException when the client is gone, or a streamed body can't be made
   */
  static void write(ApiCall call, ApiResponse answer) throws IOException {
    Response response = call.jettyResponse();
    if (response.isCommitted()) {
      call.callback().failed(new IllegalStateException("failed behind the start of the answer"));
      return;
    }
    response.setStatus(answer.status());
    if (!answer.contentType().isEmpty()) {
      response.getHeaders().put("Content-Type", answer.contentType());
    }
    answer.headers().forEach(h -> response.getHeaders().add(h.name(), h.value()));
    boolean head = call.method().equals("HEAD");
    switch (answer.body()) {
      case ApiResponse.Body.Fixed(var bytes) -> {
        response.getHeaders().put("Content-Length", bytes.length());
        byte[] body = head ? new byte[0] : bytes.array();
        response.write(true, ByteBuffer.wrap(body), call.callback());
      }
      case ApiResponse.Body.Streamed(var writer) -> {
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
          writer.write(out);
        }
        call.callback().succeeded();
      }
      case ApiResponse.Body.Upgraded(var user) -> upgrade(call, user);
    }
  }

  private static void upgrade(ApiCall call, ApiResponse.ConnectionUser user) throws IOException {
    Request request = call.jettyRequest();
    if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1) {
      user.abandon();
      throw new PlainFailure(400, "unable to upgrade: only HTTP/1.1 connections can be upgraded");
    }
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    request.setAttribute(
        HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
        new UpgradedConnection(
            endPoint,
            request.getComponents().getExecutor(),
            user,
            () -> call.trail().completed(101)));
    call.upgrade();
    call.jettyResponse().write(true, null, call.callback());
  }
}
