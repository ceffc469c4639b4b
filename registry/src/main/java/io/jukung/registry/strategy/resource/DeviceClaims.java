package io.jukung.registry.strategy.resource;

import com.fasterxml.jackson.databind.node.NullNode;
import io.jukung.registry.cel.DeviceExpressions;
import io.jukung.registry.cel.Expressions.CompileException;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which devices a claim asks for. */
final class DeviceClaims {
  private static final int MOST = 32;
  private static final int MOST_CHOICES = 8;
  private static final int MAX_PARAMETERS = 10 * 1024;
  private static final int MAX_EXPRESSION = 10 * 1024;
  private static final String ONE_KIND = "exactly one of `exactly` or `firstAvailable` is required";
  private static final String NO_REQUEST =
      "must be the name of a request in the claim or the name of a request and a subrequest"
          + " separated by '/'";

  private DeviceClaims() {}

  /** Adds what is wrong with a {@code DeviceClaim}. */
  static void check(Spot claim, List<FieldError> errors) {
    Spot requests = claim.at("requests");
    limited(requests, errors).forEach(each -> request(each, errors));
    unique(requests, true, errors);
    Set<String> names = names(requests);
    for (Spot constraint : limited(claim.at("constraints"), errors)) {
      references(constraint.at("requests"), names, errors);
      if (constraint.has("matchAttribute")) {
        attribute(constraint.at("matchAttribute"), errors);
      } else if (constraint.has("distinctAttribute")) {
        attribute(constraint.at("distinctAttribute"), errors);
      } else {
        Check.missing(
            constraint,
            "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple"
                + " fields are set",
            errors);
      }
    }
    for (Spot configuration : limited(claim.at("config"), errors)) {
      references(configuration.at("requests"), names, errors);
      configuration(configuration, errors);
    }
  }

  /** The elements of a list that is not too long; none of one that is. */
  static List<Spot> limited(Spot list, List<FieldError> errors) {
    return DeviceNames.limited(list, MOST, errors);
  }

  private static void unique(Spot list, boolean named, List<FieldError> errors) {
    Set<String> seen = new HashSet<>();
    for (Spot each : list.size() > MOST ? List.<Spot>of() : list.elements()) {
      String key = named ? each.at("name").text() : each.text();
      if (!seen.add(key)) {
        errors.add(FieldError.duplicate(each.path(), key));
      }
    }
  }

  /** The names of requests, and of the choices in them. */
  static Set<String> names(Spot requests) {
    Set<String> names = new HashSet<>();
    for (Spot request : requests.elements()) {
      String name = request.at("name").text();
      names.add(name);
      request
          .at("firstAvailable")
          .elements()
          .forEach(choice -> names.add(name + "/" + choice.at("name").text()));
    }
    return names;
  }

  private static void request(Spot request, List<FieldError> errors) {
    Check.name(request.at("name"), NameRule.DNS_LABEL, errors);
    Spot choices = request.at("firstAvailable");
    boolean exact = request.has("exactly");
    if (exact && choices.size() > 0) {
      errors.add(
          FieldError.invalid(
              request.path(), NullNode.getInstance(), ONE_KIND + ", but multiple fields are set"));
    } else if (exact) {
      devices(request.at("exactly"), errors);
    } else if (choices.size() == 0) {
      Check.missing(request, ONE_KIND, errors);
    } else {
      for (Spot choice : DeviceNames.limited(choices, MOST_CHOICES, errors)) {
        Check.name(choice.at("name"), NameRule.DNS_LABEL, errors);
        devices(choice, errors);
      }
      unique(choices, true, errors);
    }
  }

  private static void devices(Spot wanted, List<FieldError> errors) {
    Check.requiredName(wanted.at("deviceClassName"), NameRule.DNS_SUBDOMAIN, errors);
    selectors(wanted.at("selectors"), errors);
    Spot mode = wanted.at("allocationMode");
    Spot count = wanted.at("count");
    switch (mode.text()) {
      case "All" -> {
        if (count.number() != 0) {
          Check.invalid(count, "must not be specified when allocationMode is 'All'", errors);
        }
      }
      case "ExactCount" -> Check.positive(count, errors);
      default -> Check.mustBeOneOf(mode, List.of("All", "ExactCount"), errors);
    }
    wanted.at("tolerations").elements().forEach(each -> toleration(each, errors));
  }

  private static void toleration(Spot toleration, List<FieldError> errors) {
    Spot key = toleration.at("key");
    Spot value = toleration.at("value");
    Spot operator = toleration.at("operator");
    if (!key.text().isEmpty()) {
      Check.qualifiedName(key, errors);
    }
    switch (operator.text()) {
      case "Exists" -> {
        if (!value.text().isEmpty()) {
          Check.invalid(value, "must be empty for operator `Exists`", errors);
        }
      }
      case "Equal" -> Check.labelValue(value, errors);
      case "" -> Check.missing(operator, "", errors);
      default -> Check.mustBeOneOf(operator, List.of("Equal", "Exists"), errors);
    }
    Check.oneOf(toleration.at("effect"), List.of("NoExecute", "NoSchedule", "None"), errors);
  }

  /** Adds what is wrong with selectors. */
  static void selectors(Spot selectors, List<FieldError> errors) {
    for (Spot selector : limited(selectors, errors)) {
      Spot cel = selector.at("cel");
      if (cel.has()) {
        expression(cel.at("expression"), errors);
      } else {
        Check.missing(cel, "", errors);
      }
    }
  }

  private static void expression(Spot expression, List<FieldError> errors) {
    String text = expression.text();
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_EXPRESSION) {
      errors.add(FieldError.tooLong(expression.path(), MAX_EXPRESSION));
      return;
    }
    try {
      if (DeviceExpressions.tooComplex(DeviceExpressions.compile(text))) {
        Check.forbidden(expression, "too complex, exceeds cost limit", errors);
      }
    } catch (CompileException e) {
      Check.invalidText(expression, e.getMessage(), errors);
    }
  }

  /** Adds what is wrong with what a driver is told. */
  static void configuration(Spot configuration, List<FieldError> errors) {
    Spot opaque = configuration.at("opaque");
    if (!opaque.has()) {
      Check.missing(opaque, "", errors);
      return;
    }
    Check.driverName(opaque.at("driver"), errors);
    Spot parameters = opaque.at("parameters");
    if (!parameters.has()) {
      Check.missing(parameters, "", errors);
    } else if (parameters.node().toString().length() > MAX_PARAMETERS) {
      errors.add(FieldError.tooLong(parameters.path(), MAX_PARAMETERS));
    } else if (!parameters.node().isObject()) {
      errors.add(
          FieldError.invalid(parameters.path(), "<value omitted>", "must be a valid JSON object"));
    }
  }

  /** Adds what is wrong with names of requests. */
  static void references(Spot list, Set<String> names, List<FieldError> errors) {
    limited(list, errors).forEach(reference -> reference(reference, names, errors));
    unique(list, false, errors);
  }

  /** Adds what is wrong with the name of a request. */
  static void reference(Spot reference, Set<String> names, List<FieldError> errors) {
    String[] segments = reference.text().split("/", -1);
    if (segments.length > 2) {
      Check.invalid(reference, NO_REQUEST, errors);
      return;
    }
    for (String segment : segments) {
      for (String problem : NameRule.DNS_LABEL.errors(segment, false)) {
        errors.add(FieldError.invalid(reference.path(), segment, problem));
      }
    }
    if (!names.contains(reference.text())) {
      Check.invalid(reference, NO_REQUEST, errors);
    }
  }

  private static void attribute(Spot name, List<FieldError> errors) {
    DeviceNames.qualified(name, name.text(), errors);
    if (name.text().indexOf('/') < 0) {
      Check.invalid(
          name, "a fully qualified name must be a domain and a name separated by a slash", errors);
    }
  }
}
