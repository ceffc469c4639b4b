package io.jukung.server.cbor;

import io.jukung.server.request.Query;
import io.jukung.server.request.RequestInfoParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Turns a JSON answer into CBOR while it is written; any other passes as it is. */
final class CborResponse extends Response.Wrapper {
  private static final String JSON = "application/json";

  private boolean begun;
  private @Nullable JsonToCbor conversion;

  CborResponse(Request request, Response response) {
    super(request, response);
  }

  @Override
  public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
    try {
      if (!begun) {
        begun = true;
        conversion = begin(last);
      }
      JsonToCbor used = conversion;
      super.write(
          last,
          used == null || content == null ? content : ByteBuffer.wrap(used.feed(content)),
          callback);
    } catch (IOException e) {
      callback.failed(e);
    }
  }

  private @Nullable JsonToCbor begin(boolean whole) throws IOException {
    HttpFields.Mutable headers = getHeaders();
    String type = headers.get("Content-Type");
    if (type == null || !type.startsWith(JSON)) {
      return null;
    }
    boolean watch = getStatus() == 200 && watches();
    headers.put("Content-Type", watch ? "application/cbor-seq" : "application/cbor");
    headers.remove("Content-Length");
    return new JsonToCbor(!whole && !watch);
  }

  private boolean watches() {
    Request request = getRequest();
    String query = request.getHttpURI().getQuery();
    return RequestInfoParser.parse(
            request.getMethod(),
            Request.getPathInContext(request),
            query == null ? Query.EMPTY : Query.parse(query))
        .verb()
        .equals("watch");
  }
}
