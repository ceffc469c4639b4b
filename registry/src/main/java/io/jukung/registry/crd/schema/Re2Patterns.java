package io.jukung.registry.crd.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** RE2 by re2j; the newest patterns are kept compiled. Safe for all threads. */
public final class Re2Patterns implements Patterns {
  private static final int MAX_KEPT = 256;
  private final ConcurrentMap<String, Pattern> compiled = new ConcurrentHashMap<>();

  @Override
  public boolean find(String pattern, String text) {
    try {
      return compile(pattern).matcher(text).find();
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  @Override
  public String error(String pattern) {
    try {
      var _ = Pattern.compile(pattern);
      return "";
    } catch (PatternSyntaxException e) {
      return "error parsing regexp: " + e.getDescription() + ": `" + e.getPattern() + "`";
    }
  }

  private Pattern compile(String pattern) {
    Pattern known = compiled.get(pattern);
    if (known != null) {
      return known;
    }
    Pattern made = Pattern.compile(pattern);
    if (compiled.size() >= MAX_KEPT) {
      compiled.clear();
    }
    compiled.put(pattern, made);
    return made;
  }
}
