package io.jukung.registry.validation;

import io.jukung.registry.meta.IpText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The forms a kind may ask of its names, with upstream's texts ({@code
 * apimachinery/pkg/api/validate/content/dns.go} and {@code path.go} at v1.36).
 */
public enum NameRule {
  /** Lower case letters, digits, dashes and dots, at most 253 bytes. */
  DNS_SUBDOMAIN {
    @Override
    List<String> check(String name, boolean prefix) {
      return subdomain(prefix ? maskTrailingDash(name) : name);
    }
  },
  /** As {@link #DNS_SUBDOMAIN}, but with underscores. */
  DNS_SUBDOMAIN_WITH_UNDERSCORE {
    @Override
    List<String> check(String name, boolean prefix) {
      return subdomainWithUnderscore(prefix ? maskTrailingDash(name) : name);
    }
  },
  /** Lower case letters, digits and dashes, at most 63 bytes. */
  DNS_LABEL {
    @Override
    List<String> check(String name, boolean prefix) {
      return label(prefix ? maskTrailingDash(name) : name);
    }
  },
  /** As {@link #DNS_LABEL}, but starting with a letter. */
  DNS_1035_LABEL {
    @Override
    List<String> check(String name, boolean prefix) {
      return label1035(prefix ? maskTrailingDash(name) : name);
    }
  },
  /** All that can be one part of a URL's path. */
  PATH_SEGMENT {
    @Override
    List<String> check(String name, boolean prefix) {
      return pathSegment(name, prefix);
    }
  },
  /** Anything: what all kinds ask of names is checked anyway. */
  ANY {
    @Override
    List<String> check(String name, boolean prefix) {
      return List.of();
    }
  },
  /** An IP address in its canonical form. */
  IP_ADDRESS {
    @Override
    List<String> check(String name, boolean prefix) {
      return IpText.canonicalAddressProblem(name).map(List::of).orElse(List.of());
    }
  };

  private static final int LABEL_MAX_BYTES = 63;
  private static final int SUBDOMAIN_MAX_BYTES = 253;
  private static final String LABEL_FORM = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN_FORM = LABEL_FORM + "(\\." + LABEL_FORM + ")*";
  private static final String UNDERSCORE_FORM = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
  private static final String LABEL_1035_FORM = "[a-z]([-a-z0-9]*[a-z0-9])?";

  // What the forms above say, without their nesting, which would backtrack.
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]++(-++[a-z0-9]++)*+");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]++(-++[a-z0-9]++)*+(\\.[a-z0-9]++(-++[a-z0-9]++)*+)*+");
  private static final Pattern WITH_UNDERSCORE =
      Pattern.compile("_?+[a-z0-9]++([-_]++[a-z0-9]++)*+(\\._?+[a-z0-9]++([-_]++[a-z0-9]++)*+)*+");
  private static final Pattern LABEL_1035 = Pattern.compile("[a-z][a-z0-9]*+(-++[a-z0-9]++)*+");

  /**
   * What is wrong with a name; empty when valid.
   *
   * @param prefix whether more will be appended to it ({@code generateName})
   */
  public List<String> errors(String name, boolean prefix) {
    return check(name, prefix);
  }

  abstract List<String> check(String name, boolean prefix);

  private static List<String> subdomain(String name) {
    List<String> errors = new ArrayList<>();
    tooLong(name, SUBDOMAIN_MAX_BYTES, errors);
    if (!SUBDOMAIN.matcher(name).matches()) {
      errors.add(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-'"
              + " or '.', and must start and end with an alphanumeric character (e.g."
              + " 'example.com', regex used for validation is '"
              + SUBDOMAIN_FORM
              + "')");
    }
    return errors;
  }

  private static List<String> subdomainWithUnderscore(String name) {
    List<String> errors = new ArrayList<>();
    tooLong(name, SUBDOMAIN_MAX_BYTES, errors);
    if (!WITH_UNDERSCORE.matcher(name).matches()) {
      errors.add(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_',"
              + " '-' or '.', and must start and end with an alphanumeric character (e.g."
              + " 'example.com', regex used for validation is '"
              + UNDERSCORE_FORM
              + "(\\."
              + UNDERSCORE_FORM
              + ")*')");
    }
    return errors;
  }

  private static List<String> label(String name) {
    List<String> errors = new ArrayList<>();
    tooLong(name, LABEL_MAX_BYTES, errors);
    if (!LABEL.matcher(name).matches()) {
      errors.add(
          SUBDOMAIN.matcher(name).matches()
              ? "must not contain dots"
              : "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or"
                  + " '-', and must start and end with an alphanumeric character (e.g. 'my-name', "
                  + " or '123-abc', regex used for validation is '"
                  + LABEL_FORM
                  + "')");
    }
    return errors;
  }

  private static List<String> label1035(String name) {
    List<String> errors = new ArrayList<>();
    tooLong(name, LABEL_MAX_BYTES, errors);
    if (!LABEL_1035.matcher(name).matches()) {
      errors.add(
          "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with"
              + " an alphabetic character, and end with an alphanumeric character (e.g. 'my-name', "
              + " or 'abc-123', regex used for validation is '"
              + LABEL_1035_FORM
              + "')");
    }
    return errors;
  }

  private static List<String> pathSegment(String name, boolean prefix) {
    if (!prefix && (name.equals(".") || name.equals(".."))) {
      return List.of("may not be '" + name + "'");
    }
    List<String> errors = new ArrayList<>();
    for (String character : List.of("/", "%")) {
      if (name.contains(character)) {
        errors.add("may not contain '" + character + "'");
      }
    }
    return errors;
  }

  private static void tooLong(String name, int maxBytes, List<String> errors) {
    if (name.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      errors.add("must be no more than " + maxBytes + " characters");
    }
  }

  /** A dash at the end is fine where more follows; upstream swallows the character before it. */
  private static String maskTrailingDash(String name) {
    return name.length() > 1 && name.endsWith("-")
        ? name.substring(0, name.length() - 2) + "a"
        : name;
  }
}
