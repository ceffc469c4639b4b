package io.jukung.server.access;

import io.jukung.admission.AdmissionConfig;
import io.jukung.server.authentication.AuthenticationConfig;
import io.jukung.server.authentication.FrontProxyConfig;
import io.jukung.server.authorization.AuthorizationMode;
import io.jukung.server.serviceaccount.ServiceAccountConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * How callers are known and what they may do; valid once made.
 *
 * @param authorizationModes {@code --authorization-mode}: asked in this order; at least one, none
 *     twice
 * @param admission which admission plugins run
 * @param frontProxy proxies that say who asks; empty believes none
 * @param authentication the other ways to be known
 * @param alwaysAllowPaths {@code --authorization-always-allow-paths}: what everybody known may do
 */
public record AccessConfig(
    ServiceAccountConfig serviceAccounts,
    List<AuthorizationMode> authorizationModes,
    List<String> alwaysAllowPaths,
    AdmissionConfig admission,
    Optional<FrontProxyConfig> frontProxy,
    AuthenticationConfig authentication) {
  /** What kube-apiserver lets everybody read. */
  public static final List<String> HEALTH_PATHS = List.of("/healthz", "/readyz", "/livez");

  /** Everything as kube-apiserver's defaults. */
  public static final AccessConfig DEFAULT =
      new AccessConfig(
          ServiceAccountConfig.DEFAULT,
          AuthorizationMode.DEFAULT,
          HEALTH_PATHS,
          AdmissionConfig.DEFAULT,
          Optional.empty(),
          AuthenticationConfig.DEFAULT);

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException when there is no mode, or one stands there twice
   */
  public AccessConfig {
    authorizationModes = List.copyOf(authorizationModes);
    alwaysAllowPaths = List.copyOf(alwaysAllowPaths);
    if (authorizationModes.isEmpty()) {
      throw new IllegalArgumentException("at least one authorization-mode must be passed");
    }
    if (new HashSet<>(authorizationModes).size() < authorizationModes.size()) {
      throw new IllegalArgumentException(
          "authorization-mode has mode specified more than once: " + authorizationModes);
    }
  }
}
