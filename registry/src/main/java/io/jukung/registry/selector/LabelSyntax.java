package io.jukung.registry.selector;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The forms of label keys (also called qualified names) and label values, with upstream's texts
 * ({@code apimachinery/pkg/api/validate/content/kube.go} and {@code dns.go}).
 */
public final class LabelSyntax {
  private static final int NAME_MAX_BYTES = 63;
  private static final int VALUE_MAX_BYTES = 63;
  private static final int PREFIX_MAX_BYTES = 253;

  private static final String NAME_FORM = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final String VALUE_FORM = "(" + NAME_FORM + ")?";
  private static final String LABEL_FORM = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN_FORM = LABEL_FORM + "(\\." + LABEL_FORM + ")*";

  // What the forms above say, without their nesting, which would backtrack.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?+");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]++(-++[a-z0-9]++)*+(\\.[a-z0-9]++(-++[a-z0-9]++)*+)*+");

  private static final String NAME_RULE =
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
          + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
          + " validation is '"
          + NAME_FORM
          + "')";
  private static final String VALUE_RULE =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
          + " 'my_value',  or '12345', regex used for validation is '"
          + VALUE_FORM
          + "')";
  private static final String SUBDOMAIN_RULE =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is '"
          + SUBDOMAIN_FORM
          + "')";

  private LabelSyntax() {}

  /** What is wrong with a label key; empty when valid. */
  public static List<String> keyErrors(String key) {
    List<String> errors = new ArrayList<>();
    int slash = key.indexOf('/');
    if (slash >= 0 && key.indexOf('/', slash + 1) >= 0) {
      return List.of(
          "a valid label key "
              + NAME_RULE
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
    }
    if (slash == 0) {
      errors.add("prefix part must be non-empty");
    } else if (slash > 0) {
      for (String error : subdomainErrors(key.substring(0, slash))) {
        errors.add("prefix part " + error);
      }
    }
    String name = key.substring(slash + 1);
    if (name.isEmpty()) {
      errors.add("name part must be non-empty");
    } else if (bytes(name) > NAME_MAX_BYTES) {
      errors.add("name part must be no more than " + NAME_MAX_BYTES + " bytes");
    }
    if (!NAME.matcher(name).matches()) {
      errors.add("name part " + NAME_RULE);
    }
    return errors;
  }

  /** What is wrong with a label value; empty when valid. */
  public static List<String> valueErrors(String value) {
    if (value.isEmpty()) {
      return List.of();
    }
    List<String> errors = new ArrayList<>();
    if (bytes(value) > VALUE_MAX_BYTES) {
      errors.add("must be no more than " + VALUE_MAX_BYTES + " bytes");
    }
    if (!NAME.matcher(value).matches()) {
      errors.add(VALUE_RULE);
    }
    return errors;
  }

  private static List<String> subdomainErrors(String text) {
    List<String> errors = new ArrayList<>();
    if (bytes(text) > PREFIX_MAX_BYTES) {
      errors.add("must be no more than " + PREFIX_MAX_BYTES + " bytes");
    }
    if (!SUBDOMAIN.matcher(text).matches()) {
      errors.add(SUBDOMAIN_RULE);
    }
    return errors;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
