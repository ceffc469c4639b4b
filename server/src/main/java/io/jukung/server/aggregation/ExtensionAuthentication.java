package io.jukung.server.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.AdmissionHook;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.WriteOptions;
import java.util.Map;
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
   * The data.
   *
   * @param clientAuthority PEM of who signs clients' certificates
   * @param frontProxyAuthority PEM of who signs the front proxy's certificate
   */
  public static Map<String, String> data(String clientAuthority, String frontProxyAuthority) {
    Map<String, String> data = new TreeMap<>();
    data.put("client-ca-file", clientAuthority);
    data.put("requestheader-allowed-names", "[\"front-proxy-client\"]");
    data.put("requestheader-client-ca-file", frontProxyAuthority);
    data.put("requestheader-extra-headers-prefix", "[\"X-Remote-Extra-\"]");
    data.put("requestheader-group-headers", "[\"X-Remote-Group\"]");
    data.put("requestheader-uid-headers", "[\"X-Remote-Uid\"]");
    data.put("requestheader-username-headers", "[\"X-Remote-User\"]");
    return data;
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
