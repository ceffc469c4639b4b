package io.jukung.server.aggregation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jukung.server.authentication.FrontProxyConfig;
import io.jukung.server.pki.PemFiles;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What extension servers need to know to believe this server: the data of the {@code ConfigMap}
 * {@code kube-system/extension-apiserver-authentication} (upstream: {@code
 * pkg/controlplane/controller/clusterauthenticationtrust} at v1.36).
 */
public final class ExtensionAuthentication {
  static final String CLIENT_AUTHORITIES = "client-ca-file";
  static final String PROXY_AUTHORITIES = "requestheader-client-ca-file";

  private ExtensionAuthentication() {}

  /**
   * The data: what this server sends to extension servers itself, and the proxies it believes.
   *
   * @param clients who signs clients' certificates
   * @param frontProxies who signs the certificates of proxies, this server's own among them
   * @param others the proxies in front of this server, if any
   */
  public static Map<String, String> data(
      List<X509Certificate> clients,
      List<X509Certificate> frontProxies,
      Optional<FrontProxyConfig> others)
      throws GeneralSecurityException {
    Map<String, String> data = new TreeMap<>();
    data.put(CLIENT_AUTHORITIES, pem(clients));
    data.put(PROXY_AUTHORITIES, pem(frontProxies));
    List<String> names = List.of("front-proxy-client");
    if (others.isPresent()) {
      names =
          others.get().allowedNames().isEmpty()
              ? List.of()
              : with(others.get().allowedNames(), names.getFirst());
    }
    data.put("requestheader-allowed-names", json(names));
    put(
        data,
        "extra-headers-prefix",
        others.map(FrontProxyConfig::extraHeaderPrefixes),
        "X-Remote-Extra-");
    put(data, "group-headers", others.map(FrontProxyConfig::groupHeaders), "X-Remote-Group");
    put(data, "uid-headers", others.map(FrontProxyConfig::uidHeaders), "X-Remote-Uid");
    put(data, "username-headers", others.map(FrontProxyConfig::usernameHeaders), "X-Remote-User");
    return data;
  }

  static String pem(List<X509Certificate> certificates) throws GeneralSecurityException {
    StringBuilder pem = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      pem.append(PemFiles.certificate(certificate));
    }
    return pem.toString();
  }

  private static void put(
      Map<String, String> data, String what, Optional<List<String>> others, String own) {
    data.put("requestheader-" + what, json(with(others.orElse(List.of()), own)));
  }

  private static List<String> with(List<String> others, String own) {
    List<String> all = new ArrayList<>(others);
    if (others.stream().noneMatch(own::equalsIgnoreCase)) {
      all.add(own);
    }
    return all;
  }

  static String json(Collection<String> texts) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    texts.forEach(list::add);
    return list.toString();
  }
}
