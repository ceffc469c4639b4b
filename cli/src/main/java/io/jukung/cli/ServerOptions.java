package io.jukung.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options {@code up} and {@code server} share; named as kube-apiserver's flags where it has
 * them.
 */
final class ServerOptions {
  /** Where services get their addresses unless told otherwise, as kube-apiserver's. */
  static final String DEFAULT_SERVICE_RANGE = "10.96.0.0/12";

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Folder of the store, certificates and admin.kubeconfig (default:"
              + " ~/.local/share/jukung).")
  private Optional<Path> dataDir = Optional.empty();

  @Option(
      names = "--secure-port",
      paramLabel = "N",
      defaultValue = "6443",
      description = "Port of the HTTPS API, 0 to 65535; 0 takes a free one (default: 6443).")
  private int securePort;

  @Option(
      names = "--bind-address",
      paramLabel = "A",
      description = "Address to listen on (default: 127.0.0.1 for up, 0.0.0.0 for server).")
  private Optional<String> bindAddress = Optional.empty();

  @Option(
      names = "--advertise-address",
      paramLabel = "A",
      description =
          "Address that clients inside the cluster are told (default: that of --bind-address, or"
              + " this machine's).")
  private Optional<String> advertiseAddress = Optional.empty();

  @Option(
      names = "--token-auth-file",
      paramLabel = "FILE",
      description = "Bearer tokens: lines of token,user,uid[,\"group,...\"].")
  private Optional<Path> tokenAuthFile = Optional.empty();

  @Option(
      names = "--service-cluster-ip-range",
      paramLabel = "CIDR",
      defaultValue = DEFAULT_SERVICE_RANGE,
      description = "Range of cluster IPs for services (default: " + DEFAULT_SERVICE_RANGE + ").")
  private String serviceClusterIpRange = DEFAULT_SERVICE_RANGE;

  @Mixin private AccessOptions access;

  @Mixin private EtcdOptions etcd = new EtcdOptions();

  @Mixin private EncryptionOptions encryption = new EncryptionOptions();

  @Mixin private FlowOptions flow = new FlowOptions();

  @Mixin private TlsOptions tls = new TlsOptions();

  @Mixin private AuditOptions audit = new AuditOptions();

  @Mixin private PeerOptions peers = new PeerOptions();

  @Option(
      names = "--kubelet-certificate-authority",
      paramLabel = "FILE",
      description =
          "Certificates that kubelets are verified by; empty verifies none, as kube-apiserver does"
              + " by default (default: DIR/pki/ca.crt).")
  private Optional<Path> kubeletCertificateAuthority = Optional.empty();

  @Option(
      names = "--enable-aggregator-routing",
      description = "Call servers behind APIServices at their endpoints, not their cluster IPs.")
  private boolean aggregatorRouting;

  @Mixin private FeatureOptions features = new FeatureOptions();

  /**
   * What was asked for, checked; makes the data folder.
   *
   * @param bindAddress where to listen when the command line does not say
   */
  Settings settings(String bindAddress, boolean controllers) {
    if (securePort < 0 || securePort > 65535) {
      throw new StartFailure(ExitCode.USAGE, "--secure-port must be 0 to 65535, not " + securePort);
    }
    tokenAuthFile.ifPresent(
        file -> {
          if (!Files.isReadable(file)) {
            throw new StartFailure(ExitCode.USAGE, "--token-auth-file " + file + " can't be read");
          }
        });
    Optional<Path> given = kubeletCertificateAuthority.filter(file -> !file.toString().isEmpty());
    given.ifPresent(
        file -> {
          if (!Files.isReadable(file)) {
            throw new StartFailure(
                ExitCode.USAGE, "--kubelet-certificate-authority " + file + " can't be read");
          }
        });
    Path folder = DataFolder.prepare(dataDir.orElseGet(DataFolder::ofUser));
    return new Settings(
        folder,
        this.bindAddress.orElse(bindAddress),
        securePort,
        advertiseAddress,
        tokenAuthFile,
        serviceClusterIpRange,
        access.config(),
        etcd.config(),
        etcd.prefix(),
        etcd.storageMediaType(),
        encryption.config(),
        encryption.encryptSecrets() && etcd.serveEtcd().isEmpty(),
        audit.config(folder),
        flow.flow(),
        tls.rules(),
        tls.serving(),
        etcd.serveEtcd(),
        controllers,
        kubeletCertificateAuthority.isPresent()
            ? given
            : Optional.of(folder.resolve("pki").resolve("ca.crt")),
        aggregatorRouting,
        features.open(),
        peers());
  }

  private Optional<PeerPlan> peers() {
    Optional<PeerPlan> plan = peers.plan();
    if (plan.isPresent() && etcd.config().isPresent()) {
      throw new StartFailure(ExitCode.USAGE, "--peers and --join are for the embedded store only");
    }
    return plan;
  }
}
