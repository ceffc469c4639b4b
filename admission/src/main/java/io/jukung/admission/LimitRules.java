package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.codec.value.Quantity;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The bounds of one limit, held against requests and limits; texts as upstream's. */
final class LimitRules {
  private LimitRules() {}

  /** Checks a container or a pod. */
  static void check(JsonNode limit, JsonNode requests, JsonNode limits, Set<String> errors) {
    String type = limit.path("type").asText("");
    for (Map.Entry<String, JsonNode> min : limit.path("min").properties()) {
      min(type, min, requests, limits, errors);
    }
    for (Map.Entry<String, JsonNode> max : limit.path("max").properties()) {
      max(type, max, requests, limits, errors);
    }
    for (Map.Entry<String, JsonNode> ratio : limit.path("maxLimitRequestRatio").properties()) {
      ratio(type, ratio, requests, limits, errors);
    }
  }

  /** Checks a claim, which has requests only. */
  static void claim(JsonNode limit, JsonNode requests, Set<String> errors) {
    String type = limit.path("type").asText("");
    for (Map.Entry<String, JsonNode> min : limit.path("min").properties()) {
      min(type, min, requests, requests.path(""), errors);
    }
    for (Map.Entry<String, JsonNode> max : limit.path("max").properties()) {
      String start = start("maximum", type, max);
      JsonNode request = requests.path(max.getKey());
      if (request.isMissingNode()) {
        errors.add(start + ".  No request is specified");
      } else if (above(request, max.getValue())) {
        errors.add(start + ", but request is " + request.asText());
      }
    }
  }

  private static String start(String word, String type, Map.Entry<String, JsonNode> bound) {
    return word + " " + bound.getKey() + " usage per " + type + " is " + bound.getValue().asText();
  }

  private static void min(
      String type,
      Map.Entry<String, JsonNode> min,
      JsonNode requests,
      JsonNode limits,
      Set<String> errors) {
    String start = start("minimum", type, min);
    JsonNode request = requests.path(min.getKey());
    JsonNode limit = limits.path(min.getKey());
    if (request.isMissingNode()) {
      errors.add(start + ".  No request is specified");
    } else if (above(min.getValue(), request)) {
      errors.add(start + ", but request is " + request.asText());
    } else if (!limit.isMissingNode() && above(min.getValue(), limit)) {
      errors.add(start + ", but limit is " + limit.asText());
    }
  }

  private static void max(
      String type,
      Map.Entry<String, JsonNode> max,
      JsonNode requests,
      JsonNode limits,
      Set<String> errors) {
    String start = start("maximum", type, max);
    JsonNode request = requests.path(max.getKey());
    JsonNode limit = limits.path(max.getKey());
    if (limit.isMissingNode()) {
      errors.add(start + ".  No limit is specified");
    } else if (above(limit, max.getValue())) {
      errors.add(start + ", but limit is " + limit.asText());
    } else if (!request.isMissingNode() && above(request, max.getValue())) {
      errors.add(start + ", but request is " + request.asText());
    }
  }

  private static void ratio(
      String type,
      Map.Entry<String, JsonNode> ratio,
      JsonNode requests,
      JsonNode limits,
      Set<String> errors) {
    String start =
        ratio.getKey()
            + " max limit to request ratio per "
            + type
            + " is "
            + ratio.getValue().asText();
    JsonNode request = requests.path(ratio.getKey());
    JsonNode limit = limits.path(ratio.getKey());
    if (request.isMissingNode() || amount(request).signum() == 0) {
      errors.add(start + ", but no request is specified or request is 0");
    } else if (limit.isMissingNode() || amount(limit).signum() == 0) {
      errors.add(start + ", but no limit is specified or limit is 0");
    } else {
      double provided = amount(limit).doubleValue() / amount(request).doubleValue();
      if (provided > amount(ratio.getValue()).doubleValue()) {
        errors.add(start + String.format(Locale.ROOT, ", but provided ratio is %f", provided));
      }
    }
  }

  private static boolean above(JsonNode one, JsonNode other) {
    return amount(one).compareTo(amount(other)) > 0;
  }

  private static BigDecimal amount(JsonNode quantity) {
    return Quantity.parse(quantity.asText()).amount();
  }
}
