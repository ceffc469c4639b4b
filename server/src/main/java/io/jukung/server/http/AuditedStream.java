package io.jukung.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Tells an audit trail when the head of an answer goes out. */
final class AuditedStream extends HttpStream.Wrapper {
  private final AuditTrail trail;

  AuditedStream(HttpStream stream, AuditTrail trail) {
    super(stream);
    this.trail = trail;
  }

  @Override
  public void send(
      MetaData.Request request,
      MetaData.@Nullable Response response,
      boolean last,
      @Nullable ByteBuffer content,
      Callback callback) {
    if (response != null && response.getStatus() != 100) {
      trail.responseStarted(response.getStatus());
    }
    super.send(request, response, last, content, callback);
  }
}
