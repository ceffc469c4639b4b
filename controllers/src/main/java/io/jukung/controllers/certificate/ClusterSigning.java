package io.jukung.controllers.certificate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What certificates are signed with, as kube-controller-manager's {@code --cluster-signing-*} say.
 *
 * @param authorities the authority of each signer that signs; requests of others wait
 * @param duration how long a certificate lives when nobody asks for less; positive
 */
public record ClusterSigning(Map<String, Authority> authorities, Duration duration) {
  /** Signs for clients of the API server. */
  public static final String API_CLIENT = SignerRules.API_CLIENT;

  /** Signs for kubelets as clients of the API server. */
  public static final String KUBELET_CLIENT = SignerRules.KUBELET_CLIENT;

  /** Signs for kubelets as servers. */
  public static final String KUBELET_SERVING = SignerRules.KUBELET_SERVING;

  /** Signs what was asked for before there were signers. */
  public static final String LEGACY = SignerRules.LEGACY;

  /** A year, upstream's default. */
  public static final Duration DEFAULT_DURATION = Duration.ofDays(365);

  /**
   * Where an authority is.
   *
   * @param certificateFile its certificate in PEM; the first one of the file counts
   * @param keyFile its private key in PEM
   */
  public record Authority(Path certificateFile, Path keyFile) {}

  /** Refuses a duration that is not positive, no authority at all, and signers nobody knows. */
  public ClusterSigning {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("certificates must live for some time, not " + duration);
    }
    if (authorities.isEmpty()) {
      throw new IllegalArgumentException("no authority");
    }
    for (String signer : authorities.keySet()) {
      if (!SignerRules.known(signer)) {
        throw new IllegalArgumentException("unrecognized signerName: " + signer);
      }
    }
    authorities = Map.copyOf(authorities);
  }

  /** One authority for all built-in signers. */
  public static ClusterSigning of(Authority authority, Duration duration) {
    Map<String, Authority> all = new TreeMap<>();
    SignerRules.KNOWN.forEach(signer -> all.put(signer, authority));
    return new ClusterSigning(all, duration);
  }

  /**
   * Looks whether the files hold authorities.
   *
   * @throws IllegalArgumentException when some don't
   */
  public void check() {
    try {
      authorities.values().forEach(authority -> new SigningFiles(authority).current());
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
