package io.jukung.server.webhook;

import io.jukung.server.kubeconfig.KubeconfigTarget;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Who we are to which webhook, by the users of a kubeconfig: one named as the host, or with a star
 * for its first parts, or the star alone ({@code clientConfig} in {@code
 * apiserver/pkg/util/webhook/authentication.go} at v1.36). Immutable.
 */
record WebhookUsers(Map<String, KubeconfigTarget.User> users) {
  /** Nobody to all. */
  static final WebhookUsers NONE = new WebhookUsers(Map.of());

  private static final String HTTPS = ":443";

  static WebhookUsers read(Path kubeconfig) {
    return new WebhookUsers(Map.copyOf(KubeconfigTarget.users(kubeconfig)));
  }

  /** Who we are to {@code host:port}. */
  KubeconfigTarget.User of(String target) {
    return named(target)
        .or(
            () ->
                target.endsWith(HTTPS)
                    ? named(target.substring(0, target.length() - HTTPS.length()))
                    : Optional.empty())
        .or(() -> Optional.ofNullable(users.get("*")))
        .or(() -> Optional.ofNullable(users.get("")))
        .orElse(KubeconfigTarget.User.ANONYMOUS);
  }

  private Optional<KubeconfigTarget.User> named(String target) {
    KubeconfigTarget.User exact = users.get(target);
    if (exact != null) {
      return Optional.of(exact);
    }
    for (int dot = target.indexOf('.'); dot >= 0; dot = target.indexOf('.', dot + 1)) {
      KubeconfigTarget.User wide = users.get("*" + target.substring(dot));
      if (wide != null) {
        return Optional.of(wide);
      }
    }
    return Optional.empty();
  }
}
