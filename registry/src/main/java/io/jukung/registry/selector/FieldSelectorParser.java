package io.jukung.registry.selector;

import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads field selectors. In values {@code \}, {@code ,} and {@code =} are escaped by a backslash.
 */
final class FieldSelectorParser {
  private FieldSelectorParser() {}

  static FieldSelector parse(String text) {
    List<FieldRequirement> requirements = new ArrayList<>();
    for (String term : terms(text)) {
      if (term.isEmpty()) {
        continue;
      }
      FieldRequirement requirement = requirement(text, term);
      // Neither name nor value: says nothing, and is dropped as upstream drops it.
      if (!requirement.field().isEmpty() || !requirement.value().isEmpty()) {
        requirements.add(requirement);
      }
    }
    return new FieldSelector(requirements);
  }

  /** What stands between the commas that are not escaped, sorted. */
  private static List<String> terms(String text) {
    List<String> terms = new ArrayList<>();
    int start = 0;
    boolean escaped = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (escaped) {
        escaped = false;
      } else if (c == '\\') {
        escaped = true;
      } else if (c == ',') {
        terms.add(text.substring(start, i));
        start = i + 1;
      }
    }
    terms.add(text.substring(start));
    terms.sort(null);
    return terms;
  }

  /** Splits at the first operator; nothing is escaped in front of it. */
  private static FieldRequirement requirement(String text, String term) {
    for (int i = 0; i < term.length(); i++) {
      boolean negated = term.startsWith("!=", i);
      if (negated || term.charAt(i) == '=') {
        int length = negated || term.startsWith("==", i) ? 2 : 1;
        return new FieldRequirement(
            term.substring(0, i), negated, unescape(term.substring(i + length)));
      }
    }
    throw StatusException.badRequest(
        "invalid selector: '" + text + "'; can't understand '" + term + "'");
  }

  private static String unescape(String value) {
    StringBuilder plain = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ',' || c == '=') {
        throw StatusException.badRequest(
            "invalid field selector: unescaped character in value: " + (int) c);
      }
      if (c == '\\') {
        int next = i + 1 < value.length() ? value.codePointAt(i + 1) : -1;
        if (next != '\\' && next != ',' && next != '=') {
          throw StatusException.badRequest(
              "invalid field selector: invalid escape sequence: \\"
                  + (next < 0 ? "" : Character.toString(next)));
        }
        i++;
        c = (char) next;
      }
      plain.append(c);
    }
    return plain.toString();
  }
}
