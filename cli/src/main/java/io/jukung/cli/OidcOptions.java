package io.jukung.cli;

import io.jukung.server.authentication.jwt.OidcConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options about one OpenID Connect issuer; named as kube-apiserver's flags. */
final class OidcOptions {
  @Option(
      names = "--oidc-issuer-url",
      paramLabel = "URL",
      description = "HTTPS URL of the OpenID Connect issuer whose ID tokens are taken.")
  private Optional<String> issuerUrl = Optional.empty();

  @Option(
      names = "--oidc-client-id",
      paramLabel = "ID",
      description = "The client that the tokens are for.")
  private Optional<String> clientId = Optional.empty();

  @Option(
      names = "--oidc-ca-file",
      paramLabel = "FILE",
      description = "Certificates the issuer is verified by (default: this machine's).")
  private Optional<Path> caFile = Optional.empty();

  @Option(
      names = "--oidc-username-claim",
      paramLabel = "CLAIM",
      description = "The claim that is the user's name (default: sub).")
  private Optional<String> usernameClaim = Optional.empty();

  @Option(
      names = "--oidc-username-prefix",
      paramLabel = "TEXT",
      description =
          "What stands before the name; - is nothing (default: the issuer's URL and #, unless the"
              + " claim is email).")
  private Optional<String> usernamePrefix = Optional.empty();

  @Option(
      names = "--oidc-groups-claim",
      paramLabel = "CLAIM",
      description = "The claim with the user's groups, a text or a list of them (default: none).")
  private Optional<String> groupsClaim = Optional.empty();

  @Option(
      names = "--oidc-groups-prefix",
      paramLabel = "TEXT",
      description = "What stands before each group (default: nothing).")
  private Optional<String> groupsPrefix = Optional.empty();

  @Option(
      names = "--oidc-signing-algs",
      paramLabel = "ALG",
      split = ",",
      description = "What may sign the tokens, such as RS256,ES256 (default: RS256).")
  private List<String> signingAlgorithms = new ArrayList<>();

  @Option(
      names = "--oidc-required-claim",
      paramLabel = "KEY=VALUE",
      description = "A claim that tokens must have with this value, repeatable.")
  private Map<String, String> requiredClaims = new LinkedHashMap<>();

  /**
   * What was asked for; empty when no issuer was named.
   *
   * @throws IllegalArgumentException when the issuer or the client is missing
   */
  Optional<OidcConfig> config() {
    boolean any =
        issuerUrl.isPresent()
            || clientId.isPresent()
            || caFile.isPresent()
            || usernameClaim.isPresent()
            || usernamePrefix.isPresent()
            || groupsClaim.isPresent()
            || groupsPrefix.isPresent()
            || !signingAlgorithms.isEmpty()
            || !requiredClaims.isEmpty();
    if (!any) {
      return Optional.empty();
    }
    if (issuerUrl.orElse("").isEmpty() || clientId.orElse("").isEmpty()) {
      throw new IllegalArgumentException(
          "oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are"
              + " set");
    }
    return Optional.of(
        new OidcConfig(
            issuerUrl.get(),
            clientId.get(),
            caFile,
            usernameClaim.orElse("sub"),
            usernamePrefix.orElse(""),
            groupsClaim.orElse(""),
            groupsPrefix.orElse(""),
            signingAlgorithms.isEmpty() ? List.of("RS256") : signingAlgorithms,
            requiredClaims));
  }
}
