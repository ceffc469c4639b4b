package io.jukung.server.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.store.AdmissionHook;
import io.jukung.registry.store.Registry;
import io.jukung.registry.store.RegistryConfig;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.WriteOptions;
import io.jukung.server.authentication.FrontProxyConfig;
import io.jukung.server.pki.CertificateAuthority;
import io.jukung.storage.Store;
import io.jukung.storage.memory.InMemoryStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What becomes of the object when several servers write it. Upstream: {@code
 * cluster_authentication_trust_controller_test.go}.
 */
class TrustPublisherTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
  private static final String SPACE = "kube-system";
  private static final String NAME = "extension-apiserver-authentication";

  private final Store store = InMemoryStore.open();
  private Registry registry;
  private ResourceStore configMaps;
  private Instant now = START;

  @BeforeEach
  void open() throws Exception {
    Catalog catalog = Catalog.load();
    registry =
        new Registry(catalog, store, RegistryConfig.DEFAULT, Clock.systemUTC(), new SecureRandom());
    registry.start();
    configMaps =
        registry.store(
            catalog.resource(new GroupVersionResource("", "v1", "configmaps")).orElseThrow());
  }

  @AfterEach
  void close() {
    registry.close();
    store.close();
  }

  private X509Certificate authority(Duration life) throws Exception {
    return CertificateAuthority.create("same", life, () -> START, new SecureRandom())
        .own()
        .certificate();
  }

  private void publish(X509Certificate clients, X509Certificate proxies) throws Exception {
    try (TrustPublisher publisher =
        new TrustPublisher(
            configMaps,
            () ->
                ExtensionAuthentication.data(List.of(clients), List.of(proxies), Optional.empty()),
            () -> now)) {
      publisher.publish();
    }
  }

  private void publish(X509Certificate authority, FrontProxyConfig others) throws Exception {
    try (TrustPublisher publisher =
        new TrustPublisher(
            configMaps,
            () ->
                ExtensionAuthentication.data(
                    List.of(authority), List.of(authority), Optional.of(others)),
            () -> now)) {
      publisher.publish();
    }
  }

  private ObjectNode object() throws Exception {
    return (ObjectNode) MAPPER.readTree(configMaps.get(SPACE, NAME, "").json().array());
  }

  private String authorities(String name) throws Exception {
    return object().at("/data/" + name).asText();
  }

  @Test
  void authoritiesStayUntilTheirCertificatesEnd() throws Exception {
    X509Certificate short1 = authority(Duration.ofDays(1));
    X509Certificate long1 = authority(Duration.ofDays(9));
    X509Certificate long2 = authority(Duration.ofDays(9));
    publish(short1, long1);
    publish(long2, long1);
    assertThat(authorities("client-ca-file"))
        .isEqualTo(ExtensionAuthentication.pem(List.of(short1, long2)));
    assertThat(authorities("requestheader-client-ca-file"))
        .isEqualTo(ExtensionAuthentication.pem(List.of(long1)));
    now = START.plus(Duration.ofDays(2));
    publish(long1, short1);
    assertThat(authorities("client-ca-file"))
        .isEqualTo(ExtensionAuthentication.pem(List.of(long2, long1)));
    assertThat(authorities("requestheader-client-ca-file"))
        .isEqualTo(ExtensionAuthentication.pem(List.of(long1)));
  }

  /** Two servers with other options take turns: nobody's names get lost, and they come to rest. */
  @Test
  void namesOfDifferentlyConfiguredServersStandSideBySide() throws Exception {
    X509Certificate authority = authority(Duration.ofDays(1));
    FrontProxyConfig one = proxies("proxy-1", "X-One-");
    FrontProxyConfig two = proxies("proxy-2", "X-Two-");
    publish(authority, one);
    publish(authority, two);
    long revision = store.revision();
    publish(authority, one);
    publish(authority, two);
    assertThat(store.revision()).as("nothing changes any more").isEqualTo(revision);
    assertThat(authorities("requestheader-allowed-names"))
        .isEqualTo("[\"proxy-1\",\"front-proxy-client\",\"proxy-2\"]");
    assertThat(authorities("requestheader-username-headers"))
        .isEqualTo("[\"X-One-User\",\"X-Remote-User\",\"X-Two-User\"]");
    assertThat(authorities("requestheader-uid-headers"))
        .isEqualTo("[\"X-One-Uid\",\"X-Remote-Uid\",\"X-Two-Uid\"]");
    assertThat(authorities("requestheader-group-headers"))
        .isEqualTo("[\"X-One-Group\",\"X-Remote-Group\",\"X-Two-Group\"]");
    assertThat(authorities("requestheader-extra-headers-prefix"))
        .isEqualTo("[\"X-One-Extra-\",\"X-Remote-Extra-\",\"X-Two-Extra-\"]");
  }

  private static FrontProxyConfig proxies(String name, String prefix) {
    return new FrontProxyConfig(
        Path.of("proxies.crt"),
        List.of(name),
        List.of(prefix + "User"),
        List.of(prefix + "Uid"),
        List.of(prefix + "Group"),
        List.of(prefix + "Extra-"));
  }

  @Test
  void nothingIsWrittenWhereNothingChanges() throws Exception {
    X509Certificate authority = authority(Duration.ofDays(1));
    publish(authority, authority);
    long revision = store.revision();
    publish(authority, authority);
    assertThat(store.revision()).isEqualTo(revision);
  }

  @Test
  void whatOthersBrokeIsMendedAndWhatTheyAddedStays() throws Exception {
    X509Certificate authority = authority(Duration.ofDays(1));
    publish(authority, authority);
    ObjectNode right = object();
    var _ =
        configMaps.update(
            RequestContext.server(),
            SPACE,
            NAME,
            current -> {
              ObjectNode data = (ObjectNode) current.orElseThrow().path("data");
              data.put("client-ca-file", "-----BEGIN CERTIFICATE-----\nx");
              data.put("requestheader-username-headers", "[]");
              data.remove("requestheader-client-ca-file");
              data.put("own", "entry");
              return current.orElseThrow();
            },
            new WriteOptions(false, "", AdmissionHook.NONE));
    publish(authority, authority);
    Map<String, String> expected =
        MAPPER.convertValue(
            right.path("data"),
            MAPPER.getTypeFactory().constructMapType(Map.class, String.class, String.class));
    expected.put("own", "entry");
    assertThat(object().path("data")).isEqualTo(MAPPER.valueToTree(expected));
  }
}
