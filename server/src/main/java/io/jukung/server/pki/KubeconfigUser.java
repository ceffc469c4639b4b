package io.jukung.server.pki;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;

/**
 * Whom a kubeconfig is written for, as kubeadm's {@code init phase kubeconfig}.
 *
 * @param name of the certificate's files and of the kubeconfig
 * @param user who that is to the API server
 * @param portable whether clients that read RSA keys only may use it
 */
record KubeconfigUser(String name, String user, List<String> groups, boolean portable) {
  /** The administrator, and the components that may run in processes of their own. */
  static final List<KubeconfigUser> ALL =
      List.of(
          new KubeconfigUser("admin", "kubernetes-admin", List.of("system:masters"), true),
          new KubeconfigUser(
              "controller-manager", "system:kube-controller-manager", List.of(), false),
          new KubeconfigUser("scheduler", "system:kube-scheduler", List.of(), false));

  KeyAndCertificate issue(CertificateAuthority authority, Duration lifetime)
      throws GeneralSecurityException {
    return portable
        ? authority.issueClient(user, groups, lifetime)
        : authority.issueServerClient(user, groups, lifetime);
  }
}
