package io.jukung.admission.match;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.registry.meta.GroupVersionResource;
import java.util.HashSet;
import java.util.Set;

/**
 * A rule that names operations and resources; {@code *} stands for all.
 *
 * @param resources {@code <resource>} or {@code <resource>/<subresource>}
 * @param scope {@code Cluster}, {@code Namespaced} or {@code *}
 * @param names only these objects; empty for all
 */
record ResourceRule(
    Set<String> operations,
    Set<String> groups,
    Set<String> versions,
    Set<String> resources,
    String scope,
    Set<String> names) {
  static ResourceRule of(JsonNode rule) {
    return new ResourceRule(
        texts(rule.path("operations")),
        texts(rule.path("apiGroups")),
        texts(rule.path("apiVersions")),
        texts(rule.path("resources")),
        rule.path("scope").asText("*"),
        texts(rule.path("resourceNames")));
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new HashSet<>();
    list.forEach(text -> texts.add(text.asText("")));
    return texts;
  }

  /** Whether the write is meant, were it to {@code resource}. */
  boolean matches(AdmissionAttributes attributes, GroupVersionResource resource) {
    return has(operations, attributes.operation().name())
        && has(groups, resource.group())
        && has(versions, resource.version())
        && inScope(attributes, resource)
        && names(resource.resource(), attributes.subresource())
        && (names.isEmpty() || names.contains(attributes.name()));
  }

  private static boolean has(Set<String> allowed, String one) {
    return allowed.contains("*") || allowed.contains(one);
  }

  private boolean inScope(AdmissionAttributes attributes, GroupVersionResource resource) {
    boolean cluster =
        attributes.namespace().isEmpty() || resource.groupResource().equals("namespaces");
    return switch (scope) {
      case "Cluster" -> cluster;
      case "Namespaced" -> !cluster;
      default -> true;
    };
  }

  private boolean names(String resource, String subresource) {
    for (String wanted : resources) {
      int slash = wanted.indexOf('/');
      String name = slash < 0 ? wanted : wanted.substring(0, slash);
      String part = slash < 0 ? "" : wanted.substring(slash + 1);
      if ((name.equals("*") || name.equals(resource))
          && (part.equals("*") || part.equals(subresource))) {
        return true;
      }
    }
    return false;
  }
}
