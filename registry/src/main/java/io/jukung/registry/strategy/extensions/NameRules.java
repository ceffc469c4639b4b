package io.jukung.registry.strategy.extensions;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.validation.NameRule;
import java.util.List;
import java.util.Locale;

/** What is wrong with the names of a definition, wanted or accepted. */
final class NameRules {
  private final List<FieldError> errors;

  /** Adds to {@code errors}. */
  NameRules(List<FieldError> errors) {
    this.errors = errors;
  }

  /** All names below {@code path}. */
  void all(String path, JsonNode names) {
    label(path + ".plural", DefinitionValidation.text(names, "plural"), "");
    label(path + ".singular", DefinitionValidation.text(names, "singular"), "");
    String mixed = "may have mixed case, but should otherwise match: ";
    label(path + ".kind", DefinitionValidation.text(names, "kind"), mixed);
    label(path + ".listKind", DefinitionValidation.text(names, "listKind"), mixed);
    list(path + ".shortNames", names.path("shortNames"));
    if (!DefinitionValidation.text(names, "kind").isEmpty()
        && DefinitionValidation.text(names, "kind")
            .equals(DefinitionValidation.text(names, "listKind"))) {
      errors.add(
          FieldError.invalid(
              path + ".listKind",
              DefinitionValidation.text(names, "listKind"),
              "kind and listKind may not be the same"));
    }
    list(path + ".categories", names.path("categories"));
  }

  private void list(String path, JsonNode names) {
    for (int i = 0; i < names.size(); i++) {
      label(path + "[" + i + "]", names.get(i).asText(), "");
    }
  }

  /**
   * One name.
   *
   * @param mixed said before the error of names that may have upper case letters; else empty
   */
  void label(String path, String name, String mixed) {
    String checked = mixed.isEmpty() ? name : name.toLowerCase(Locale.ROOT);
    boolean version = path.startsWith("spec.version");
    List<String> wrong =
        name.isEmpty() && !version ? List.of() : NameRule.DNS_1035_LABEL.errors(checked, false);
    if (!wrong.isEmpty()) {
      errors.add(FieldError.invalid(path, name, mixed + String.join(",", wrong)));
    }
  }
}
