package io.jukung.server.authorization.webhook;

import io.jukung.registry.cel.Expressions;
import io.jukung.registry.cel.Expressions.CompileException;
import io.jukung.registry.codec.value.GoDuration;
import io.jukung.registry.config.ConfigException;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.validation.NameRule;
import io.jukung.server.authorization.webhook.AuthorizationConfiguration.Entry;
import io.jukung.server.authorization.webhook.AuthorizationConfiguration.Webhook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a configuration, in upstream's words and order, and its compiled conditions.
 * Used by one thread at a time.
 */
public final class AuthorizationChecks {
  private static final String WEBHOOK = "Webhook";
  private static final int MOST_CONDITIONS = 64;
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(30);
  private static final List<String> TYPES =
      List.of("ABAC", "AlwaysAllow", "AlwaysDeny", "Node", "RBAC", WEBHOOK);

  private final List<FieldError> errors = new ArrayList<>();
  private @Nullable Expressions environment;

  /**
   * Compiled conditions of each entry, in order; empty ones for entries without.
   *
   * @throws ConfigException with all that is wrong
   */
  List<MatchConditions> compile(AuthorizationConfiguration configuration) {
    errors.clear();
    List<MatchConditions> compiled = entries(configuration.authorizers());
    if (!errors.isEmpty()) {
      throw new ConfigException(FieldError.aggregate(errors));
    }
    return compiled;
  }

  /**
   * Checks the names of the entries that are no webhooks, and that none of {@code required} is
   * missing.
   *
   * @throws ConfigException with all that is wrong
   */
  static void checkTypes(AuthorizationConfiguration configuration, Collection<String> required) {
    List<String> problems = new ArrayList<>();
    Set<String> missing = new TreeSet<>(required);
    for (Entry entry : configuration.authorizers()) {
      if (entry.type().equals(WEBHOOK)) {
        continue;
      }
      missing.remove(entry.type());
      String expected = entry.type().toLowerCase(Locale.ROOT);
      if (!expected.equals(entry.name())) {
        problems.add(
            "expected name "
                + expected
                + " for authorizer "
                + entry.type()
                + " instead of "
                + entry.name());
      }
    }
    if (!missing.isEmpty()) {
      problems.add("missing required types: [" + String.join(" ", missing) + "]");
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(
          problems.size() == 1 ? problems.getFirst() : "[" + String.join(", ", problems) + "]");
    }
  }

  private List<MatchConditions> entries(List<Entry> entries) {
    List<MatchConditions> compiled = new ArrayList<>();
    if (entries.isEmpty()) {
      errors.add(
          FieldError.required("authorizers", "at least one authorization mode must be defined"));
    }
    Set<String> types = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      String at = "authorizers[" + i + "]";
      if (type(entry.type(), at, types)) {
        name(entry.name(), at, names);
        compiled.add(webhook(entry, at));
      }
    }
    return compiled;
  }

  private boolean type(String type, String at, Set<String> seen) {
    if (type.isEmpty()) {
      errors.add(FieldError.required(at + ".type", ""));
    } else if (!TYPES.contains(type)) {
      errors.add(FieldError.notSupported(at + ".type", type, TYPES));
    } else if (!seen.add(type) && !type.equals(WEBHOOK)) {
      errors.add(FieldError.duplicate(at + ".type", type));
    } else {
      return true;
    }
    return false;
  }

  private void name(String name, String at, Set<String> seen) {
    List<String> problems = NameRule.DNS_SUBDOMAIN.errors(name, false);
    if (name.isEmpty()) {
      errors.add(FieldError.required(at + ".name", ""));
    } else if (seen.contains(name)) {
      errors.add(FieldError.duplicate(at + ".name", name));
    } else if (!problems.isEmpty()) {
      errors.add(
          FieldError.invalid(
              at + ".name", name, "authorizer name is invalid: " + String.join(", ", problems)));
    }
    seen.add(name);
  }

  private MatchConditions webhook(Entry entry, String at) {
    Optional<Webhook> webhook = entry.webhook();
    if (!entry.type().equals(WEBHOOK)) {
      if (webhook.isPresent()) {
        errors.add(
            FieldError.invalid(
                at + ".webhook", "non-null", "may only be specified when type=Webhook"));
      }
      return new MatchConditions(List.of());
    }
    if (webhook.isEmpty()) {
      errors.add(FieldError.required(at + ".webhook", "required when type=Webhook"));
      return new MatchConditions(List.of());
    }
    times(webhook.get(), at);
    versions(webhook.get(), at);
    connection(webhook.get(), at);
    return conditions(webhook.get().matchConditions(), at);
  }

  private void times(Webhook webhook, String at) {
    Duration timeout = webhook.timeout();
    if (timeout.isZero()) {
      errors.add(FieldError.required(at + ".timeout", ""));
    } else if (timeout.isNegative() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      errors.add(FieldError.invalid(at + ".timeout", printed(timeout), "must be > 0s and <= 30s"));
    }
    positive(webhook.authorizedTtl(), at + ".authorizedTTL");
    positive(webhook.unauthorizedTtl(), at + ".unauthorizedTTL");
  }

  private void positive(Duration ttl, String field) {
    if (ttl.isNegative()) {
      errors.add(FieldError.invalid(field, printed(ttl), "must be > 0s"));
    }
  }

  private static String printed(Duration duration) {
    return GoDuration.format(duration.toNanos());
  }

  private void versions(Webhook webhook, String at) {
    oneOf(webhook.version(), at + ".subjectAccessReviewVersion", List.of("v1", "v1beta1"));
    String match = at + ".matchConditionSubjectAccessReviewVersion";
    if (!webhook.matchVersion().isEmpty()) {
      oneOf(webhook.matchVersion(), match, List.of("v1"));
    } else if (!webhook.matchConditions().isEmpty()) {
      errors.add(FieldError.required(match, "required if match conditions are specified"));
    }
    oneOf(webhook.failurePolicy(), at + ".failurePolicy", List.of("NoOpinion", "Deny"));
  }

  private void oneOf(String value, String field, List<String> supported) {
    if (value.isEmpty()) {
      errors.add(FieldError.required(field, ""));
    } else if (!supported.contains(value)) {
      errors.add(FieldError.notSupported(field, value, supported));
    }
  }

  private void connection(Webhook webhook, String at) {
    String file = at + ".connectionInfo.kubeConfigFile";
    switch (webhook.connectionType()) {
      case "" -> errors.add(FieldError.required(at + ".connectionInfo.type", ""));
      case "InClusterConfig" ->
          webhook
              .kubeconfigFile()
              .ifPresent(
                  path ->
                      errors.add(
                          FieldError.invalid(
                              file, path, "can only be set when type=KubeConfigFile")));
      case "KubeConfigFile" -> file(webhook.kubeconfigFile().orElse(""), file);
      default ->
          errors.add(
              FieldError.notSupported(
                  at + ".connectionInfo.type",
                  webhook.connectionType(),
                  List.of("InClusterConfig", "KubeConfigFile")));
    }
  }

  private void file(String path, String field) {
    if (path.isEmpty()) {
      errors.add(FieldError.required(field, ""));
    } else if (!Path.of(path).isAbsolute()) {
      errors.add(FieldError.invalid(field, path, "must be an absolute path"));
    } else if (!Files.exists(Path.of(path))) {
      errors.add(
          FieldError.invalid(
              field, path, "error loading file: stat " + path + ": no such file or directory"));
    } else if (!Files.isRegularFile(Path.of(path))) {
      errors.add(FieldError.invalid(field, path, "must be a regular file"));
    }
  }

  private MatchConditions conditions(List<String> texts, String at) {
    List<MatchConditions.Condition> compiled = new ArrayList<>();
    if (texts.size() > MOST_CONDITIONS) {
      errors.add(FieldError.tooMany(at + ".matchConditions", texts.size(), MOST_CONDITIONS));
      return new MatchConditions(compiled);
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      String field = at + ".matchConditions[" + i + "].expression";
      if (text.isBlank()) {
        errors.add(FieldError.required(field, ""));
      } else if (!seen.add(text)) {
        errors.add(FieldError.duplicate(field, text));
      } else {
        try {
          compiled.add(MatchConditions.compile(environment(), text));
        } catch (CompileException e) {
          errors.add(FieldError.invalid(field, text, e.getMessage()));
        }
      }
    }
    return new MatchConditions(compiled);
  }

  private Expressions environment() {
    Expressions made = environment;
    if (made == null) {
      made = MatchConditions.environment();
      environment = made;
    }
    return made;
  }
}
