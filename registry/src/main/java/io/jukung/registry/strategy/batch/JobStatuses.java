package io.jukung.registry.strategy.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a job's status may say, and how it may change: most is only looked at when it changes, as a
 * status may lag behind its spec ({@code ValidateJobStatusUpdate} in {@code
 * pkg/apis/batch/validation/validation.go}, {@code getStatusValidationOptions} in {@code
 * pkg/registry/batch/job/strategy.go} at v1.36).
 */
final class JobStatuses {
  private static final String COMPLETE = "Complete";
  private static final String FAILED = "Failed";
  private static final String TARGET = "FailureTarget";
  private static final String CRITERIA = "SuccessCriteriaMet";
  private static final String COMPLETED = "completedIndexes";
  private static final String FAILURES = "failedIndexes";
  private static final String UNCOUNTED = "uncountedTerminatedPods";

  private final Spot spec;
  private final Spot now;
  private final Spot old;
  private final List<FieldError> errors;

  private JobStatuses(Spot root, JsonNode before, List<FieldError> errors) {
    this.spec = root.at("spec");
    this.now = root.at("status");
    this.old = new Spot(before.path("status"), "status");
    this.errors = errors;
  }

  /** Adds what is wrong with the status of a job. */
  static void check(Spot root, JsonNode before, List<FieldError> errors) {
    JobStatuses statuses = new JobStatuses(root, before, errors);
    statuses.counts();
    statuses.ends();
    statuses.finished();
    statuses.indexes();
    statuses.rest();
    statuses.change();
  }

  private void counts() {
    for (String count : List.of("active", "succeeded", "failed", "ready", "terminating")) {
      Check.nonNegative(now.at(count), errors);
    }
    Set<String> seen = new HashSet<>();
    for (String list : List.of("succeeded", "failed")) {
      for (Spot uid : now.at(UNCOUNTED).at(list).elements()) {
        if (uid.text().isEmpty()) {
          Check.invalidText(uid, "must not be empty", errors);
        } else if (!seen.add(uid.text())) {
          errors.add(FieldError.duplicate(uid.path(), uid.text()));
        }
      }
    }
  }

  private void ends() {
    Spot done = now.at("completionTime");
    boolean complete = is(now, COMPLETE);
    boolean completes = turns(COMPLETE);
    if ((completes || turns(FAILED)) && complete && is(now, FAILED)) {
      conditions("cannot set Complete=True and Failed=true conditions");
    }
    if ((completes || turns(TARGET)) && complete && is(now, TARGET)) {
      conditions("cannot set Complete=True and FailureTarget=true conditions");
    }
    if (completes || changes("completionTime")) {
      if (done.has() && !complete) {
        Check.invalid(
            done, "cannot set completionTime when there is no Complete=True condition", errors);
      }
      if (!done.has() && complete) {
        Check.missing(done, "completionTime is required for Complete jobs", errors);
      }
    }
    String start = now.at("startTime").text();
    if ((changes("startTime") || changes("completionTime"))
        && !start.isEmpty()
        && done.has()
        && done.text().compareTo(start) < 0) {
      Check.invalid(done, "must be equal to or after `startTime`", errors);
    }
    if ((turns(FAILED) || changes(FAILURES)) && is(now, FAILED) && !is(now, TARGET)) {
      conditions("cannot set Failed=True condition without the FailureTarget=true condition");
    }
    if ((completes || turns(CRITERIA)) && complete && !is(now, CRITERIA)) {
      conditions(
          "cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
    }
  }

  private void finished() {
    if (!finished(now)) {
      return;
    }
    boolean turns = !finished(old);
    Spot active = now.at("active");
    if ((turns || changes("active")) && active.number() > 0) {
      Check.invalid(active, "active>0 is invalid for finished job", errors);
    }
    boolean nothing =
        spec.at("suspend").isTrue()
            && spec.has("completions")
            && spec.at("completions").number() == 0;
    if ((turns || changes("startTime")) && !nothing && !now.has("startTime")) {
      Check.missing(now.at("startTime"), "startTime is required for finished job", errors);
    }
    Spot uncounted = now.at(UNCOUNTED);
    if ((turns || changes(UNCOUNTED))
        && uncounted.at("failed").size() + uncounted.at("succeeded").size() > 0) {
      errors.add(
          InternalForm.invalid(
              uncounted, "batch.UncountedTerminatedPods", "must be empty for finished job"));
    }
  }

  private void indexes() {
    Spot completed = now.at(COMPLETED);
    Spot failed = now.at(FAILURES);
    long completions = spec.at("completions").number();
    boolean counted = spec.has("completions");
    boolean perIndex = spec.has("backoffLimitPerIndex");
    if (counted && changes(COMPLETED)) {
      format(completed, completions);
    }
    if (counted && changes(FAILURES) && perIndex) {
      format(failed, completions);
    }
    if (changes(COMPLETED)
        && !completed.text().isEmpty()
        && !spec.at("completionMode").text().equals("Indexed")) {
      Check.invalid(
          completed,
          "cannot set non-empty completedIndexes when non-indexed completion mode",
          errors);
    }
    if (changes(FAILURES) && !perIndex && failed.has()) {
      Check.invalid(
          failed, "cannot set non-null failedIndexes when backoffLimitPerIndex is null", errors);
    }
    if (counted && (changes(FAILURES) || changes(COMPLETED))) {
      IndexRanges.overlap(completed.text(), failed.text(), completions)
          .ifPresent(
              index ->
                  Check.invalid(
                      failed,
                      "failedIndexes and completedIndexes overlap at index: " + index,
                      errors));
    }
  }

  private void format(Spot list, long completions) {
    IndexRanges.problem(list.text(), completions)
        .ifPresent(
            problem -> {
              String field = list.path().substring("status.".length());
              Check.invalidText(list, "error parsing " + field + ": " + problem, errors);
            });
  }

  private void rest() {
    Spot terminating = now.at("terminating");
    if ((finished(now) != finished(old) || changes("terminating"))
        && terminating.number() > 0
        && finished(now)) {
      Check.invalid(terminating, "terminating>0 is invalid for finished job", errors);
    }
    Spot ready = now.at("ready");
    if ((changes("ready") || changes("active")) && ready.number() > now.at("active").number()) {
      Check.invalid(ready, "cannot set more ready pods than active", errors);
    }
    boolean met = is(now, CRITERIA);
    if (met && is(now, FAILED)) {
      conditions("cannot set SuccessCriteriaMet=True and Failed=true conditions");
    }
    if (met && is(now, TARGET)) {
      conditions("cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");
    }
    if (!met && spec.has("successPolicy") && is(now, COMPLETE)) {
      conditions(
          "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True");
    }
  }

  private void change() {
    for (String terminal : List.of(FAILED, COMPLETE, TARGET)) {
      if (is(old, terminal) && !is(now, terminal)) {
        conditions("cannot disable the terminal " + terminal + "=True condition");
      }
    }
    decrease("failed");
    boolean elastic =
        spec.at("completionMode").text().equals("Indexed")
            && Same.same(spec.at("completions").node(), spec.at("parallelism").node());
    if (!elastic) {
      decrease("succeeded");
    }
    Spot done = now.at("completionTime");
    if (done.has() && old.has("completionTime") && changes("completionTime")) {
      Check.invalid(done, "field is immutable", errors);
    }
    boolean resumes = is(old, "Suspended") && told(now, "Suspended", "False");
    if (changes("startTime") && !resumes && old.has("startTime") && !spec.at("suspend").isTrue()) {
      Check.invalid(now.at("startTime"), "field is immutable for unsuspended job once set", errors);
    }
    if (is(old, CRITERIA) && !is(now, CRITERIA)) {
      conditions("cannot disable the SuccessCriteriaMet=True condition");
    }
    if (is(old, COMPLETE) && !is(old, CRITERIA) && is(now, CRITERIA)) {
      conditions("cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions");
    }
  }

  private void decrease(String count) {
    if (now.at(count).number() < old.at(count).number()) {
      Check.invalidNumber(now.at(count), "cannot decrease the " + count + " counter", errors);
    }
  }

  private void conditions(String detail) {
    errors.add(FieldError.invalidHidden(now.at("conditions").path(), detail));
  }

  private boolean changes(String field) {
    return !Same.same(now.at(field).node(), old.at(field).node());
  }

  private boolean turns(String condition) {
    return is(now, condition) != is(old, condition);
  }

  private static boolean finished(Spot status) {
    return is(status, COMPLETE) || is(status, FAILED);
  }

  private static boolean is(Spot status, String condition) {
    return told(status, condition, "True");
  }

  private static boolean told(Spot status, String condition, String value) {
    return status.at("conditions").elements().stream()
        .anyMatch(
            each ->
                each.at("type").text().equals(condition) && each.at("status").text().equals(value));
  }
}
