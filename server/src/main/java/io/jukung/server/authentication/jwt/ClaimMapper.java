package io.jukung.server.authentication.jwt;

import dev.cel.common.values.NullValue;
import io.jukung.registry.cel.Expression;
import io.jukung.registry.request.UserInfo;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration.ClaimRule;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration.Jwt;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration.Mapping;
import io.jukung.server.authentication.jwt.CompiledJwt.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes users of claims, as an issuer's entry says. Immutable.
 *
 * <p>Upstream: {@code jwtAuthenticator} in {@code oidc.go} at v1.36.
 */
record ClaimMapper(Jwt jwt, CompiledJwt compiled) {
  private static final String CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";
  private static final String NO_TEXTS = "expression must return a string or a list of strings";
  private static final String CLAIM_RULE = "oidc: error evaluating claim validation expression: ";
  private static final String USER_RULE = "oidc: error evaluating user info validation rule: ";

  /**
   * The user.
   *
   * @throws JwtException when the claims make none, or a rule is broken
   */
  UserInfo user(Claims claims) throws JwtException {
    Map<String, Object> values = Map.of(ClaimExpressions.CLAIMS, claims.values());
    UserInfo user =
        new UserInfo(
            username(claims, values),
            uid(claims, values),
            groups(claims, values),
            extra(claims, values));
    requireClaims(claims);
    requireRules(compiled.claimRules(), values, CLAIM_RULE);
    if (!compiled.userRules().isEmpty()) {
      requireRules(
          compiled.userRules(), Map.of(ClaimExpressions.USER, ClaimValues.user(user)), USER_RULE);
    }
    return user;
  }

  private String username(Claims claims, Map<String, Object> values) throws JwtException {
    Optional<Rule> rule = compiled.username();
    if (rule.isPresent()) {
      String name = text(rule.get(), values, "username");
      if (name.isEmpty()) {
        throw new JwtException("oidc: empty username via CEL expression is not allowed");
      }
      return name;
    }
    Mapping mapping = jwt.mappings().username();
    String claim = mapping.claim();
    String name;
    try {
      name = claims.text(claim);
    } catch (JwtException e) {
      throw new JwtException("oidc: parse username claims \"" + claim + "\": " + e.reason());
    }
    if (claim.equals("email") && claims.has("email_verified")) {
      requireVerified(claims);
    }
    return mapping.prefix().orElse("") + name;
  }

  private static void requireVerified(Claims claims) throws JwtException {
    boolean verified;
    try {
      verified = claims.flag("email_verified");
    } catch (JwtException e) {
      throw new JwtException("oidc: parse 'email_verified' claim: " + e.reason());
    }
    if (!verified) {
      throw new JwtException("oidc: email not verified");
    }
  }

  private List<String> groups(Claims claims, Map<String, Object> values) throws JwtException {
    Mapping mapping = jwt.mappings().groups();
    if (!mapping.claim().isEmpty() && claims.has(mapping.claim())) {
      try {
        String prefix = mapping.prefix().orElse("");
        return claims.texts(mapping.claim()).stream().map(group -> prefix + group).toList();
      } catch (JwtException e) {
        throw new JwtException(
            "oidc: parse groups claim \"" + mapping.claim() + "\": " + e.reason());
      }
    }
    if (compiled.groups().isEmpty()) {
      return List.of();
    }
    try {
      return texts(evaluated(compiled.groups().get(), values));
    } catch (JwtException e) {
      throw new JwtException("oidc: error evaluating group claim expression: " + e.reason());
    }
  }

  private String uid(Claims claims, Map<String, Object> values) throws JwtException {
    String claim = jwt.mappings().uid().claim();
    if (!claim.isEmpty()) {
      try {
        return claims.text(claim);
      } catch (JwtException e) {
        throw new JwtException("oidc: parse uid claim \"" + claim + "\": " + e.reason());
      }
    }
    return compiled.uid().isPresent() ? text(compiled.uid().get(), values, "uid") : "";
  }

  private Map<String, List<String>> extra(Claims claims, Map<String, Object> values)
      throws JwtException {
    Map<String, List<String>> extra = new LinkedHashMap<>();
    String id = claims.get("jti").isTextual() ? claims.get("jti").textValue() : "";
    if (!id.isEmpty()) {
      extra.put(CREDENTIAL_ID, List.of("JTI=" + id));
    }
    Map<String, Object> results = new LinkedHashMap<>();
    for (Map.Entry<String, Rule> entry : compiled.extra().entrySet()) {
      results.put(entry.getKey(), evaluated(entry.getValue(), values));
    }
    for (Map.Entry<String, Object> result : results.entrySet()) {
      List<String> texts;
      try {
        texts = texts(result.getValue());
      } catch (JwtException e) {
        Rule rule = compiled.extra().get(result.getKey());
        throw new JwtException(
            "oidc: error evaluating extra claim expression: "
                + (rule == null ? "" : rule.text())
                + ": "
                + e.reason());
      }
      if (!texts.isEmpty()) {
        extra.put(result.getKey(), texts);
      }
    }
    return extra;
  }

  private void requireClaims(Claims claims) throws JwtException {
    for (ClaimRule rule : jwt.claimRules()) {
      if (rule.claim().isEmpty()) {
        continue;
      }
      String claim = rule.claim();
      if (!claims.has(claim)) {
        throw new JwtException("oidc: required claim " + claim + " not present in ID token");
      }
      String value;
      try {
        value = claims.text(claim);
      } catch (JwtException e) {
        throw new JwtException("oidc: parse claim " + claim + ": " + e.reason());
      }
      if (!value.equals(rule.requiredValue())) {
        throw new JwtException(
            "oidc: required claim "
                + claim
                + " value does not match. Got = "
                + value
                + ", want = "
                + rule.requiredValue());
      }
    }
  }

  /** All are evaluated before any is judged: one that fails counts more than one that is false. */
  private static void requireRules(List<Rule> rules, Map<String, Object> values, String what)
      throws JwtException {
    try {
      List<Object> results = new ArrayList<>();
      for (Rule rule : rules) {
        results.add(evaluated(rule, values));
      }
      for (int i = 0; i < rules.size(); i++) {
        if (!Boolean.TRUE.equals(results.get(i))) {
          Rule rule = rules.get(i);
          throw new JwtException(
              "validation expression '" + rule.text() + "' failed: " + rule.message());
        }
      }
    } catch (JwtException e) {
      throw new JwtException(what + e.reason());
    }
  }

  private static Object evaluated(Rule rule, Map<String, Object> values) throws JwtException {
    try {
      return rule.expression().evaluate(values).value();
    } catch (Expression.EvaluationException e) {
      throw new JwtException(
          "expression '" + rule.text() + "' resulted in error: " + e.getMessage());
    }
  }

  private static String text(Rule rule, Map<String, Object> values, String what)
      throws JwtException {
    String prefix = "oidc: error evaluating " + what + " claim expression: ";
    try {
      if (evaluated(rule, values) instanceof String text) {
        return text;
      }
    } catch (JwtException e) {
      throw new JwtException(prefix + e.reason());
    }
    throw new JwtException(prefix + what + " claim expression must return a string");
  }

  private static List<String> texts(Object value) throws JwtException {
    List<String> texts = new ArrayList<>();
    switch (value) {
      case NullValue _ -> {}
      case String text -> texts.add(text);
      case List<?> list -> {
        for (Object element : list) {
          if (!(element instanceof String text)) {
            throw new JwtException(NO_TEXTS);
          }
          texts.add(text);
        }
      }
      default -> throw new JwtException(NO_TEXTS);
    }
    texts.removeIf(String::isEmpty);
    return texts;
  }
}
