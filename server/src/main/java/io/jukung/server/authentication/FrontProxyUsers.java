package io.jukung.server.authentication;

import io.jukung.registry.request.UserInfo;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Users as a trusted proxy names them in headers. Whoever shows no certificate of a proxy's is
 * nobody here, whatever the headers say.
 *
 * <p>Upstream: {@code k8s.io/apiserver/pkg/authentication/request/headerrequest} at v1.36.
 */
public final class FrontProxyUsers implements Authenticator {
  private final FrontProxyConfig config;
  private final ClientCertificates proxies;

  /**
   * Users of the proxies in a configuration.
   *
   * @param authorities who signs the proxies' certificates, asked with each request
   */
  public FrontProxyUsers(
      FrontProxyConfig config, Supplier<List<X509Certificate>> authorities, InstantSource clock) {
    this.config = config;
    this.proxies = new ClientCertificates(authorities, clock);
  }

  @Override
  public Result authenticate(Credentials credentials) {
    Result proxy = proxies.authenticate(credentials);
    if (!(proxy instanceof Result.Authenticated(UserInfo known, var _))) {
      return proxy;
    }
    if (!config.allowedNames().isEmpty() && !config.allowedNames().contains(known.name())) {
      return new Result.Rejected(
          "x509: subject with cn=" + known.name() + " is not in the allowed list");
    }
    Credentials.Headers headers = credentials.headers();
    Optional<String> name = first(headers, config.usernameHeaders());
    if (name.isEmpty()) {
      return new Result.Unknown();
    }
    List<String> groups = new ArrayList<>();
    config.groupHeaders().forEach(header -> groups.addAll(headers.values(header)));
    String uid = first(headers, config.uidHeaders()).orElse("");
    return new Result.Authenticated(new UserInfo(name.get(), uid, groups, extra(headers)));
  }

  private static Optional<String> first(Credentials.Headers headers, List<String> names) {
    return names.stream()
        .map(headers::values)
        .filter(values -> !values.isEmpty())
        .map(List::getFirst)
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private Map<String, List<String>> extra(Credentials.Headers headers) {
    Map<String, List<String>> extra = new LinkedHashMap<>();
    for (String prefix : config.extraHeaderPrefixes()) {
      for (String name : headers.names()) {
        if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
          String key = unescaped(name.substring(prefix.length()).toLowerCase(Locale.ROOT));
          extra.computeIfAbsent(key, k -> new ArrayList<>()).addAll(headers.values(name));
        }
      }
    }
    return extra;
  }

  /** Percent signs stand for what header names can't have. */
  private static String unescaped(String key) {
    try {
      return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return key;
    }
  }
}
