package io.jukung.server.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.AdmissionHook;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.WriteOptions;
import io.jukung.server.authentication.FrontProxyConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What extension servers need to know to believe this server: the {@code ConfigMap} {@code
 * kube-system/extension-apiserver-authentication} (upstream: {@code
 * pkg/controlplane/controller/clusterauthenticationtrust}).
 */
public final class ExtensionAuthentication {
  private static final String NAMESPACE = "kube-system";
  private static final String NAME = "extension-apiserver-authentication";

  private ExtensionAuthentication() {}

  /**
   * The data: what this server sends to extension servers itself, and the proxies it believes.
   *
   * @param clientAuthority PEM of who signs clients' certificates
   * @param frontProxyAuthority PEM of who signs this server's certificate as a proxy
   * @param others the proxies in front of this server, if any
   * @throws IOException when their certificates can't be read
   */
  public static Map<String, String> data(
      String clientAuthority, String frontProxyAuthority, Optional<FrontProxyConfig> others)
      throws IOException {
    Map<String, String> data = new TreeMap<>();
    data.put("client-ca-file", clientAuthority);
    String authorities = frontProxyAuthority;
    List<String> names = List.of("front-proxy-client");
    if (others.isPresent()) {
      authorities = Files.readString(others.get().clientCaFile()).strip() + "\n" + authorities;
      names =
          others.get().allowedNames().isEmpty()
              ? List.of()
              : with(others.get().allowedNames(), names.getFirst());
    }
    data.put("requestheader-client-ca-file", authorities);
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

  private static String json(List<String> texts) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    texts.forEach(list::add);
    return list.toString();
  }

  /** Makes sure that the {@code ConfigMap} is there and says so. */
  public static void ensure(ResourceStore configMaps, Map<String, String> data) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("kind", "ConfigMap").put("apiVersion", "v1");
    object.putObject("metadata").put("name", NAME).put("namespace", NAMESPACE);
    ObjectNode entries = object.putObject("data");
    data.forEach(entries::put);
    try {
      var _ = configMaps.create(RequestContext.server(), NAMESPACE, object, WriteOptions.DEFAULT);
    } catch (StatusException e) {
      if (e.code() != 409) {
        throw e;
      }
      var _ =
          configMaps.update(
              RequestContext.server(),
              NAMESPACE,
              NAME,
              current -> merged(current.orElse(object), entries),
              new WriteOptions(false, "", AdmissionHook.NONE));
    }
  }

  /** Others may have added entries of their own. */
  private static ObjectNode merged(ObjectNode object, ObjectNode entries) {
    for (Map.Entry<String, JsonNode> entry : entries.properties()) {
      object.withObject("/data").set(entry.getKey(), entry.getValue());
    }
    return object;
  }
}
