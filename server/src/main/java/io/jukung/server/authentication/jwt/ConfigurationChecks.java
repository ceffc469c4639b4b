package io.jukung.server.authentication.jwt;

import io.jukung.registry.status.FieldError;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration.Anonymous;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration.Jwt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is wrong with a configuration, in upstream's words and order ({@code
 * apis/apiserver/validation/validation.go} at v1.36), and what it compiles to.
 */
final class ConfigurationChecks {
  private static final int MOST_ISSUERS = 64;

  private ConfigurationChecks() {}

  /**
   * A configuration after its checks.
   *
   * @param compiled one for each issuer; of use when there are no errors
   */
  record Checked(List<CompiledJwt> compiled, List<FieldError> errors) {}

  /**
   * Checks and compiles; takes milliseconds for each expression.
   *
   * @param disallowed the issuers of service account tokens
   */
  static Checked check(
      AuthenticationConfiguration configuration,
      Collection<String> disallowed,
      ClaimExpressions environment) {
    List<Jwt> issuers = configuration.jwt();
    List<FieldError> errors = new ArrayList<>();
    List<CompiledJwt> compiled = new ArrayList<>();
    if (issuers.size() > MOST_ISSUERS) {
      errors.add(FieldError.tooMany("jwt", issuers.size(), MOST_ISSUERS));
      return new Checked(compiled, errors);
    }
    Set<String> urls = new HashSet<>();
    Set<String> discoveryUrls = new HashSet<>();
    for (int i = 0; i < issuers.size(); i++) {
      Jwt jwt = issuers.get(i);
      String path = "jwt[" + i + "].";
      errors.addAll(IssuerChecks.of(jwt.issuer(), path + "issuer", disallowed));
      compiled.add(ClaimChecks.compile(jwt, path, environment, errors));
      if (!urls.add(jwt.issuer().url())) {
        errors.add(FieldError.duplicate(path + "issuer.url", jwt.issuer().url()));
      }
      String discovery = jwt.issuer().discoveryUrl();
      if (!discovery.isEmpty() && !discoveryUrls.add(discovery)) {
        errors.add(FieldError.duplicate(path + "issuer.discoveryURL", discovery));
      }
    }
    configuration.anonymous().ifPresent(anonymous -> anonymous(anonymous, errors));
    return new Checked(compiled, errors);
  }

  private static void anonymous(Anonymous anonymous, List<FieldError> errors) {
    if (!anonymous.enabled() && !anonymous.paths().isEmpty()) {
      String printed =
          anonymous.paths().stream()
              .map(path -> "{\"Path\":" + FieldError.quote(path) + "}")
              .collect(Collectors.joining(",", "[", "]"));
      errors.add(
          new FieldError(
              FieldError.Type.INVALID,
              "anonymous.conditions",
              printed,
              "enabled should be set to true when conditions are defined"));
    }
  }
}
