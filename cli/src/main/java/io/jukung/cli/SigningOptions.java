package io.jukung.cli;

import io.jukung.controllers.certificate.ClusterSigning;
import io.jukung.registry.codec.value.GoDuration;
import io.jukung.registry.codec.value.ValueException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What {@code jukung controllers} signs requested certificates with: one authority for all signers,
 * or one for each that is to sign, not both, as kube-controller-manager has it.
 */
final class SigningOptions {
  @Option(
      names = "--cluster-signing-cert-file",
      paramLabel = "FILE",
      description =
          "The authority that signs all requested certificates, in PEM, such as DIR/pki/ca.crt."
              + " Without it those sign that are given one of their own.")
  private @Nullable Path certificateFile;

  @Option(
      names = "--cluster-signing-key-file",
      paramLabel = "FILE",
      description = "Its private key in PEM, such as DIR/pki/ca.key.")
  private @Nullable Path keyFile;

  @Option(
      names = "--cluster-signing-kubelet-serving-cert-file",
      paramLabel = "FILE",
      description = "The authority for kubelets as servers.")
  private @Nullable Path kubeletServingCertificateFile;

  @Option(
      names = "--cluster-signing-kubelet-serving-key-file",
      paramLabel = "FILE",
      description = "Its private key.")
  private @Nullable Path kubeletServingKeyFile;

  @Option(
      names = "--cluster-signing-kubelet-client-cert-file",
      paramLabel = "FILE",
      description = "The authority for kubelets as clients.")
  private @Nullable Path kubeletClientCertificateFile;

  @Option(
      names = "--cluster-signing-kubelet-client-key-file",
      paramLabel = "FILE",
      description = "Its private key.")
  private @Nullable Path kubeletClientKeyFile;

  @Option(
      names = "--cluster-signing-kube-apiserver-client-cert-file",
      paramLabel = "FILE",
      description = "The authority for clients of the API server.")
  private @Nullable Path kubeApiserverClientCertificateFile;

  @Option(
      names = "--cluster-signing-kube-apiserver-client-key-file",
      paramLabel = "FILE",
      description = "Its private key.")
  private @Nullable Path kubeApiserverClientKeyFile;

  @Option(
      names = "--cluster-signing-legacy-unknown-cert-file",
      paramLabel = "FILE",
      description = "The authority for requests without a signer.")
  private @Nullable Path legacyUnknownCertificateFile;

  @Option(
      names = "--cluster-signing-legacy-unknown-key-file",
      paramLabel = "FILE",
      description = "Its private key.")
  private @Nullable Path legacyUnknownKeyFile;

  @Option(
      names = "--cluster-signing-duration",
      paramLabel = "DURATION",
      defaultValue = "8760h",
      description =
          "How long a signed certificate lives unless its request asks for less (default:"
              + " ${DEFAULT-VALUE}).")
  private String duration;

  /** The options as the controllers take them; empty when no authority was given. */
  Optional<ClusterSigning> signing() {
    Optional<ClusterSigning.Authority> all = authority("", certificateFile, keyFile);
    Map<String, ClusterSigning.Authority> own = new TreeMap<>();
    authority("kubelet-serving-", kubeletServingCertificateFile, kubeletServingKeyFile)
        .ifPresent(authority -> own.put(ClusterSigning.KUBELET_SERVING, authority));
    authority("kubelet-client-", kubeletClientCertificateFile, kubeletClientKeyFile)
        .ifPresent(authority -> own.put(ClusterSigning.KUBELET_CLIENT, authority));
    authority(
            "kube-apiserver-client-",
            kubeApiserverClientCertificateFile,
            kubeApiserverClientKeyFile)
        .ifPresent(authority -> own.put(ClusterSigning.API_CLIENT, authority));
    authority("legacy-unknown-", legacyUnknownCertificateFile, legacyUnknownKeyFile)
        .ifPresent(authority -> own.put(ClusterSigning.LEGACY, authority));
    if (all.isPresent() && !own.isEmpty()) {
      throw new StartFailure(
          ExitCode.USAGE,
          "--cluster-signing-cert-file is for all signers, so none can have an authority of its"
              + " own");
    }
    if (all.isEmpty() && own.isEmpty()) {
      return Optional.empty();
    }
    try {
      Duration lifetime = Duration.ofNanos(GoDuration.parse(duration));
      return Optional.of(
          all.map(authority -> ClusterSigning.of(authority, lifetime))
              .orElseGet(() -> new ClusterSigning(own, lifetime)));
    } catch (IllegalArgumentException | ValueException e) {
      throw new StartFailure(ExitCode.USAGE, "--cluster-signing-duration: " + e.getMessage());
    }
  }

  private static Optional<ClusterSigning.Authority> authority(
      String signer, @Nullable Path certificate, @Nullable Path key) {
    if (certificate == null && key == null) {
      return Optional.empty();
    }
    if (certificate == null || key == null) {
      throw new StartFailure(
          ExitCode.USAGE,
          "--cluster-signing-%1$scert-file and --cluster-signing-%1$skey-file go together"
              .formatted(signer));
    }
    return Optional.of(new ClusterSigning.Authority(certificate, key));
  }
}
