package io.jukung.admission.webhook;

import io.jukung.registry.config.ConfigException;
import io.jukung.registry.config.ConfigNode;
import io.jukung.registry.status.FieldError;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration of the webhook plugins: a kubeconfig that says who we are to which webhook
 * ({@code k8s.io/apiserver/pkg/admission/plugin/webhook/config/kubeconfig.go} at v1.36).
 */
public final class WebhookKubeconfig {
  private static final String OLD_VERSION = "apiserver.config.k8s.io/v1alpha1";

  private WebhookKubeconfig() {}

  /**
   * The kubeconfig's path; empty when there is none.
   *
   * @throws ConfigException when the configuration can't be used
   */
  public static Optional<Path> of(Optional<byte[]> text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    ConfigNode root = ConfigNode.parse(text.get());
    root =
        root.text("apiVersion").equals(OLD_VERSION)
            ? ConfigNode.parse(text.get(), "WebhookAdmission", List.of(OLD_VERSION))
            : ConfigNode.parse(
                text.get(), "WebhookAdmissionConfiguration", List.of("apiserver.config.k8s.io/v1"));
    root.allow(Set.of("apiVersion", "kind", "kubeConfigFile", "staticManifestsDir"));
    String file = root.text("kubeConfigFile");
    if (!file.isEmpty() && !Path.of(file).isAbsolute()) {
      throw new ConfigException(
          FieldError.invalid("kubeConfigFile", file, "must be an absolute file path").toString());
    }
    noManifests(root);
    return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file));
  }

  /**
   * The configuration of the policy plugins, which has nothing but manifests in files: an alpha
   * feature, which is off.
   *
   * @throws ConfigException when it has any
   */
  public static void ofPolicies(String kind, Optional<byte[]> text) {
    text.ifPresent(
        bytes ->
            noManifests(
                ConfigNode.parse(bytes, kind, List.of("apiserver.config.k8s.io/v1"))
                    .allow(Set.of("apiVersion", "kind", "staticManifestsDir"))));
  }

  private static void noManifests(ConfigNode root) {
    if (!root.text("staticManifestsDir").isEmpty()) {
      throw new ConfigException(
          FieldError.forbidden(
                  "staticManifestsDir",
                  "staticManifestsDir requires the ManifestBasedAdmissionControlConfig feature gate"
                      + " to be enabled")
              .toString());
    }
  }
}
