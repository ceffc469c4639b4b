package io.jukung.server.connect;

import io.jukung.server.http.ApiCall;
import io.jukung.server.resource.ResourceEndpoints;
import io.jukung.server.resource.SpecialCall;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.ApiResponse.Header;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * Serves {@code proxy} of pods, services and nodes: every method, every path, upgrades too.
 * Redirects of the backend and links in its pages are turned so that they lead through the proxy
 * again. Upstream: {@code ProxyREST} of each kind and {@code
 * apimachinery/pkg/util/proxy/transport.go}. Safe for all threads.
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
    ProxyLinks links = new ProxyLinks(prefix(call, path), backend.authority(), call.host());
    try {
      return forwarder.forward(call, backend, forwarded(call), new Turned(links));
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
    return List.of(new Header("X-Forwarded-Uri", call.rawPath()));
  }

  private static String prefix(ApiCall call, String path) {
    String whole = call.rawPath();
    for (String behind : List.of(path, Backend.encodePath(path))) {
      if (whole.endsWith(behind)) {
        return whole.substring(0, whole.length() - behind.length());
      }
    }
    return whole;
  }

  /** Answers whose links lead through the proxy again. */
  private record Turned(ProxyLinks links) implements Forwarder.Rewrite {
    @Override
    public List<Header> of(BackendConnection.Head head, List<Header> headers) {
      boolean page = ProxiedPage.is(head);
      return headers.stream()
          .filter(header -> passes(header.name().toLowerCase(Locale.ROOT), page))
          .map(
              header ->
                  header.name().equalsIgnoreCase("Location")
                      ? new Header("Location", links.turned(header.value()))
                      : header)
          .toList();
    }

    private static boolean passes(String name, boolean page) {
      return !name.startsWith("access-control-allow-") && !(page && name.equals("content-length"));
    }

    @Override
    public void copy(BackendClient.Answer answer, OutputStream out) throws IOException {
      if (ProxiedPage.is(answer.head())) {
        ProxiedPage.copy(answer, links, out);
      } else {
        PodLogs.copy(answer, out);
      }
    }
  }
}
