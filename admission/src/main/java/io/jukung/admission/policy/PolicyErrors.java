package io.jukung.admission.policy;

import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.Refusal;
import io.jukung.registry.status.StatusCause;
import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The failures of mutating policies for one write. Used by one thread. */
final class PolicyErrors {
  private final AdmissionAttributes attributes;
  private final List<String> messages = new ArrayList<>();
  private String reason = "";

  PolicyErrors(AdmissionAttributes attributes) {
    this.attributes = attributes;
  }

  /**
   * Adds one, if the policy does not ignore failures.
   *
   * @param reason of the answer, if this is the first; empty for {@code Forbidden}
   */
  void add(PolicyHead policy, Optional<Binding> binding, String text, String reason) {
    if (policy.ignoresFailures()) {
      return;
    }
    if (messages.isEmpty()) {
      this.reason = reason;
    }
    messages.add(
        binding
                .map(b -> "policy '" + policy.name() + "' with binding '" + b.name() + "'")
                .orElse("policy \"" + policy.name() + "\"")
            + " denied request: "
            + text);
  }

  /** Adds that a policy can't be used, or its binding. */
  void misconfigured(PolicyHead policy, Optional<Binding> binding, String message) {
    String what = binding.isPresent() ? "binding" : "policy";
    add(policy, binding, "failed to configure " + what + ": " + message, "");
  }

  /** Refuses the write if there are any. */
  void tell() {
    if (messages.isEmpty()) {
      return;
    }
    StatusException plain = Refusal.forbidden(attributes, "");
    StatusException.Details details = plain.details();
    throw new StatusException(
        plain.code(),
        reason.isEmpty() ? plain.reason() : reason,
        messages.getFirst(),
        new StatusException.Details(
            details.name(),
            details.group(),
            details.kind(),
            details.uid(),
            messages.stream().map(message -> new StatusCause("", message, "")).toList(),
            details.retryAfterSeconds()));
  }
}
