package io.jukung.server.connect;

import io.jukung.server.authentication.WebSocketToken;
import io.jukung.server.http.ApiCall;
import io.jukung.server.response.ApiResponse.Header;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which headers pass through a proxy. Those that are about one connection do not (RFC 9110 section
 * 7.6.1), and never does who the client is to this server: its token, whom it acts as, and what a
 * front proxy says about it.
 */
final class ProxyHeaders {
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "proxy-connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private ProxyHeaders() {}

  /** The client's headers for the backend of a plain request, forwarding marked. */
  static List<Header> plain(ApiCall call) {
    return request(call, HOP_BY_HOP);
  }

  /** The client's headers for an upgrade: as plain ones, but for what asks for the upgrade. */
  static List<Header> upgrade(ApiCall call) {
    Set<String> dropped = new HashSet<>(HOP_BY_HOP);
    dropped.remove("connection");
    dropped.remove("upgrade");
    return request(call, dropped);
  }

  /** What stands in a header, without a token for this server. */
  private static List<String> values(ApiCall call, String name, String lower) {
    List<String> values = call.rawHeaders(name);
    if (!lower.equals("sec-websocket-protocol")) {
      return values;
    }
    List<String> protocols = WebSocketToken.otherProtocols(values);
    return protocols.isEmpty() ? List.of() : List.of(String.join(",", protocols));
  }

  private static List<Header> request(ApiCall call, Set<String> dropped) {
    Set<String> without = new HashSet<>(dropped);
    if (dropped.contains("connection")) {
      without.addAll(named(call.rawHeaders("Connection")));
    }
    without.addAll(Set.of("host", "expect", "x-forwarded-for"));
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Host", call.host()));
    for (String name : call.headerNames()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (!without.contains(lower) && !identifies(lower)) {
        values(call, name, lower).forEach(value -> headers.add(new Header(name, value)));
      }
    }
    List<String> passed = new ArrayList<>(call.rawHeaders("X-Forwarded-For"));
    passed.add(call.clientAddress());
    headers.add(new Header("X-Forwarded-For", String.join(", ", passed)));
    return headers;
  }

  /** Headers that say who the client is. */
  private static boolean identifies(String name) {
    return name.equals("authorization")
        || name.startsWith("impersonate-")
        || name.equals("x-remote-user")
        || name.equals("x-remote-uid")
        || name.equals("x-remote-group")
        || name.startsWith("x-remote-extra-");
  }

  /** The backend's headers for the client. */
  static List<Header> response(List<Header> headers) {
    Set<String> without = new HashSet<>(HOP_BY_HOP);
    without.addAll(
        named(
            headers.stream()
                .filter(header -> header.name().equalsIgnoreCase("Connection"))
                .map(Header::value)
                .toList()));
    return headers.stream()
        .filter(header -> !without.contains(header.name().toLowerCase(Locale.ROOT)))
        .toList();
  }

  private static List<String> named(List<String> connection) {
    return connection.stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .toList();
  }
}
