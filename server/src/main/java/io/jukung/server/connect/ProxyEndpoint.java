package io.jukung.server.connect;

import io.jukung.server.http.ApiCall;
import io.jukung.server.resource.ResourceEndpoints;
import io.jukung.server.resource.SpecialCall;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.ApiResponse.Header;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * Serves {@code proxy} of pods, services and nodes: every method, every path, upgrades too.
 * Redirects of the backend are turned so that they lead through the proxy again. Upstream: {@code
 * ProxyREST} of each kind and {@code apimachinery/pkg/util/proxy/transport.go}. Links inside of
 * HTML are not rewritten. Safe for all threads.
 */
public final class ProxyEndpoint implements ResourceEndpoints.Special {
  private static final Set<String> METHODS =
      Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

  private final String kind;
  private final Function<SpecialCall, Backend> place;
  private final Forwarder forwarder;

  /**
   * A proxy.
   *
   * @param kind of the options, such as {@code PodProxyOptions}
   * @param place where the request goes
   */
  ProxyEndpoint(String kind, Function<SpecialCall, Backend> place, Forwarder forwarder) {
    this.kind = kind;
    this.place = place;
    this.forwarder = forwarder;
  }

  @Override
  public ApiResponse serve(SpecialCall request) throws IOException {
    ApiCall call = request.call();
    if (!METHODS.contains(call.method())) {
      throw request.methodNotAllowed();
    }
    String path = path(call);
    ConnectOptions options = ConnectOptions.of(call.query(), kind);
    if (!path.isEmpty()) {
      options.object().put("path", path);
    }
    request.connecting(options.kind(), options.object());
    Backend backend = place.apply(request).at(Backend.encodePath(path), call.rawQuery());
    if (call.upgradeRequested()) {
      return Upgrader.pass(call, backend);
    }
    if (path.isEmpty() && (call.method().equals("GET") || call.method().equals("HEAD"))) {
      String query = call.rawQuery().isEmpty() ? "" : "?" + call.rawQuery();
      return ApiResponse.of(301, "", io.jukung.storage.Bytes.EMPTY)
          .with("Location", call.rawPath() + "/" + query);
    }
    try {
      return forwarder.forward(
          call, backend, forwarded(call), headers -> through(call, path, headers));
    } catch (IOException e) {
      throw ProxyPlaces.unreachable(String.valueOf(e.getMessage()));
    }
  }

  /** What stands behind {@code proxy}, a slash at the end kept. */
  private static String path(ApiCall call) {
    List<String> parts = call.info().parts();
    String rest = String.join("/", parts.subList(Math.min(3, parts.size()), parts.size()));
    String path = rest.isEmpty() || rest.startsWith("/") ? rest : "/" + rest;
    return call.path().endsWith("/") && !path.endsWith("/") ? path + "/" : path;
  }

  private static List<Header> forwarded(ApiCall call) {
    return List.of(
        new Header("X-Forwarded-Uri", call.rawPath()),
        new Header("X-Forwarded-Host", call.host()),
        new Header("X-Forwarded-Proto", call.secure() ? "https" : "http"));
  }

  private static List<Header> through(ApiCall call, String path, List<Header> headers) {
    String whole = call.rawPath();
    String encoded = Backend.encodePath(path);
    String prefix =
        whole.endsWith(encoded) ? whole.substring(0, whole.length() - encoded.length()) : whole;
    return headers.stream()
        .filter(
            header -> !header.name().toLowerCase(Locale.ROOT).startsWith("access-control-allow-"))
        .map(
            header ->
                header.name().equalsIgnoreCase("Location")
                    ? new Header("Location", location(header.value(), prefix, call.host()))
                    : header)
        .toList();
  }

  /** A redirect to the backend's own paths, turned to lead through here. */
  private static String location(String target, String prefix, String host) {
    String path = target;
    for (String scheme : List.of("http://", "https://")) {
      if (target.startsWith(scheme + host + "/")) {
        path = target.substring((scheme + host).length());
      }
    }
    boolean own = path.startsWith("/") && !path.startsWith("//");
    return own && !path.startsWith(prefix) ? prefix + path : path;
  }
}
