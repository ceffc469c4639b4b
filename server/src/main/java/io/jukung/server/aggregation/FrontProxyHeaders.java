package io.jukung.server.aggregation;

import io.jukung.registry.request.UserInfo;
import io.jukung.server.response.ApiResponse.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How another server is told who the user is; it believes it of this server's certificate alone.
 * Upstream: {@code SetAuthProxyHeaders} in {@code client-go/transport/round_trippers.go}.
 */
final class FrontProxyHeaders {
  /** What may stand in a header's name as it is (RFC 9110's tokens). */
  private static final String TOKEN_SYMBOLS = "!#$&'*+-.^_`|~";

  private FrontProxyHeaders() {}

  /** The headers that name the user. */
  static List<Header> of(UserInfo user) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("X-Remote-User", user.name()));
    if (!user.uid().isEmpty()) {
      headers.add(new Header("X-Remote-Uid", user.uid()));
    }
    user.groups().forEach(group -> headers.add(new Header("X-Remote-Group", group)));
    user.extra()
        .forEach(
            (key, values) ->
                values.forEach(
                    value -> headers.add(new Header("X-Remote-Extra-" + escaped(key), value))));
    return headers;
  }

  /** Percent-encodes what may not stand in a header's name, and the percent sign. */
  private static String escaped(String key) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || TOKEN_SYMBOLS.indexOf(c) >= 0;
      escaped.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return escaped.toString();
  }
}
