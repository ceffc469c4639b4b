package io.jukung.server.access;

import io.jukung.admission.AdmissionConfig;
import io.jukung.server.authentication.AuthenticationConfig;
import io.jukung.server.authentication.FrontProxyConfig;
import io.jukung.server.authorization.AuthorizationMode;
import io.jukung.server.authorization.webhook.AuthorizationWebhookConfig;
import io.jukung.server.serviceaccount.ServiceAccountConfig;
import java.nio.file.Path;
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
 * @param authorizationWebhook whom mode Webhook asks
 * @param authorizationFile {@code --authorization-config}: names authorizers in place of modes
 * @param alwaysAllowPaths {@code --authorization-always-allow-paths}: what everybody known may do
 */
public record AccessConfig(
    ServiceAccountConfig serviceAccounts,
    List<AuthorizationMode> authorizationModes,
    List<String> alwaysAllowPaths,
    AdmissionConfig admission,
    Optional<FrontProxyConfig> frontProxy,
    AuthenticationConfig authentication,
    Optional<AuthorizationWebhookConfig> authorizationWebhook,
    Optional<Path> authorizationFile) {
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
          AuthenticationConfig.DEFAULT,
          Optional.empty(),
          Optional.empty());

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException when there is no mode, one stands there twice, or mode Webhook
   *     and its server don't go together
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
    if (authorizationModes.contains(AuthorizationMode.WEBHOOK)) {
      if (authorizationWebhook.isEmpty()) {
        throw new IllegalArgumentException(
            "authorization-mode Webhook's authorization config file not passed");
      }
    } else if (authorizationWebhook.isPresent()) {
      throw new IllegalArgumentException(
          "cannot specify --authorization-webhook-config-file without mode Webhook");
    }
  }
}
