package io.jukung.registry.crd;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of API versions: {@code v2}, {@code v1}, {@code v1beta2}, {@code v1alpha1}, then all
 * others by name. Upstream: {@code apimachinery/pkg/version/helpers.go} at v1.36.
 */
final class KubeVersions {
  /** The version that clients should take first comes first. */
  static final Comparator<String> ORDER = KubeVersions::compare;

  private static final Pattern FORM = Pattern.compile("v([0-9]+)(?:(alpha|beta)([0-9]+))?");

  private KubeVersions() {}

  private static int compare(String one, String other) {
    Matcher a = FORM.matcher(one);
    Matcher b = FORM.matcher(other);
    boolean known = a.matches();
    if (known != b.matches()) {
      return known ? -1 : 1;
    }
    if (!known) {
      return one.compareTo(other);
    }
    int stability = Integer.compare(stability(b), stability(a));
    if (stability != 0) {
      return stability;
    }
    int major = number(b.group(1), a.group(1));
    return major != 0 || a.group(2) == null ? major : number(b.group(3), a.group(3));
  }

  private static int stability(Matcher version) {
    String word = version.group(2);
    return word == null ? 2 : word.equals("beta") ? 1 : 0;
  }

  private static int number(String one, String other) {
    int length = Integer.compare(one.length(), other.length());
    return length != 0 ? length : one.compareTo(other);
  }
}
