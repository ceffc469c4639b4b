package io.jukung.registry.codec;

import java.util.Comparator;

/**
 * The order of keys in YAML: letters behind all else, numbers by value. Upstream: {@code
 * go.yaml.in/yaml/v2/sorter.go}.
 */
final class YamlKeys {
  /** The order. */
  static final Comparator<String> ORDER = YamlKeys::compare;

  private YamlKeys() {}

  private static int compare(String left, String right) {
    if (left.equals(right)) {
      return 0;
    }
    return less(left.codePoints().toArray(), right.codePoints().toArray()) ? -1 : 1;
  }

  private static boolean less(int[] a, int[] b) {
    for (int i = 0; i < a.length && i < b.length; i++) {
      if (a[i] == b[i]) {
        continue;
      }
      boolean letterA = Character.isLetter(a[i]);
      boolean letterB = Character.isLetter(b[i]);
      if (letterA && letterB) {
        return a[i] < b[i];
      }
      return (letterA || letterB) ? letterB : digitsLess(a, b, i);
    }
    return a.length < b.length;
  }

  private static boolean digitsLess(int[] a, int[] b, int at) {
    long numberA = 0;
    long numberB = 0;
    if (a[at] == '0' || b[at] == '0') {
      for (int j = at - 1; j >= 0 && Character.isDigit(a[j]); j--) {
        if (a[j] != '0') {
          numberA = 1;
          numberB = 1;
          break;
        }
      }
    }
    int endA = at;
    for (; endA < a.length && Character.isDigit(a[endA]); endA++) {
      numberA = numberA * 10 + (a[endA] - '0');
    }
    int endB = at;
    for (; endB < b.length && Character.isDigit(b[endB]); endB++) {
      numberB = numberB * 10 + (b[endB] - '0');
    }
    if (numberA != numberB) {
      return numberA < numberB;
    }
    return endA != endB ? endA < endB : a[at] < b[at];
  }
}
