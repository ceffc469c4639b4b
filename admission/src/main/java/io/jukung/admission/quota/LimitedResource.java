package io.jukung.admission.quota;

import io.jukung.registry.config.ConfigException;
import io.jukung.registry.config.ConfigNode;
import io.jukung.registry.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What may be used only where a quota covers it ({@code ResourceQuotaConfiguration} in {@code
 * k8s.io/apiserver/pkg/admission/plugin/resourcequota/apis} at v1.36). Immutable.
 *
 * @param resource the resource and its group, such as {@code pods} or {@code jobs.batch}
 * @param contains parts of the names of amounts
 * @param scopes of objects that need a quota with the same scope
 */
public record LimitedResource(String resource, List<String> contains, List<Scope> scopes) {
  private static final List<String> VERSIONS =
      List.of("resourcequota.admission.k8s.io/v1beta1", "resourcequota.admission.k8s.io/v1alpha1");

  /**
   * Reads a configuration.
   *
   * @throws ConfigException with all that is wrong with it
   */
  public static List<LimitedResource> of(Optional<byte[]> text) {
    if (text.isEmpty()) {
      return List.of();
    }
    ConfigNode root = ConfigNode.parse(text.get());
    root =
        root.text("kind").equals("Configuration")
            ? ConfigNode.parse(text.get(), "Configuration", VERSIONS)
            : ConfigNode.parse(
                text.get(), "ResourceQuotaConfiguration", List.of("apiserver.config.k8s.io/v1"));
    root.allow(Set.of("apiVersion", "kind", "limitedResources"));
    List<LimitedResource> limited = new ArrayList<>();
    List<FieldError> errors = new ArrayList<>();
    for (ConfigNode node : root.children("limitedResources")) {
      node.allow(Set.of("apiGroup", "resource", "matchContains", "matchScopes"));
      String resource = node.text("resource");
      if (resource.isEmpty()) {
        errors.add(FieldError.required(node.path("resource"), ""));
      }
      String group = node.text("apiGroup");
      limited.add(
          new LimitedResource(
              group.isEmpty() ? resource : resource + "." + group,
              node.texts("matchContains"),
              node.children("matchScopes").stream().map(LimitedResource::scope).toList()));
    }
    if (!errors.isEmpty()) {
      throw new ConfigException(FieldError.aggregate(errors));
    }
    return List.copyOf(limited);
  }

  private static Scope scope(ConfigNode node) {
    node.allow(Set.of("scopeName", "operator", "values"));
    return new Scope(node.text("scopeName"), node.text("operator"), node.texts("values"));
  }

  /** Whether an amount is meant. */
  boolean means(String amount) {
    return contains.stream().anyMatch(amount::contains);
  }
}
