package io.jukung.cli;

import io.jukung.admission.AdmissionConfig;
import io.jukung.registry.codec.value.GoDuration;
import io.jukung.server.access.AccessConfig;
import io.jukung.server.serviceaccount.ServiceAccountConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options about who may do what; named as kube-apiserver's flags. */
final class AccessOptions {
  @Option(
      names = "--service-account-issuer",
      paramLabel = "ISSUER",
      description =
          "Issuer of service account tokens, repeatable: the first signs, all are accepted"
              + " (default: https://kubernetes.default.svc).")
  private List<String> issuers = new ArrayList<>();

  @Option(
      names = "--service-account-key-file",
      paramLabel = "FILE",
      description =
          "PEM keys that service account tokens may be signed with, repeatable (default: the"
              + " signing key).")
  private List<Path> keyFiles = new ArrayList<>();

  @Option(
      names = "--service-account-signing-key-file",
      paramLabel = "FILE",
      description =
          "PEM private key that signs service account tokens (default: pki/sa.key in the data"
              + " folder).")
  private Optional<Path> signingKeyFile = Optional.empty();

  @Option(
      names = "--api-audiences",
      paramLabel = "NAME",
      split = ",",
      description = "What this API server calls itself in tokens (default: the issuers).")
  private List<String> apiAudiences = new ArrayList<>();

  @Option(
      names = "--service-account-max-token-expiration",
      paramLabel = "DURATION",
      defaultValue = "0s",
      description = "Longest life of a service account token, such as 24h; 0s is no bound.")
  private String maxTokenExpiration = "0s";

  @Option(
      names = "--service-account-extend-token-expiration",
      paramLabel = "BOOL",
      arity = "1",
      defaultValue = "false",
      description =
          "Whether tokens injected into pods live a year, for clients that read theirs once"
              + " (default: false, as the CIS benchmark asks; kube-apiserver's is true).")
  private boolean extendTokenExpiration;

  @Option(
      names = "--service-account-jwks-uri",
      paramLabel = "URI",
      description = "Where others read the keys of service account tokens (default: this server).")
  private Optional<String> jwksUri = Optional.empty();

  @Mixin private AuthorizationOptions authorization = new AuthorizationOptions();

  @Mixin private AuthenticationOptions authentication = new AuthenticationOptions();

  @Mixin private FrontProxyOptions frontProxy = new FrontProxyOptions();

  @Option(
      names = "--enable-admission-plugins",
      paramLabel = "NAME",
      split = ",",
      description = "Admission plugins to run beside the default ones, such as NodeRestriction.")
  private List<String> enabledPlugins = new ArrayList<>();

  @Option(
      names = "--disable-admission-plugins",
      paramLabel = "NAME",
      split = ",",
      description = "Default admission plugins not to run.")
  private List<String> disabledPlugins = new ArrayList<>();

  @Option(
      names = "--admission-control-config-file",
      paramLabel = "FILE",
      description = "AdmissionConfiguration with the plugins' own configurations (default: none).")
  private Optional<Path> admissionConfig = Optional.empty();

  /**
   * What was asked for.
   *
   * @throws StartFailure when it can't be
   */
  AccessConfig config() {
    try {
      return new AccessConfig(
          new ServiceAccountConfig(
              issuers.isEmpty() ? List.of(ServiceAccountConfig.DEFAULT_ISSUER) : issuers,
              keyFiles,
              signingKeyFile,
              apiAudiences,
              duration(maxTokenExpiration),
              extendTokenExpiration,
              jwksUri),
          authorization.modes(),
          authorization.alwaysAllowPaths(),
          new AdmissionConfig(
              new HashSet<>(enabledPlugins), new HashSet<>(disabledPlugins), admissionConfig),
          frontProxy.config(),
          authentication.config(),
          authorization.webhook(),
          authorization.file());
    } catch (IllegalArgumentException e) {
      throw new StartFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private static Duration duration(String text) {
    return Duration.ofNanos(GoDuration.parse(text));
  }
}
