package io.jukung.server.authentication.jwt;

import io.jukung.registry.cel.Expression;
import io.jukung.registry.cel.Expressions.CompileException;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.validation.NameRule;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration.ClaimRule;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration.Extra;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration.Jwt;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration.Mapping;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration.Mappings;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration.UserRule;
import io.jukung.server.authentication.jwt.CompiledJwt.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Compiles what claims are made into, and says what is wrong in upstream's words and order. */
final class ClaimChecks {
  private static final String EMAIL_UNVERIFIED =
      "claims.email_verified must be used in claimMappings.username.expression or"
          + " claimMappings.extra[*].valueExpression or claimValidationRules[*].expression when"
          + " claims.email is used in claimMappings.username.expression";
  private static final String BOTH = "claim and expression can't both be set";
  private static final String PATH_FORM = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
  private static final Pattern PATH = Pattern.compile(PATH_FORM);

  /** Compiles one expression. */
  @FunctionalInterface
  private interface Compiler {
    Expression compile(String text) throws CompileException;
  }

  private final ClaimExpressions environment;
  private final List<FieldError> errors;

  private ClaimChecks(ClaimExpressions environment, List<FieldError> errors) {
    this.environment = environment;
    this.errors = errors;
  }

  /**
   * Compiles an issuer's expressions.
   *
   * @param path of the issuer's entry, with its dot
   * @param errors gets what is wrong
   */
  static CompiledJwt compile(
      Jwt jwt, String path, ClaimExpressions environment, List<FieldError> errors) {
    ClaimChecks checks = new ClaimChecks(environment, errors);
    List<Rule> claimRules = checks.claimRules(jwt.claimRules(), path + "claimValidationRules");
    String mappings = path + "claimMappings";
    Optional<Rule> username = checks.username(jwt.mappings().username(), mappings + ".username");
    Optional<Rule> groups = checks.prefixed(jwt.mappings().groups(), mappings + ".groups");
    Optional<Rule> uid = checks.uid(jwt.mappings().uid(), mappings + ".uid");
    Map<String, Rule> extra = checks.extra(jwt.mappings().extra(), mappings + ".extra");
    checks.email(jwt.mappings(), mappings, username, claimRules, extra);
    List<Rule> userRules = checks.userRules(jwt.userRules(), path + "userValidationRules");
    return new CompiledJwt(username, groups, uid, extra, claimRules, userRules);
  }

  private Optional<Rule> compiled(String text, String message, String field, Compiler compiler) {
    try {
      return Optional.of(new Rule(text, message, compiler.compile(text)));
    } catch (CompileException e) {
      errors.add(FieldError.invalid(field, text, e.getMessage()));
      return Optional.empty();
    }
  }

  private List<Rule> claimRules(List<ClaimRule> rules, String path) {
    List<Rule> compiled = new ArrayList<>();
    Set<String> claims = new HashSet<>();
    Set<String> expressions = new HashSet<>();
    for (int i = 0; i < rules.size(); i++) {
      ClaimRule rule = rules.get(i);
      String at = path + "[" + i + "]";
      if (!rule.claim().isEmpty() && !rule.expression().isEmpty()) {
        errors.add(FieldError.invalid(at, rule.claim(), BOTH));
      } else if (!rule.claim().isEmpty()) {
        if (!rule.message().isEmpty()) {
          errors.add(
              FieldError.invalid(
                  at + ".message", rule.message(), "may not be specified when claim is set"));
        }
        if (!claims.add(rule.claim())) {
          errors.add(FieldError.duplicate(at + ".claim", rule.claim()));
        }
      } else if (rule.expression().isEmpty()) {
        errors.add(FieldError.required(at, "claim or expression is required"));
      } else {
        if (!rule.requiredValue().isEmpty()) {
          errors.add(
              FieldError.invalid(
                  at + ".requiredValue",
                  rule.requiredValue(),
                  "may not be specified when expression is set"));
        }
        expression(rule.expression(), rule.message(), at, expressions, environment::claimRule)
            .ifPresent(compiled::add);
      }
    }
    return compiled;
  }

  private Optional<Rule> expression(
      String text, String message, String at, Set<String> seen, Compiler compiler) {
    if (!seen.add(text)) {
      errors.add(FieldError.duplicate(at + ".expression", text));
      return Optional.empty();
    }
    return compiled(text, message, at + ".expression", compiler);
  }

  private Optional<Rule> username(Mapping mapping, String path) {
    if (mapping.expression().isEmpty() && mapping.claim().isEmpty()) {
      errors.add(FieldError.required(path, "claim or expression is required"));
      return Optional.empty();
    }
    return prefixed(mapping, path);
  }

  private Optional<Rule> prefixed(Mapping mapping, String path) {
    if (!mapping.expression().isEmpty() && !mapping.claim().isEmpty()) {
      errors.add(FieldError.invalid(path, "", BOTH));
    } else if (!mapping.expression().isEmpty()) {
      int before = errors.size();
      mapping
          .prefix()
          .ifPresent(
              prefix ->
                  errors.add(
                      FieldError.invalid(
                          path + ".prefix",
                          prefix,
                          "may not be specified when expression is set")));
      Optional<Rule> rule =
          compiled(mapping.expression(), "", path + ".expression", environment::mapping);
      return errors.size() > before ? Optional.empty() : rule;
    } else if (!mapping.claim().isEmpty() && mapping.prefix().isEmpty()) {
      errors.add(
          FieldError.required(
              path + ".prefix",
              "prefix is required when claim is set. It can be set to an empty string to disable"
                  + " prefixing"));
    }
    return Optional.empty();
  }

  private Optional<Rule> uid(Mapping mapping, String path) {
    if (!mapping.expression().isEmpty() && !mapping.claim().isEmpty()) {
      errors.add(FieldError.invalid(path, "", BOTH));
    } else if (!mapping.expression().isEmpty()) {
      return compiled(mapping.expression(), "", path + ".expression", environment::mapping);
    }
    return Optional.empty();
  }

  private Map<String, Rule> extra(List<Extra> mappings, String path) {
    Map<String, Rule> compiled = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < mappings.size(); i++) {
      Extra mapping = mappings.get(i);
      String at = path + "[" + i + "]";
      key(mapping.key(), at + ".key");
      if (!seen.add(mapping.key())) {
        errors.add(FieldError.duplicate(at + ".key", mapping.key()));
      } else if (mapping.valueExpression().isEmpty()) {
        errors.add(FieldError.required(at + ".valueExpression", ""));
      } else {
        compiled(mapping.valueExpression(), "", at + ".valueExpression", environment::mapping)
            .ifPresent(rule -> compiled.put(mapping.key(), rule));
      }
    }
    return compiled;
  }

  private void key(String key, String field) {
    String[] parts = key.split("/", 2);
    if (key.isEmpty()) {
      errors.add(FieldError.required(field, ""));
    } else if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      errors.add(
          FieldError.invalid(
              field, key, "must be a domain-prefixed path (such as \"acme.io/foo\")"));
    } else {
      NameRule.DNS_SUBDOMAIN
          .errors(parts[0], false)
          .forEach(problem -> errors.add(FieldError.invalid(field, parts[0], problem)));
      if (!PATH.matcher(parts[1]).matches()) {
        errors.add(
            FieldError.invalid(
                field,
                parts[1],
                "Invalid path (regex used for validation is '" + PATH_FORM + "')"));
      }
    }
    if (!key.equals(key.toLowerCase(Locale.ROOT))) {
      errors.add(FieldError.invalid(field, key, "must be lowercase"));
    }
    String domain = "." + (parts.length == 2 ? parts[0] : "");
    if (domain.endsWith(".kubernetes.io") || domain.endsWith(".k8s.io")) {
      errors.add(
          FieldError.invalid(
              field,
              key,
              "k8s.io, kubernetes.io and their subdomains are reserved for Kubernetes use"));
    }
  }

  /** An address that nobody has verified must not become a name. */
  private void email(
      Mappings mappings,
      String path,
      Optional<Rule> username,
      List<Rule> claimRules,
      Map<String, Rule> extra) {
    if (username.isEmpty() || !selects(username.get(), "email")) {
      return;
    }
    if (Stream.of(username.stream(), claimRules.stream(), extra.values().stream())
        .flatMap(rules -> rules)
        .noneMatch(rule -> selects(rule, "email_verified"))) {
      errors.add(
          FieldError.invalid(
              path + ".username.expression", mappings.username().expression(), EMAIL_UNVERIFIED));
    }
  }

  private static boolean selects(Rule rule, String claim) {
    return rule.expression().selects(ClaimExpressions.CLAIMS, claim);
  }

  private List<Rule> userRules(List<UserRule> rules, String path) {
    List<Rule> compiled = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < rules.size(); i++) {
      UserRule rule = rules.get(i);
      String at = path + "[" + i + "]";
      if (rule.expression().isEmpty()) {
        errors.add(FieldError.required(at + ".expression", ""));
        continue;
      }
      expression(rule.expression(), rule.message(), at, seen, environment::userRule)
          .ifPresent(compiled::add);
    }
    return compiled;
  }
}
