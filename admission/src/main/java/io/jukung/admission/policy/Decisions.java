package io.jukung.admission.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.Refusal;
import io.jukung.registry.status.StatusCause;
import io.jukung.registry.status.StatusException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects what validating policies say of one write, and tells it. Used by one thread. */
final class Decisions {
  private static final int MAX_ANNOTATION = 10 << 10;
  private static final String FAILURE = "validation.policy.admission.k8s.io/validation_failure";

  private final AdmissionAttributes attributes;
  private Optional<StatusException> first = Optional.empty();

  Decisions(AdmissionAttributes attributes) {
    this.attributes = attributes;
  }

  /** A policy or a binding can't be used. */
  void misconfigured(PolicyHead policy, Optional<Binding> binding, String message) {
    if (!policy.ignoresFailures()) {
      deny(
          policy,
          binding,
          "failed to configure " + (binding.isPresent() ? "binding" : "policy") + ": " + message,
          "");
    }
  }

  void refused(PolicyHead policy, Binding binding, ValidatingPolicy.Refusal refusal) {
    for (String action : binding.actions()) {
      switch (action) {
        case "Deny" -> deny(policy, Optional.of(binding), refusal.message(), refusal.reason());
        case "Audit" -> attributes.context().annotate(FAILURE, audited(policy, binding, refusal));
        case "Warn" ->
            attributes
                .context()
                .warn(
                    "Validation failed for ValidatingAdmissionPolicy '"
                        + policy.name()
                        + "' with binding '"
                        + binding.name()
                        + "': "
                        + refusal.message());
        default -> {}
      }
    }
  }

  private static String audited(
      PolicyHead policy, Binding binding, ValidatingPolicy.Refusal refusal) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    ObjectNode failure = list.addObject();
    failure.put("message", refusal.message());
    failure.put("policy", policy.name());
    failure.put("binding", binding.name());
    failure.put("expressionIndex", refusal.index());
    binding.actions().forEach(failure.putArray("validationActions")::add);
    return list.toString();
  }

  void deny(PolicyHead policy, Optional<Binding> binding, String text, String reason) {
    if (first.isPresent()) {
      return;
    }
    String message =
        "ValidatingAdmissionPolicy '"
            + policy.name()
            + "'"
            + binding.map(b -> " with binding '" + b.name() + "'").orElse("")
            + " denied request: "
            + text;
    String told = reason.isEmpty() ? "Invalid" : reason;
    StatusException plain = Refusal.forbidden(attributes, message);
    StatusException.Details details = plain.details();
    first =
        Optional.of(
            new StatusException(
                code(told),
                told,
                plain.text(),
                new StatusException.Details(
                    details.name(),
                    details.group(),
                    details.kind(),
                    details.uid(),
                    List.of(new StatusCause("", message, "")),
                    details.retryAfterSeconds())));
  }

  private static int code(String reason) {
    return switch (reason) {
      case "Forbidden" -> 403;
      case "Unauthorized" -> 401;
      case "RequestEntityTooLarge" -> 413;
      default -> 422;
    };
  }

  /** Annotations of one policy: what its bindings say under one key is told together. */
  void annotate(PolicyHead policy, List<Map<String, String>> all) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    for (Map<String, String> one : all) {
      one.forEach(
          (key, value) ->
              values
                  .computeIfAbsent(key, k -> new LinkedHashSet<>())
                  .add(
                      value.length() > MAX_ANNOTATION
                          ? value.substring(0, MAX_ANNOTATION)
                          : value));
    }
    values.forEach(
        (key, texts) ->
            attributes.context().annotate(policy.name() + "/" + key, String.join(", ", texts)));
  }

  /** Refuses the write if somebody did. */
  void tell() {
    if (first.isPresent()) {
      throw first.get();
    }
  }
}
