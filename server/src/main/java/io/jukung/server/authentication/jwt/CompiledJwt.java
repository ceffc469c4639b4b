package io.jukung.server.authentication.jwt;

import io.jukung.registry.cel.Expression;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What claims are made into, compiled. Immutable.
 *
 * @param extra what makes each fact of the user's extra
 */
record CompiledJwt(
    Optional<Rule> username,
    Optional<Rule> groups,
    Optional<Rule> uid,
    Map<String, Rule> extra,
    List<Rule> claimRules,
    List<Rule> userRules) {
  /**
   * An expression and its text.
   *
   * @param message what is said when it is false
   */
  record Rule(String text, String message, Expression expression) {}
}
