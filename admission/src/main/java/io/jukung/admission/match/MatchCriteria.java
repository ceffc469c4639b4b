package io.jukung.admission.match;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionObjects;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which writes are meant. Immutable; safe for all threads. */
public final class MatchCriteria {
  private static final GroupVersionResource NAMESPACES =
      new GroupVersionResource("", "v1", "namespaces");

  private final List<ResourceRule> rules;
  private final List<ResourceRule> exclusions;
  private final boolean equivalent;
  private final boolean everyResource;
  private final LabelSelector namespaces;
  private final LabelSelector objects;

  private MatchCriteria(JsonNode criteria, JsonNode rules, boolean everyResource) {
    this.rules = rules(rules);
    this.exclusions = rules(criteria.path("excludeResourceRules"));
    this.equivalent = criteria.path("matchPolicy").asText("").equals("Equivalent");
    this.everyResource = everyResource && this.rules.isEmpty();
    this.namespaces = selector(criteria.path("namespaceSelector"));
    this.objects = selector(criteria.path("objectSelector"));
  }

  private static List<ResourceRule> rules(JsonNode list) {
    List<ResourceRule> rules = new ArrayList<>();
    list.forEach(rule -> rules.add(ResourceRule.of(rule)));
    return List.copyOf(rules);
  }

  private static LabelSelector selector(JsonNode selector) {
    return LabelSelector.ofObject(selector).orElse(LabelSelector.EVERYTHING);
  }

  /** Those of a policy or a binding, {@code MatchResources}; no rules mean every resource. */
  public static MatchCriteria ofPolicy(JsonNode matchResources) {
    return new MatchCriteria(matchResources, matchResources.path("resourceRules"), true);
  }

  /** Those of a webhook; no rules mean no resource. */
  public static MatchCriteria ofWebhook(JsonNode webhook) {
    return new MatchCriteria(webhook, webhook.path("rules"), false);
  }

  /**
   * Whether a write is meant, and as which resource.
   *
   * @throws StatusException 404 when its namespace is to be looked at and is not there
   */
  public Optional<Match> match(
      AdmissionAttributes attributes, ResourceKinds kinds, AdmissionObjects known) {
    if (find(exclusions, attributes, kinds).isPresent()) {
      return Optional.empty();
    }
    Optional<Match> found =
        everyResource
            ? Optional.of(new Match(attributes.resource(), attributes.kind()))
            : find(rules, attributes, kinds);
    return found.isPresent() && object(attributes) && namespace(attributes, known)
        ? found
        : Optional.empty();
  }

  private Optional<Match> find(
      List<ResourceRule> rules, AdmissionAttributes attributes, ResourceKinds kinds) {
    for (ResourceRule rule : rules) {
      if (rule.matches(attributes, attributes.resource())) {
        return Optional.of(new Match(attributes.resource(), attributes.kind()));
      }
    }
    if (equivalent && !rules.isEmpty()) {
      for (ResourceKinds.Known other :
          kinds.equivalents(attributes.resource(), attributes.subresource())) {
        for (ResourceRule rule : rules) {
          if (rule.matches(attributes, other.resource())) {
            return Optional.of(new Match(other.resource(), other.kind()));
          }
        }
      }
    }
    return Optional.empty();
  }

  private boolean object(AdmissionAttributes attributes) {
    return objects.isEverything()
        || attributes.object().filter(o -> objects.matches(labels(o))).isPresent()
        || attributes.old().filter(o -> objects.matches(labels(o))).isPresent();
  }

  private boolean namespace(AdmissionAttributes attributes, AdmissionObjects known) {
    boolean about = attributes.resource().groupResource().equals("namespaces");
    if (namespaces.isEverything() || (attributes.namespace().isEmpty() && !about)) {
      return true;
    }
    if (about && attributes.subresource().isEmpty() && attributes.writes()) {
      return namespaces.matches(labels(attributes.object().orElseThrow()));
    }
    JsonNode namespace =
        known
            .find(NAMESPACES, "", attributes.namespace())
            .orElseThrow(() -> StatusException.notFound(NAMESPACES, attributes.namespace()));
    return namespaces.matches(labels(namespace));
  }

  /** An object's labels. */
  public static Map<String, String> labels(JsonNode object) {
    Map<String, String> labels = new HashMap<>();
    object
        .path("metadata")
        .path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText("")));
    return labels;
  }
}
