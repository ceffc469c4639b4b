package io.jukung.registry.strategy.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.pod.PodTemplates;
import io.jukung.registry.validation.NameRule;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The checks of jobs' specs and of templates for them ({@code validateJobSpec} in {@code
 * pkg/apis/batch/validation/validation.go}, {@code pkg/api/job/warnings.go} at v1.36).
 */
final class JobSpecs {
  private static final int MANY = 100_000;
  private static final int MAX_BESIDE_MANY = 10_000;
  private static final int MAX_MANAGED_BY_BYTES = 63;
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+");
  private static final String HIGH =
      "must be less than or equal to 10000 when completions are above 100000 and used with backoff"
          + " limit per index";
  private static final List<String> COUNTS =
      List.of(
          "parallelism",
          "completions",
          "activeDeadlineSeconds",
          "backoffLimit",
          "ttlSecondsAfterFinished",
          "backoffLimitPerIndex",
          "maxFailedIndexes");

  private JobSpecs() {}

  /** All but the selector; {@code old} is the spec it changes, missing for a new one. */
  static void check(Spot spec, JsonNode old, List<FieldError> errors) {
    COUNTS.forEach(count -> Check.nonNegative(spec.at(count), errors));
    if (spec.has("maxFailedIndexes") && !spec.has("backoffLimitPerIndex")) {
      Check.missing(spec.at("backoffLimitPerIndex"), "when maxFailedIndexes is specified", errors);
    }
    managedBy(spec.at("managedBy"), errors);
    Spot mode = spec.at("completionMode");
    if (mode.has()) {
      Check.mustBeOneOf(mode, List.of("NonIndexed", "Indexed"), errors);
    }
    if (mode.text().equals("Indexed")) {
      indexed(spec, errors);
    } else if (!mode.has() || mode.text().equals("NonIndexed")) {
      for (String field : List.of("backoffLimitPerIndex", "maxFailedIndexes")) {
        if (spec.has(field)) {
          Check.invalid(spec.at(field), "requires indexed completion mode", errors);
        }
      }
    }
    if (spec.has("podFailurePolicy")) {
      FailurePolicies.check(spec, errors);
    }
    if (spec.has("successPolicy") && mode.text().equals("Indexed")) {
      SuccessPolicies.check(spec, errors);
    } else if (spec.has("successPolicy")) {
      errors.add(
          InternalForm.invalid(
              spec.at("successPolicy"), "batch.SuccessPolicy", "requires indexed completion mode"));
    }
    if (spec.has("podReplacementPolicy")) {
      Check.mustBeOneOf(
          spec.at("podReplacementPolicy"),
          spec.has("podFailurePolicy")
              ? List.of("Failed")
              : List.of("Failed", "TerminatingOrFailed"),
          errors);
    }
    PodTemplates.check(spec.at("template"), old.path("template"), errors);
    restarts(spec, errors);
  }

  private static void restarts(Spot spec, List<FieldError> errors) {
    Spot restart = spec.at("template").at("spec").at("restartPolicy");
    if (restart.text().isEmpty() || restart.text().equals("Always")) {
      Check.missing(restart, "valid values: \"OnFailure\", \"Never\"", errors);
    } else if (!List.of("OnFailure", "Never").contains(restart.text())) {
      Check.mustBeOneOf(restart, List.of("OnFailure", "Never"), errors);
    } else if (spec.has("podFailurePolicy") && !restart.text().equals("Never")) {
      Check.invalidText(
          restart, "only \"Never\" is supported when podFailurePolicy is specified", errors);
    }
  }

  private static void managedBy(Spot manager, List<FieldError> errors) {
    if (!manager.has()) {
      return;
    }
    String text = manager.text();
    int slash = text.indexOf('/');
    if (text.isEmpty()) {
      Check.missing(manager, "", errors);
    } else if (slash <= 0 || slash == text.length() - 1) {
      Check.invalidText(
          manager, "must be a domain-prefixed path (such as \"acme.io/foo\")", errors);
    } else {
      for (String problem : NameRule.DNS_SUBDOMAIN.errors(text.substring(0, slash), false)) {
        errors.add(FieldError.invalid(manager.path(), text.substring(0, slash), problem));
      }
      String path = text.substring(slash + 1);
      if (!PATH.matcher(path).matches()) {
        errors.add(
            FieldError.invalid(
                manager.path(),
                path,
                "Invalid path (regex used for validation is '" + PATH + "')"));
      }
    }
    if (text.length() > MAX_MANAGED_BY_BYTES) {
      errors.add(FieldError.tooLong(manager.path(), MAX_MANAGED_BY_BYTES));
    }
  }

  private static void indexed(Spot spec, List<FieldError> errors) {
    Spot completions = spec.at("completions");
    Spot parallelism = spec.at("parallelism");
    Spot failed = spec.at("maxFailedIndexes");
    if (!completions.has()) {
      Check.missing(completions, "when completion mode is Indexed", errors);
    }
    if (parallelism.number() > MANY) {
      Check.invalidNumber(
          parallelism,
          "must be less than or equal to 100000 when completion mode is Indexed",
          errors);
    }
    if (completions.has() && failed.has() && failed.number() > completions.number()) {
      Check.invalidNumber(failed, "must be less than or equal to completions", errors);
    }
    if (failed.number() > MANY) {
      Check.invalidNumber(failed, "must be less than or equal to 100000", errors);
    }
    if (completions.number() > MANY && spec.has("backoffLimitPerIndex")) {
      if (!failed.has()) {
        Check.missing(failed, "must be specified when completions is above 100000", errors);
      }
      if (parallelism.number() > MAX_BESIDE_MANY) {
        Check.invalidNumber(parallelism, HIGH, errors);
      }
      if (failed.number() > MAX_BESIDE_MANY) {
        Check.invalidNumber(failed, HIGH, errors);
      }
    }
  }

  /** Warns of what is questionable about a valid spec. */
  static void warn(RequestContext context, Spot spec) {
    if (spec.at("completionMode").text().equals("Indexed")
        && spec.at("completions").number() > MANY
        && spec.at("parallelism").number() > MAX_BESIDE_MANY) {
      context.warn(
          spec.path()
              + ": In Indexed Jobs with a number of completions higher than 10^5 and a parallelism"
              + " higher than 10^4, Kubernetes might not be able to track completedIndexes when a"
              + " big number of indexes fail");
    }
    PodTemplates.warn(context, spec.at("template"));
  }
}
