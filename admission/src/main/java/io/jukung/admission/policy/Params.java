package io.jukung.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionObjects;
import io.jukung.admission.match.MatchCriteria;
import io.jukung.admission.match.ResourceKinds;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parameters a binding gives to its policy ({@code CollectParams} in {@code
 * k8s.io/apiserver/pkg/admission/plugin/policy/generic/policy_dispatcher.go} at v1.36).
 */
final class Params {
  private Params() {}

  /** A policy or a binding that can't be used; says why. */
  static final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1;

    ConfigurationException(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /**
   * One round of evaluation each; an empty one is a round without parameters.
   *
   * @param kind the policy's {@code paramKind}, missing when it has none
   * @param reference the binding's {@code paramRef}, missing when it has none
   */
  static List<Optional<JsonNode>> collect(
      JsonNode kind,
      JsonNode reference,
      String namespace,
      ResourceKinds kinds,
      AdmissionObjects objects)
      throws ConfigurationException {
    if (!kind.isObject()) {
      return List.of(Optional.empty());
    }
    ResourceKinds.Known resource = resource(kind, kinds);
    if (!reference.isObject()) {
      return List.of(Optional.empty());
    }
    String given = reference.path("namespace").asText("");
    String in = given.isEmpty() ? namespace : given;
    if (resource.namespaced() && in.isEmpty()) {
      throw new ConfigurationException(
          "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources");
    }
    if (!resource.namespaced() && !given.isEmpty()) {
      throw new ConfigurationException(
          "paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
    }
    List<Optional<JsonNode>> found =
        find(reference, resource, resource.namespaced() ? in : "", objects);
    if (found.isEmpty() && reference.path("parameterNotFoundAction").asText("").equals("Deny")) {
      throw new ConfigurationException(
          "no params found for policy binding with `Deny` parameterNotFoundAction");
    }
    return found;
  }

  private static List<Optional<JsonNode>> find(
      JsonNode reference, ResourceKinds.Known resource, String namespace, AdmissionObjects objects)
      throws ConfigurationException {
    String name = reference.path("name").asText("");
    Optional<LabelSelector> selector = LabelSelector.ofObject(reference.path("selector"));
    if (!name.isEmpty()) {
      if (selector.isPresent()) {
        throw new ConfigurationException(
            "paramRef.name and paramRef.selector are mutually exclusive");
      }
      return objects
          .find(resource.resource(), namespace, name)
          .map(param -> List.of(Optional.of(param)))
          .orElse(List.of());
    }
    if (selector.isEmpty()) {
      throw new ConfigurationException("one of name or selector must be provided");
    }
    List<Optional<JsonNode>> params = new ArrayList<>();
    for (JsonNode param : objects.list(resource.resource(), namespace)) {
      if (selector.get().matches(MatchCriteria.labels(param))) {
        params.add(Optional.of(param));
      }
    }
    return params;
  }

  /** The resource of the parameters, if it is served now. */
  static ResourceKinds.Known resource(JsonNode kind, ResourceKinds kinds)
      throws ConfigurationException {
    String apiVersion = kind.path("apiVersion").asText("");
    int slash = apiVersion.indexOf('/');
    GroupVersionKind wanted =
        new GroupVersionKind(
            slash < 0 ? "" : apiVersion.substring(0, slash),
            apiVersion.substring(slash + 1),
            kind.path("kind").asText(""));
    try {
      Optional<ResourceKinds.Known> found = kinds.resourceOf(wanted);
      if (found.isPresent()) {
        return found.get();
      }
    } catch (StatusException e) {
      throw new ConfigurationException(e.text());
    }
    throw new ConfigurationException(
        "failed to find resource referenced by paramKind: '"
            + wanted.group()
            + "/"
            + wanted.version()
            + ", Kind="
            + wanted.kind()
            + "'");
  }
}
