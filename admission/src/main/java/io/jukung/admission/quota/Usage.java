package io.jukung.admission.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.value.Quantity;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Amounts by resource name, such as {@code requests.cpu} or {@code count/secrets}; printed in order
 * of names ({@code k8s.io/apiserver/pkg/quota/v1/resources.go} at v1.36). Never changed.
 */
record Usage(Map<String, Quantity> amounts) {
  static final Quantity ONE = Quantity.parse("1");
  static final Quantity ZERO = Quantity.parse("0");

  /** A list of quantities. */
  static Usage of(JsonNode list) {
    Map<String, Quantity> amounts = new TreeMap<>();
    list.properties()
        .forEach(entry -> amounts.put(entry.getKey(), Quantity.parse(entry.getValue().asText())));
    return new Usage(amounts);
  }

  Usage plus(Usage other) {
    Map<String, Quantity> sum = new TreeMap<>(amounts);
    other.amounts.forEach((name, quantity) -> sum.merge(name, quantity, Quantity::plus));
    return new Usage(sum);
  }

  /** What this has more than {@code other}; nothing below zero. */
  Usage above(Usage other) {
    Map<String, Quantity> rest = new TreeMap<>();
    amounts.forEach(
        (name, quantity) -> {
          Quantity less = other.amounts.get(name);
          Quantity difference = less == null ? quantity : quantity.plus(negative(less));
          rest.put(name, difference.amount().signum() > 0 ? difference : ZERO);
        });
    return new Usage(rest);
  }

  private static Quantity negative(Quantity quantity) {
    String text = quantity.text();
    return Quantity.parse(text.startsWith("-") ? text.substring(1) : "-" + text);
  }

  /** Only what is named. */
  Usage only(Collection<String> names) {
    Map<String, Quantity> kept = new TreeMap<>(amounts);
    kept.keySet().retainAll(names);
    return new Usage(kept);
  }

  /** Only what is something. */
  Usage nonZero() {
    Map<String, Quantity> kept = new TreeMap<>(amounts);
    kept.values().removeIf(quantity -> quantity.amount().signum() == 0);
    return new Usage(kept);
  }

  /** The names that are below zero. */
  Collection<String> negatives() {
    return amounts.entrySet().stream()
        .filter(entry -> entry.getValue().amount().signum() < 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The names that are above zero. */
  Collection<String> positives() {
    return amounts.entrySet().stream()
        .filter(entry -> entry.getValue().amount().signum() > 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The names under which this has more than {@code hard} allows. */
  Collection<String> exceeding(Usage hard) {
    return amounts.entrySet().stream()
        .filter(
            entry -> {
              Quantity limit = hard.amounts.get(entry.getKey());
              return limit != null && entry.getValue().amount().compareTo(limit.amount()) > 0;
            })
        .map(Map.Entry::getKey)
        .toList();
  }

  boolean isEmpty() {
    return amounts.isEmpty();
  }

  void writeTo(ObjectNode list) {
    list.removeAll();
    amounts.forEach((name, quantity) -> list.put(name, quantity.text()));
  }

  /** {@code a=1,b=2}. */
  @Override
  public String toString() {
    return amounts.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue().text())
        .collect(Collectors.joining(","));
  }
}
