package io.jukung.admission;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What mutating plugins remember of one write: after a change by a policy or a webhook all of them
 * look at the object once more ({@code k8s.io/apiserver/pkg/admission/reinvocation.go} at v1.36).
 * Used by one thread.
 */
public final class Reinvocation {
  private final Map<String, Object> memories = new HashMap<>();
  private boolean wanted;
  private boolean second;

  /** Asks for a second round. */
  public void want() {
    wanted = true;
  }

  boolean wanted() {
    return wanted;
  }

  void begin() {
    second = true;
  }

  /** Whether this is the second round. */
  public boolean isSecond() {
    return second;
  }

  /** What a plugin keeps from the first round to the second. */
  @SuppressWarnings("unchecked") // each plugin keeps one type under its own name
  public <T> T memory(String plugin, Supplier<T> fresh) {
    return (T) memories.computeIfAbsent(plugin, name -> fresh.get());
  }
}
