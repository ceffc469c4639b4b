package io.jukung.server;

import io.jukung.server.access.AccessConfig;
import io.jukung.server.audit.AuditConfig;
import io.jukung.server.health.HealthCheck;
import io.jukung.server.http.TlsRules;
import io.jukung.server.limits.ServerLimits;
import io.jukung.server.serving.ServingFiles;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the API server is to run; valid once made.
 *
 * @param dataDir where certificates ({@code pki}) and {@code admin.kubeconfig} lie
 * @param bindAddress the IP address to listen on, such as {@code 127.0.0.1} or {@code ::}
 * @param securePort 0 to 65535; 0 takes a free port
 * @param advertiseAddress the IP address clients inside the cluster are told; empty takes the bind
 *     address, or this machine's when that means all
 * @param serviceClusterIpRange the range of service addresses, such as {@code 10.96.0.0/12}; its
 *     first address is this server's
 * @param tokenAuthFile bearer tokens, lines of {@code token,user,uid[,"group,..."]}
 * @param serverNames further names and addresses for the server's certificate
 * @param maxRequestsInFlight how many requests that only read run at once, at least 1
 * @param maxMutatingRequestsInFlight how many others run at once, at least 1
 * @param priorityAndFairness whether requests share all these seats by FlowSchemas and
 *     PriorityLevelConfigurations
 * @param limits how much clients may hold at once
 * @param tls which TLS is spoken
 * @param serving the certificates of the operator's to serve with
 * @param access how callers are known and what they may do
 * @param shutdownTimeout how long requests may take to finish when the server stops
 * @param kubeletCertificateAuthority certificates that kubelets' certificates are verified by;
 *     empty verifies none, as upstream
 * @param aggregatorRouting whether servers behind APIServices are called at their endpoints, for
 *     machines that do not route cluster IPs
 * @param audit which requests are written down, and where
 * @param features gates that are open beyond the default ones
 * @param checks what {@code readyz} and {@code healthz} look after beside the server itself
 */
public record ServerConfig(
    Path dataDir,
    String bindAddress,
    int securePort,
    Optional<String> advertiseAddress,
    String serviceClusterIpRange,
    Optional<Path> tokenAuthFile,
    List<String> serverNames,
    int maxRequestsInFlight,
    int maxMutatingRequestsInFlight,
    boolean priorityAndFairness,
    ServerLimits limits,
    TlsRules tls,
    ServingFiles serving,
    AccessConfig access,
    Duration shutdownTimeout,
    VersionInfo version,
    Optional<Path> kubeletCertificateAuthority,
    boolean aggregatorRouting,
    AuditConfig audit,
    Set<FeatureGate> features,
    List<HealthCheck> checks) {

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException naming the first that is wrong
   */
  public ServerConfig {
    serverNames = List.copyOf(serverNames);
    features = Set.copyOf(features);
    checks = List.copyOf(checks);
    requireAddress("bindAddress", bindAddress);
    advertiseAddress.ifPresent(address -> requireAddress("advertiseAddress", address));
    require(securePort >= 0 && securePort <= 65535, "securePort must be 0 to 65535", securePort);
    require(maxRequestsInFlight > 0, "maxRequestsInFlight must be at least 1", maxRequestsInFlight);
    require(
        maxMutatingRequestsInFlight > 0,
        "maxMutatingRequestsInFlight must be at least 1",
        maxMutatingRequestsInFlight);
    require(!shutdownTimeout.isNegative(), "shutdownTimeout must not be negative", shutdownTimeout);
    serviceAddress(serviceClusterIpRange);
  }

  /** The defaults of everything but where to run. */
  public static ServerConfig of(
      Path dataDir, String bindAddress, int securePort, VersionInfo version) {
    return new ServerConfig(
        dataDir,
        bindAddress,
        securePort,
        Optional.empty(),
        "10.96.0.0/12",
        Optional.empty(),
        List.of(),
        400,
        200,
        true,
        ServerLimits.forHeap(Runtime.getRuntime().maxMemory()),
        TlsRules.DEFAULT,
        ServingFiles.NONE,
        AccessConfig.DEFAULT,
        Duration.ofSeconds(10),
        version,
        Optional.empty(),
        false,
        AuditConfig.NONE,
        Set.of(),
        List.of());
  }

  private static void require(boolean holds, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(expected + ", found " + found);
    }
  }

  private static void requireAddress(String name, String address) {
    try {
      InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " must be an IP address, found " + address, e);
    }
  }

  /** The first address of the range: that of the {@code kubernetes} service. */
  public String kubernetesServiceAddress() {
    return serviceAddress(serviceClusterIpRange);
  }

  private static String serviceAddress(String range) {
    int slash = range.indexOf('/');
    try {
      int bits = Integer.parseInt(range.substring(slash + 1));
      byte[] address = InetAddress.ofLiteral(range.substring(0, slash)).getAddress();
      require(bits >= 8 && bits <= address.length * 8 - 2, "range of a wrong size", range);
      for (int bit = bits; bit < address.length * 8; bit++) {
        address[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
      }
      address[address.length - 1] |= 1;
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (java.net.UnknownHostException | RuntimeException e) {
      throw new IllegalArgumentException(
          "serviceClusterIpRange must be a CIDR such as 10.96.0.0/12, found " + range, e);
    }
  }

  /** Whether the server listens on all addresses. */
  boolean bindsAll() {
    return InetAddress.ofLiteral(bindAddress).isAnyLocalAddress();
  }
}
