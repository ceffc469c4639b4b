package io.jukung.server.authentication.jwt;

import io.jukung.registry.config.ConfigException;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration.ClaimRule;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration.Issuer;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration.Jwt;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration.Mapping;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration.Mappings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One issuer, as the {@code --oidc-*} flags configure it.
 *
 * @param usernamePrefix empty takes the issuer's URL for claims other than {@code email}; a dash is
 *     no prefix
 * @param groupsClaim empty is no groups
 * @param requiredClaims claims and their values
 */
public record OidcConfig(
    String issuerUrl,
    String clientId,
    Optional<Path> caFile,
    String usernameClaim,
    String usernamePrefix,
    String groupsClaim,
    String groupsPrefix,
    List<String> signingAlgorithms,
    Map<String, String> requiredClaims) {
  /** Copies the collections. */
  public OidcConfig {
    signingAlgorithms = List.copyOf(signingAlgorithms);
    requiredClaims = Map.copyOf(requiredClaims);
  }

  /**
   * The same as a configuration file would have it.
   *
   * @throws ConfigException when the file of authorities can't be read
   */
  public AuthenticationConfiguration configuration() {
    Mapping groups =
        groupsClaim.isEmpty()
            ? Mapping.NONE
            : new Mapping(groupsClaim, Optional.of(groupsPrefix), "");
    Jwt jwt =
        new Jwt(
            new Issuer(issuerUrl, "", authorities(), List.of(clientId), "", ""),
            requiredClaims.entrySet().stream()
                .map(claim -> new ClaimRule(claim.getKey(), claim.getValue(), "", ""))
                .toList(),
            new Mappings(
                new Mapping(usernameClaim, Optional.of(prefix()), ""),
                groups,
                Mapping.NONE,
                List.of()),
            List.of());
    return new AuthenticationConfiguration(List.of(jwt), Optional.empty());
  }

  private String prefix() {
    if (usernamePrefix.isEmpty() && !usernameClaim.equals("email")) {
      return issuerUrl + "#";
    }
    return usernamePrefix.equals("-") ? "" : usernamePrefix;
  }

  private String authorities() {
    if (caFile.isEmpty()) {
      return "";
    }
    try {
      return Files.readString(caFile.get());
    } catch (IOException e) {
      throw new ConfigException("can't read " + caFile.get() + ": " + e.getMessage());
    }
  }
}
