package io.jukung.server.pki;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The server's certificates and keys in one folder, under kubeadm's file names: {@code ca}, {@code
 * apiserver}, {@code admin}, {@code controller-manager}, {@code scheduler} ({@code .crt} and {@code
 * .key}), {@code sa.key} and {@code sa.pub}.
 *
 * <p>{@link #ensure} makes what is missing and what ends soon, so it serves for the first start and
 * for renewal. The authority itself lives ten years and is never replaced. Used by one thread at a
 * time.
 */
public final class Pki {
  /**
   * A name that the server's own certificate is shown under whatever else it serves with: that of
   * upstream's client of itself ({@code apiserver/pkg/server/config.go} at v1.36).
   */
  public static final String LOOPBACK_NAME = "apiserver-loopback-client";

  /** How long the authority lives. */
  static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3650);

  /** How long a server or client certificate lives. */
  static final Duration LEAF_LIFETIME = Duration.ofDays(365);

  /** How long before its end a leaf certificate is replaced. */
  static final Duration RENEW_BEFORE = Duration.ofDays(90);

  private final Path folder;
  private final Path kubeconfigs;
  private final Set<String> serverNames;
  private final InstantSource clock;
  private final SecureRandom random;

  /**
   * The certificates in {@code folder}.
   *
   * @param kubeconfigs the folder that kubeconfigs are written to
   * @param serverNames the DNS names and IP addresses the server certificate is for, besides those
   *     every API server has
   */
  public Pki(
      Path folder,
      Path kubeconfigs,
      Collection<String> serverNames,
      InstantSource clock,
      SecureRandom random) {
    this.folder = folder;
    this.kubeconfigs = kubeconfigs;
    this.serverNames = new LinkedHashSet<>(DEFAULT_NAMES);
    serverNames.forEach(name -> this.serverNames.add(canonical(name)));
    this.clock = clock;
    this.random = random;
  }

  private static final List<String> DEFAULT_NAMES =
      List.of(
          "localhost",
          "kubernetes",
          "kubernetes.default",
          "kubernetes.default.svc",
          "kubernetes.default.svc.cluster.local",
          "127.0.0.1",
          "0:0:0:0:0:0:0:1");

  /**
   * What the server needs to serve.
   *
   * @param changed whether the server certificate was made by this call
   */
  public record State(X509Certificate authority, KeyAndCertificate server, boolean changed) {}

  /** Makes what is missing or ends within 90 days. */
  public State ensure() throws IOException, GeneralSecurityException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    CertificateAuthority authority = authority("ca", "kubernetes");
    boolean serverDue = due("apiserver", serverNames, authority);
    if (serverDue) {
      write(
          "apiserver",
          authority.issueServer("kube-apiserver", List.copyOf(serverNames), LEAF_LIFETIME));
    }
    for (KubeconfigUser user : KubeconfigUser.ALL) {
      if (due(user.name(), Set.of(), authority)) {
        write(user.name(), user.issue(authority, LEAF_LIFETIME));
      }
    }
    ensureServiceAccountKey();
    return new State(authority.own().certificate(), read("apiserver"), serverDue);
  }

  /**
   * The identity under which this server calls kubelets (kubeadm's {@code
   * apiserver-kubelet-client}), made when missing or due.
   */
  public KeyAndCertificate kubeletClient() throws IOException, GeneralSecurityException {
    return serverClient(
        "apiserver-kubelet-client",
        authority("ca", "kubernetes"),
        "kube-apiserver-kubelet-client",
        List.of("system:masters"));
  }

  /**
   * The identity under which this server forwards requests in the name of others, and the authority
   * that extension servers know it by (kubeadm's {@code front-proxy-ca} and {@code
   * front-proxy-client}).
   */
  public record FrontProxy(X509Certificate authority, KeyAndCertificate client) {}

  /** The front proxy's certificates, made when missing or due. */
  public FrontProxy frontProxy() throws IOException, GeneralSecurityException {
    CertificateAuthority authority = authority("front-proxy-ca", "front-proxy-ca");
    return new FrontProxy(
        authority.own().certificate(),
        serverClient("front-proxy-client", authority, "front-proxy-client", List.of()));
  }

  private KeyAndCertificate serverClient(
      String name, CertificateAuthority authority, String user, List<String> groups)
      throws IOException, GeneralSecurityException {
    if (due(name, Set.of(), authority)) {
      write(name, authority.issueServerClient(user, groups, LEAF_LIFETIME));
    }
    return read(name);
  }

  /** The file of the key that service account tokens are signed with. */
  public Path serviceAccountKeyFile() {
    return folder.resolve("sa.key");
  }

  /**
   * Makes what is missing, or ends within 90 days, of a trust apart from the API's: {@code ca},
   * {@code server} and {@code client}, each with {@code .crt} and {@code .key}.
   *
   * @param authority the common name of its authority
   */
  public void ensureApart(String authority) throws IOException, GeneralSecurityException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    CertificateAuthority own = authority("ca", authority);
    if (due("server", serverNames, own)) {
      write("server", own.issueServer(authority, List.copyOf(serverNames), LEAF_LIFETIME));
    }
    if (due("client", Set.of(), own)) {
      write("client", own.issueClient(authority + "-client", List.of(), LEAF_LIFETIME));
    }
  }

  /**
   * Makes what is missing, or ends within 90 days, of the trust among equals: {@code ca} and {@code
   * peer}, each with {@code .crt} and {@code .key}. A certificate with other names, as one copied
   * from another machine has, is made anew.
   *
   * @param authority the common name of its authority
   */
  public void ensurePeer(String authority) throws IOException, GeneralSecurityException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    CertificateAuthority own = authority("ca", authority);
    if (due("peer", serverNames, own)) {
      write("peer", own.issuePeer(authority, List.copyOf(serverNames), LEAF_LIFETIME));
    }
  }

  /**
   * A key and certificate of the trust among equals that lives a day, for who is to be let in: the
   * certificate of the authority, this certificate and its key, as PEM one after another.
   *
   * @param authority the common name of its authority
   */
  public String invitation(String authority) throws IOException, GeneralSecurityException {
    CertificateAuthority own = authority("ca", authority);
    KeyAndCertificate guest =
        own.issuePeer(authority + "-join", List.copyOf(serverNames), Duration.ofDays(1));
    return PemFiles.certificate(own.own().certificate())
        + PemFiles.certificate(guest.certificate())
        + PemFiles.privateKey(guest.key());
  }

  private CertificateAuthority authority(String name, String commonName)
      throws IOException, GeneralSecurityException {
    if (exists(name)) {
      return new CertificateAuthority(read(name), clock, random);
    }
    CertificateAuthority fresh =
        CertificateAuthority.create(commonName, AUTHORITY_LIFETIME, clock, random);
    write(name, fresh.own());
    return fresh;
  }

  private void ensureServiceAccountKey() throws IOException, GeneralSecurityException {
    Path key = folder.resolve("sa.key");
    if (!Files.exists(key) || !Files.exists(folder.resolve("sa.pub"))) {
      KeyPair pair = CertificateAuthority.newKeyPair(random);
      PemFiles.writePublic(
          folder.resolve("sa.pub"), PemFiles.block("PUBLIC KEY", pair.getPublic().getEncoded()));
      PemFiles.writeSecret(key, PemFiles.privateKey(pair.getPrivate()));
    }
  }

  /**
   * Writes the kubeconfigs, pointing to {@code serverUrl}, that are not so yet. They ask for {@link
   * #LOOPBACK_NAME} when the server's certificate is for it.
   */
  public void writeKubeconfigs(String serverUrl) throws IOException, GeneralSecurityException {
    X509Certificate authority = read("ca").certificate();
    for (KubeconfigUser user : KubeconfigUser.ALL) {
      String text =
          Kubeconfig.of(
              "jukung", serverUrl, authority, user.user(), read(user.name()), tlsServerName());
      Path file = kubeconfigs.resolve(user.name() + ".kubeconfig");
      if (!Files.exists(file) || !Files.readString(file).equals(text)) {
        PemFiles.writeSecret(file, text);
      }
    }
  }

  private Optional<String> tlsServerName() {
    return Optional.of(LOOPBACK_NAME).filter(serverNames::contains);
  }

  /** Whether the certificate {@code name} is missing, ends soon or lacks a name. */
  private boolean due(String name, Set<String> names, CertificateAuthority authority)
      throws IOException, GeneralSecurityException {
    if (!exists(name)) {
      return true;
    }
    X509Certificate certificate = read(name).certificate();
    Instant end = certificate.getNotAfter().toInstant();
    return !clock.instant().isBefore(end.minus(RENEW_BEFORE))
        || !alternativeNames(certificate).containsAll(names)
        || !signedBy(certificate, authority.own().certificate());
  }

  private static boolean signedBy(X509Certificate certificate, X509Certificate authority) {
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static Set<String> alternativeNames(X509Certificate certificate)
      throws CertificateParsingException {
    var names = certificate.getSubjectAlternativeNames();
    return names == null
        ? new HashSet<>()
        : names.stream().map(entry -> String.valueOf(entry.get(1))).collect(Collectors.toSet());
  }

  /** An IP address in the form in which certificates are read back; names as they are. */
  private static String canonical(String name) {
    return CertificateAuthority.isIp(name)
        ? InetAddress.ofLiteral(name).getHostAddress()
        : name.toLowerCase(Locale.ROOT);
  }

  private boolean exists(String name) {
    return Files.exists(folder.resolve(name + ".crt"))
        && Files.exists(folder.resolve(name + ".key"));
  }

  private KeyAndCertificate read(String name) throws IOException {
    return new KeyAndCertificate(
        PemFiles.readPrivateKey(folder.resolve(name + ".key")),
        PemFiles.readCertificates(folder.resolve(name + ".crt")).getFirst());
  }

  /** The key goes first: a crash between the two leaves no certificate, so both are made anew. */
  private void write(String name, KeyAndCertificate pair)
      throws IOException, GeneralSecurityException {
    Files.deleteIfExists(folder.resolve(name + ".crt"));
    PemFiles.writeSecret(folder.resolve(name + ".key"), PemFiles.privateKey(pair.key()));
    PemFiles.writePublic(folder.resolve(name + ".crt"), PemFiles.certificate(pair.certificate()));
  }
}
