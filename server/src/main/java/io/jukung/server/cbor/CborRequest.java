package io.jukung.server.cbor;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request with other headers, and another body when there is one. */
final class CborRequest extends Request.Wrapper {
  private final HttpFields headers;
  private final Content.@Nullable Source body;
  private final long length;

  CborRequest(Request request, HttpFields headers, byte @Nullable [] body) {
    super(request);
    this.headers = headers;
    this.body = body == null ? null : new ByteBufferContentSource(ByteBuffer.wrap(body));
    this.length = body == null ? request.getLength() : body.length;
  }

  @Override
  public HttpFields getHeaders() {
    return headers;
  }

  @Override
  public long getLength() {
    return length;
  }

  @Override
  public Content.Chunk read() {
    return body == null ? super.read() : body.read();
  }

  @Override
  public void demand(Runnable demandCallback) {
    if (body == null) {
      super.demand(demandCallback);
    } else {
      body.demand(demandCallback);
    }
  }
}
