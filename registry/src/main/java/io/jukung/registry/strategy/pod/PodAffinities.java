package io.jukung.registry.strategy.pod;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.NodeSelectors;
import io.jukung.registry.validation.NameRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The checks of what draws pods to nodes and to each other ({@code validateAffinity} in {@code
 * pkg/apis/core/validation/validation.go} at v1.36).
 */
final class PodAffinities {
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
  private static final String NO_SELECTOR = "must not be specified when labelSelector is not set";

  private PodAffinities() {}

  static void check(PodScope scope) {
    Spot affinity = scope.spec().at("affinity");
    List<FieldError> errors = scope.errors();
    Spot nodes = affinity.at("nodeAffinity");
    if (nodes.has(REQUIRED)) {
      NodeSelectors.check(nodes.at(REQUIRED), !scope.leeway().nodeAffinity(), errors);
    }
    NodeSelectors.preferred(nodes.at(PREFERRED), errors);
    for (String kind : List.of("podAffinity", "podAntiAffinity")) {
      for (Spot term : affinity.at(kind).at(REQUIRED).elements()) {
        term(term, scope);
      }
      for (Spot preference : affinity.at(kind).at(PREFERRED).elements()) {
        NodeSelectors.weight(preference.at("weight"), errors);
        term(preference.at("podAffinityTerm"), scope);
      }
    }
  }

  /** The terms of pod affinities of a spec. */
  static List<Spot> terms(Spot spec) {
    List<Spot> terms = new ArrayList<>();
    for (String kind : List.of("podAffinity", "podAntiAffinity")) {
      Spot affinity = spec.at("affinity").at(kind);
      terms.addAll(affinity.at(REQUIRED).elements());
      for (Spot preference : affinity.at(PREFERRED).elements()) {
        terms.add(preference.at("podAffinityTerm"));
      }
    }
    return terms;
  }

  private static void term(Spot term, PodScope scope) {
    List<FieldError> errors = scope.errors();
    for (String selector : List.of("labelSelector", "namespaceSelector")) {
      Check.selector(term.at(selector), !scope.leeway().affinitySelectors(), errors);
    }
    for (Spot namespace : term.at("namespaces").elements()) {
      Check.name(namespace.as(term.at("namespace")), NameRule.DNS_LABEL, errors);
    }
    labelKeys(term, errors);
    Spot key = term.at("topologyKey");
    if (key.text().isEmpty()) {
      Check.missing(key, "can not be empty", errors);
    }
    Check.qualifiedName(key, errors);
  }

  /** Keys of the pod's own labels that are added to a selector. */
  static void labelKeys(Spot term, List<FieldError> errors) {
    Spot selector = term.at("labelSelector");
    Spot match = term.at("matchLabelKeys");
    Spot mismatch = term.at("mismatchLabelKeys");
    for (Spot keys : List.of(match, mismatch)) {
      if (keys.size() > 0 && !selector.has()) {
        Check.forbidden(keys, NO_SELECTOR, errors);
      } else {
        keys.elements().forEach(key -> Check.qualifiedName(key, errors));
      }
    }
    selected(term, errors);
    Set<String> mismatched = new HashSet<>();
    mismatch.elements().forEach(key -> mismatched.add(key.text()));
    for (Spot key : match.elements()) {
      if (mismatched.contains(key.text())) {
        Check.invalidText(key, "exists in both matchLabelKeys and mismatchLabelKeys", errors);
      }
    }
  }

  /** The selector has got what the keys add, so what stands there twice was the user's too. */
  private static void selected(Spot term, List<FieldError> errors) {
    Map<String, Integer> places = new HashMap<>();
    for (Spot key : term.at("matchLabelKeys").elements()) {
      places.put(key.text(), places.size());
    }
    Spot selector = term.at("labelSelector");
    Set<String> keys = new HashSet<>(selector.at("matchLabels").elementsByKey().keySet());
    for (Spot expression : selector.at("matchExpressions").elements()) {
      String key = expression.at("key").text();
      if (!keys.add(key) && places.containsKey(key)) {
        errors.add(
            FieldError.invalid(
                term.path() + "[" + places.get(key) + "]",
                key,
                "exists in both matchLabelKeys and labelSelector"));
      }
    }
  }

  /** Values in selectors of a spec that labels can't have. */
  static void selectors(Spot spec, List<FieldError> errors) {
    for (Spot term : terms(spec)) {
      for (String selector : List.of("labelSelector", "namespaceSelector")) {
        for (Spot expression : term.at(selector).at("matchExpressions").elements()) {
          expression.at("values").elements().forEach(value -> Check.labelValue(value, errors));
        }
      }
    }
  }

  /** Values in the required node affinity of a spec that labels can't have. */
  static void required(Spot spec, List<FieldError> errors) {
    Spot selector = spec.at("affinity").at("nodeAffinity").at(REQUIRED);
    for (Spot term : selector.at("nodeSelectorTerms").elements()) {
      for (Spot expression : term.at("matchExpressions").elements()) {
        expression.at("values").elements().forEach(value -> Check.labelValue(value, errors));
      }
    }
  }
}
