package io.jukung.server.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.registry.request.UserInfo;
import io.jukung.server.authentication.Authenticator.Result;
import io.jukung.server.pki.CertificateAuthority;
import io.jukung.server.pki.KeyAndCertificate;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuthenticatorsTest {
  private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
  @TempDir Path folder;
  private Instant now = START;

  private static Credentials token(String token) {
    return new Credentials("/api/v1/pods", Optional.of(token), List.of());
  }

  private static Credentials certificate(X509Certificate certificate) {
    return new Credentials("/api/v1/pods", Optional.empty(), List.of(certificate));
  }

  private TokenFile tokens(String text) throws IOException {
    Path file = folder.resolve("tokens.csv");
    Files.writeString(file, text);
    return TokenFile.read(file);
  }

  private CertificateAuthority authority() throws Exception {
    return CertificateAuthority.create("test", Duration.ofDays(100), () -> now, new SecureRandom());
  }

  @Test
  void tokenFilesHaveUpstreamsFormat() throws Exception {
    TokenFile file = tokens("t1,bob,7,\"a,b\"\n\nt2,\"eve, the second\",8\n t3 , x , 9 , one\n");
    assertThat(file.user("t1")).contains(new UserInfo("bob", "7", List.of("a", "b"), Map.of()));
    assertThat(file.user("t2")).contains(new UserInfo("eve, the second", "8", List.of(), Map.of()));
    assertThat(file.user("t3")).contains(new UserInfo("x", "9", List.of("one"), Map.of()));
    assertThat(file.user("none")).isEmpty();
  }

  @Test
  void aTokenFileWithTooFewColumnsIsRefused() {
    assertThatThrownBy(() -> tokens("t1,bob\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 1")
        .hasMessageContaining("found 2");
  }

  @Test
  void certificatesTellUserAndGroups() throws Exception {
    CertificateAuthority authority = authority();
    KeyAndCertificate client =
        authority.issueClient("bob,x=1", List.of("g1", "g2"), Duration.ofDays(1));
    Authenticator authenticator =
        new ClientCertificates(() -> List.of(authority.own().certificate()), () -> now);
    Result bob =
        new Result.Authenticated(
            new UserInfo(
                "bob,x=1",
                "",
                List.of("g1", "g2"),
                Map.of(
                    "authentication.kubernetes.io/credential-id",
                    List.of("X509SHA256=" + sha256(client.certificate())))));
    assertThat(authenticator.authenticate(certificate(client.certificate()))).isEqualTo(bob);
    assertThat(authenticator.authenticate(certificate(client.certificate()))).isEqualTo(bob);
    now = START.plus(Duration.ofDays(2));
    assertThat(authenticator.authenticate(certificate(client.certificate())))
        .isInstanceOf(Result.Rejected.class);
  }

  private static String sha256(X509Certificate certificate) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
  }

  @ParameterizedTest
  @CsvSource({
    "'CN=bob', bob, ''",
    "'CN=bob,1.3.6.1.4.1.57683.2=1234', bob, 1234",
    "'CN=eve,O=b+O=aa,CN=bob+1.3.6.1.4.1.57683.2=1234', bob, 1234",
    "'1.3.6.1.4.1.57683.2=1,1.3.6.1.4.1.57683.2=2,CN=bob', , expected 1 UID",
    "'1.3.6.1.4.1.57683.2=,CN=bob', , UID cannot be an empty string"
  })
  void aCertificateMayHaveAUid(String subject, String user, String uid) throws Exception {
    CertificateAuthority authority = authority();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    KeyPair pair = generator.generateKeyPair();
    X509Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        authority.own().certificate(),
                        BigInteger.TWO,
                        Date.from(START.minusSeconds(1)),
                        Date.from(START.plusSeconds(60)),
                        new X500Name(subject),
                        pair.getPublic())
                    .addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                    .build(
                        new JcaContentSignerBuilder("SHA256withECDSA")
                            .build(authority.own().key())));
    Result result =
        new ClientCertificates(() -> List.of(authority.own().certificate()), () -> now)
            .authenticate(certificate(certificate));
    if (result instanceof Result.Authenticated(UserInfo known, var _)) {
      assertThat(known.name()).isEqualTo(user);
      assertThat(known.uid()).isEqualTo(uid);
      assertThat(known.groups()).isEqualTo(subject.contains("O=") ? List.of("b", "aa") : List.of());
    } else {
      assertThat(result.toString()).contains(uid);
      assertThat(user).isNull();
    }
  }

  @Test
  void chainsCountWhileTheirAuthorityDoes() throws Exception {
    CertificateAuthority first = authority();
    CertificateAuthority second = authority();
    X509Certificate bob = first.issueClient("bob", List.of(), Duration.ofDays(200)).certificate();
    X509Certificate eve = second.issueClient("eve", List.of(), Duration.ofDays(1)).certificate();
    AtomicReference<List<X509Certificate>> trusted =
        new AtomicReference<>(List.of(first.own().certificate()));
    Authenticator authenticator = new ClientCertificates(trusted::get, () -> now);
    assertThat(known(authenticator, bob, eve)).containsExactly(true, false);
    trusted.set(List.of(first.own().certificate(), second.own().certificate()));
    assertThat(known(authenticator, bob, eve)).containsExactly(true, true);
    trusted.set(List.of(second.own().certificate()));
    assertThat(known(authenticator, bob, eve)).containsExactly(false, true);
    trusted.set(List.of());
    assertThat(known(authenticator, bob, eve)).containsExactly(false, false);
    trusted.set(List.of(first.own().certificate()));
    assertThat(known(authenticator, bob, eve)).containsExactly(true, false);
    now = START.plus(Duration.ofDays(101));
    assertThat(known(authenticator, bob, eve)).containsExactly(false, false);
  }

  private static List<Boolean> known(Authenticator authenticator, X509Certificate... clients) {
    return Stream.of(clients)
        .map(client -> authenticator.authenticate(certificate(client)))
        .map(Result.Authenticated.class::isInstance)
        .toList();
  }

  @Test
  void certificatesOfOthersAreRejected() throws Exception {
    CertificateAuthority authority = authority();
    Authenticator authenticator =
        new ClientCertificates(() -> List.of(authority.own().certificate()), () -> now);
    X509Certificate foreign =
        authority().issueClient("bob", List.of("system:masters"), Duration.ofDays(1)).certificate();
    X509Certificate server =
        authority.issueServer("bob", List.of("localhost"), Duration.ofDays(1)).certificate();
    X509Certificate old = authority.issueClient("bob", List.of(), Duration.ofDays(1)).certificate();
    assertThat(authenticator.authenticate(certificate(foreign)))
        .isInstanceOf(Result.Rejected.class);
    assertThat(authenticator.authenticate(certificate(server))).isInstanceOf(Result.Rejected.class);
    now = START.plus(Duration.ofDays(2));
    assertThat(authenticator.authenticate(certificate(old))).isInstanceOf(Result.Rejected.class);
  }

  private Authenticator proxies(CertificateAuthority authority, String... names) throws Exception {
    return new FrontProxyUsers(
        new FrontProxyConfig(
            Path.of("front-proxy.crt"),
            List.of(names),
            List.of("X-Remote-User", "X-User"),
            List.of("X-Remote-Uid"),
            List.of("X-Remote-Group"),
            List.of("X-Remote-Extra-")),
        () -> List.of(authority.own().certificate()),
        () -> now);
  }

  private static Credentials proxied(
      X509Certificate certificate, Map<String, List<String>> headers) {
    Credentials.Headers all =
        new Credentials.Headers() {
          @Override
          public List<String> names() {
            return List.copyOf(headers.keySet());
          }

          @Override
          public List<String> values(String name) {
            return headers.getOrDefault(name, List.of());
          }
        };
    return new Credentials("/api/v1/pods", Optional.empty(), List.of(certificate), List.of(), all);
  }

  @Test
  void aProxySaysInHeadersWhoAsks() throws Exception {
    CertificateAuthority authority = authority();
    X509Certificate proxy =
        authority.issueClient("front", List.of(), Duration.ofDays(1)).certificate();
    Map<String, List<String>> headers =
        Map.of(
            "X-User",
            List.of("bob"),
            "X-Remote-Uid",
            List.of("7"),
            "X-Remote-Group",
            List.of("a", "b"),
            "X-Remote-Extra-Example.com%2fScopes",
            List.of("x", "y"));
    UserInfo bob =
        new UserInfo(
            "bob", "7", List.of("a", "b"), Map.of("example.com/scopes", List.of("x", "y")));
    for (Authenticator proxies : List.of(proxies(authority), proxies(authority, "z", "front"))) {
      assertThat(proxies.authenticate(proxied(proxy, headers)))
          .isEqualTo(new Result.Authenticated(bob));
      assertThat(proxies.authenticate(proxied(proxy, Map.of()))).isInstanceOf(Result.Unknown.class);
    }
  }

  @Test
  void whoIsNoProxyIsNotBelieved() throws Exception {
    CertificateAuthority authority = authority();
    Map<String, List<String>> headers = Map.of("X-Remote-User", List.of("root"));
    X509Certificate other =
        authority.issueClient("other", List.of(), Duration.ofDays(1)).certificate();
    X509Certificate foreign =
        authority().issueClient("front", List.of(), Duration.ofDays(1)).certificate();
    Authenticator proxies = proxies(authority, "front");
    assertThat(proxies.authenticate(proxied(other, headers))).isInstanceOf(Result.Rejected.class);
    assertThat(proxies.authenticate(proxied(foreign, headers))).isInstanceOf(Result.Rejected.class);
    assertThat(
            proxies.authenticate(
                new Credentials(
                    "/",
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    proxied(other, headers).headers())))
        .isInstanceOf(Result.Unknown.class);
  }

  @Test
  void everybodyKnownIsAuthenticatedAndOnlyOpenPathsAreForStrangers() throws Exception {
    Authenticator union =
        new UnionAuthenticator(
            List.of(new BearerTokens(List.of(tokens("t1,bob,7,a\n")))),
            AnonymousRequests.byDefault());
    assertThat(union.authenticate(token("t1")))
        .isEqualTo(
            new Result.Authenticated(
                new UserInfo("bob", "7", List.of("a", "system:authenticated"), Map.of())));
    assertThat(union.authenticate(token("wrong"))).isInstanceOf(Result.Rejected.class);
  }

  @ParameterizedTest
  @CsvSource({
    "/version, true",
    "/version/, true",
    "/livez, true",
    "/livez/ping, true",
    "/readyz/etcd, true",
    "/healthz, false",
    "/api, false",
    "/apis, false",
    "/metrics, false",
    "/, false",
    "/versions, false",
    "/livezz, false"
  })
  void openPaths(String path, boolean open) {
    Result result =
        new UnionAuthenticator(List.of(), AnonymousRequests.byDefault())
            .authenticate(new Credentials(path, Optional.empty(), List.of()));
    assertThat(result)
        .isEqualTo(open ? new Result.Authenticated(UserInfo.ANONYMOUS) : new Result.Unknown());
  }

  @ParameterizedTest
  @CsvSource({
    "/healthz, true, false, true",
    "/healthz/, true, false, false",
    "/healthz/ping, true, false, false",
    "/livez, true, false, false",
    "/, true, false, false",
    "/api/v1/pods, true, false, false"
  })
  void strangersAreLetInAsConfigured(String path, boolean all, boolean none, boolean some) {
    Credentials stranger = new Credentials(path, Optional.empty(), List.of());
    List<Authenticator> allowed =
        List.of(
            AnonymousRequests.all(true),
            AnonymousRequests.all(false),
            AnonymousRequests.to(List.of("/healthz", "/metrics")));
    assertThat(allowed.stream().map(requests -> requests.authenticate(stranger)))
        .map(Result.Authenticated.class::isInstance)
        .containsExactly(all, none, some);
  }

  @ParameterizedTest
  @CsvSource({
    "bob, a, true",
    "bob, system:authenticated, false",
    "bob, system:unauthenticated, false",
    "system:anonymous, a, false"
  })
  void whoSaysThatHeIsNobodyIsNotAuthenticated(String name, String group, boolean added) {
    UserInfo user = new UserInfo(name, "", List.of(group), Map.of());
    UnionAuthenticator union =
        new UnionAuthenticator(
            List.of(credentials -> new Result.Authenticated(user)), AnonymousRequests.all(true));
    List<String> groups = added ? List.of(group, "system:authenticated") : List.of(group);
    assertThat(union.authenticate(token("t")))
        .isEqualTo(new Result.Authenticated(new UserInfo(name, "", groups, Map.of())));
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer abc, abc",
    "bearer abc, abc",
    "BEARER abc def, abc",
    "Bearer, ''",
    "'', ''",
    "Basic abc, ''"
  })
  void bearerTokens(String header, String expected) {
    assertThat(Credentials.bearerToken(header).orElse("")).isEqualTo(expected);
  }
}
