package io.jukung.registry.strategy.resource;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.NodeSelectors;
import io.jukung.registry.validation.NameRule;
import java.util.ArrayList;
import java.util.List;

/** Which nodes have a device: exactly one way to say so is used. */
final class Places {
  private static final String UNSET_OR_TRUE = "must be either unset or set to true";

  private final List<String> used = new ArrayList<>();
  private final List<FieldError> errors;

  Places(List<FieldError> errors) {
    this.errors = errors;
  }

  /** How many ways are used. */
  int count() {
    return used.size();
  }

  /** The ways that are used, as messages show them. */
  String shown() {
    return "{" + String.join(", ", used) + "}";
  }

  void node(Spot name, String empty) {
    if (!name.has()) {
      return;
    }
    if (name.text().isEmpty()) {
      errors.add(FieldError.invalid(name.path(), "", empty));
      return;
    }
    used.add("`nodeName`");
    Check.name(name, NameRule.DNS_SUBDOMAIN, errors);
  }

  void selector(Spot selector) {
    if (selector.has()) {
      used.add("`nodeSelector`");
      NodeSelectors.check(selector, false, errors);
    }
  }

  void flag(Spot flag, String name) {
    if (!flag.has()) {
      return;
    }
    if (flag.isTrue()) {
      used.add("`" + name + "`");
    } else {
      Check.invalid(flag, UNSET_OR_TRUE, errors);
    }
  }
}
