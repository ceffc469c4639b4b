package io.jukung.controllers.resourcequota;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Quantities by name ({@code k8s.io/apiserver/pkg/quota/v1/resources.go} at v1.36). */
final class Amounts {
  static final Quantity ONE = new Quantity("1");
  static final Quantity ZERO = new Quantity("0");

  private Amounts() {}

  static Map<String, Quantity> of(@Nullable Map<String, Quantity> amounts) {
    return amounts == null ? new TreeMap<>() : new TreeMap<>(amounts);
  }

  /** Adds {@code more} to {@code sum}. */
  static void add(Map<String, Quantity> sum, Map<String, Quantity> more) {
    more.forEach((name, quantity) -> sum.merge(name, quantity, Amounts::plus));
  }

  /** The sum, in the form of the first that is not zero. */
  static Quantity plus(Quantity one, Quantity two) {
    return one.getNumericalAmount().signum() == 0 ? two : one.add(two);
  }

  /** Raises {@code sum} to {@code other}, wherever that is more. */
  static void raise(Map<String, Quantity> sum, @Nullable Map<String, Quantity> other) {
    of(other)
        .forEach(
            (name, quantity) ->
                sum.merge(name, quantity, (one, two) -> one.compareTo(two) >= 0 ? one : two));
  }

  /** Whether both have the same names with the same amounts. */
  static boolean same(Map<String, Quantity> one, Map<String, Quantity> two) {
    return one.keySet().equals(two.keySet())
        && one.entrySet().stream()
            .allMatch(entry -> entry.getValue().compareTo(two.get(entry.getKey())) == 0);
  }
}
