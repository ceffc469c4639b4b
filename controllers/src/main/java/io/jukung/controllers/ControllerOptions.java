package io.jukung.controllers;

import io.jukung.controllers.certificate.ClusterSigning;
import io.jukung.controllers.policystatus.PolicyTypeChecker;
import java.util.List;
import java.util.Optional;

/**
 * How the controllers run.
 *
 * @param caPem the certificates of the API server's authority in PEM, published to every namespace
 * @param controllers which run, as kube-controller-manager's {@code --controllers}: {@code *} is
 *     all that run by default, {@code foo} is foo, {@code -foo} is not foo; the first that names a
 *     controller counts
 * @param leaderElect whether they wait for the lease before they work
 * @param serviceAccounts whether each controller acts as its own service account in {@code
 *     kube-system}, rather than all as the process
 * @param identity who holds the lease; no two processes that run at the same time share one
 * @param typeChecker checks the expressions of validating admission policies
 * @param signing what requested certificates are signed with; without it nobody signs
 */
public record ControllerOptions(
    String caPem,
    List<String> controllers,
    boolean leaderElect,
    boolean serviceAccounts,
    String identity,
    PolicyTypeChecker typeChecker,
    Optional<ClusterSigning> signing) {
  /** Copies the list. */
  public ControllerOptions {
    controllers = List.copyOf(controllers);
  }

  /** Whether the controller of this name is to run. */
  boolean runs(String name) {
    boolean all = false;
    for (String entry : controllers) {
      if (entry.equals(name)) {
        return true;
      }
      if (entry.equals("-" + name)) {
        return false;
      }
      all |= entry.equals("*");
    }
    return all;
  }
}
