package io.jukung.registry.cel;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A semantic version.
 *
 * @param preRelease dotted identifiers; empty for a release, which comes after them
 */
record Semver(long major, long minor, long patch, String preRelease) implements Comparable<Semver> {
  private static final String NUMBER = "(0|[1-9][0-9]{0,17})";
  private static final Pattern STRICT =
      Pattern.compile(
          NUMBER
              + "\\."
              + NUMBER
              + "\\."
              + NUMBER
              + "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");

  /**
   * Reads a version; with {@code lenient} a leading v, missing parts and zeros in front are fine.
   */
  static Optional<Semver> parse(String text, boolean lenient) {
    Matcher matcher = STRICT.matcher(lenient ? normal(text) : text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String preRelease = matcher.group(4);
    return Optional.of(
        new Semver(
            Long.parseLong(matcher.group(1)),
            Long.parseLong(matcher.group(2)),
            Long.parseLong(matcher.group(3)),
            preRelease == null ? "" : preRelease));
  }

  private static String normal(String text) {
    String version = text.startsWith("v") ? text.substring(1) : text;
    int end = version.length();
    for (int i = 0; i < version.length(); i++) {
      if (version.charAt(i) == '-' || version.charAt(i) == '+') {
        end = i;
        break;
      }
    }
    StringBuilder core = new StringBuilder();
    String[] parts = version.substring(0, end).split("\\.", -1);
    for (String part : parts) {
      core.append(core.isEmpty() ? "" : ".").append(part.replaceFirst("^0+(?=[0-9])", ""));
    }
    core.append(".0".repeat(Math.max(0, 3 - parts.length)));
    return core + version.substring(end);
  }

  @Override
  public int compareTo(Semver other) {
    int order = Long.compare(major, other.major);
    order = order != 0 ? order : Long.compare(minor, other.minor);
    order = order != 0 ? order : Long.compare(patch, other.patch);
    if (order != 0 || preRelease.equals(other.preRelease)) {
      return order;
    }
    if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
      return preRelease.isEmpty() ? 1 : -1;
    }
    String[] mine = preRelease.split("\\.", -1);
    String[] theirs = other.preRelease.split("\\.", -1);
    for (int i = 0; i < Math.min(mine.length, theirs.length); i++) {
      int part = comparePart(mine[i], theirs[i]);
      if (part != 0) {
        return part;
      }
    }
    return Integer.compare(mine.length, theirs.length);
  }

  private static int comparePart(String one, String other) {
    boolean number = one.matches("[0-9]{1,18}");
    if (number != other.matches("[0-9]{1,18}")) {
      return number ? -1 : 1;
    }
    return number ? Long.compare(Long.parseLong(one), Long.parseLong(other)) : one.compareTo(other);
  }
}
