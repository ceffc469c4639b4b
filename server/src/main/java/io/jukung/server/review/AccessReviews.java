package io.jukung.server.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.server.authorization.Attributes;
import io.jukung.server.authorization.Authorizer;
import io.jukung.server.authorization.Authorizer.Decision;
import io.jukung.server.resource.SpecialCall;
import io.jukung.server.response.ApiResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The four reviews of {@code authorization.k8s.io}. Safe for all threads. */
public final class AccessReviews {
  private static final GroupVersionKind NO_KIND =
      new GroupVersionKind("authorization.k8s.io", "v1", "");
  private final Authorizer authorizer;

  /** Asks {@code authorizer}. */
  public AccessReviews(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  /** Whether the sender may do something. */
  public ApiResponse selfSubject(SpecialCall request) throws IOException {
    ObjectNode review = request.created(request.type().kind()).object();
    List<FieldError> errors = new ArrayList<>();
    checkAttributes(review.path("spec"), errors);
    ReviewChecks.selectors(review.path("spec"), errors);
    ReviewChecks.metadata(review, Set.of(), "must be empty", errors);
    require(errors);
    return decide(request, review, request.call().context().user());
  }

  /** Whether somebody may do something. */
  public ApiResponse subject(SpecialCall request) throws IOException {
    ObjectNode review = request.created(request.type().kind()).object();
    List<FieldError> errors = new ArrayList<>(subjectErrors(review.path("spec")));
    ReviewChecks.metadata(review, Set.of(), "must be empty", errors);
    require(errors);
    return decide(request, review, user(review.path("spec")));
  }

  /** Whether somebody may do something in the namespace of the path. */
  public ApiResponse localSubject(SpecialCall request) throws IOException {
    ObjectNode review = request.created(request.type().kind()).object();
    JsonNode spec = review.path("spec");
    String own = review.path("metadata").path("namespace").asText("");
    if (!own.isEmpty() && !own.equals(request.namespace())) {
      throw StatusException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    List<FieldError> errors = new ArrayList<>(subjectErrors(spec));
    ReviewChecks.metadata(
        review, Set.of("namespace"), "must be empty except for namespace", errors);
    String namespace = spec.path("resourceAttributes").path("namespace").asText("");
    if (spec.path("resourceAttributes").isObject() && !namespace.equals(request.namespace())) {
      errors.add(
          FieldError.invalid(
              "spec.resourceAttributes.namespace", namespace, "must match metadata.namespace"));
    }
    if (spec.path("nonResourceAttributes").isObject()) {
      errors.add(
          FieldError.invalid(
              "spec.nonResourceAttributes",
              spec.path("nonResourceAttributes"),
              "disallowed on this kind of request"));
    }
    require(errors);
    review.withObject("/metadata").put("namespace", request.namespace());
    return decide(request, review, user(spec));
  }

  /** All that the sender may do in a namespace. */
  public ApiResponse selfRules(SpecialCall request) throws IOException {
    ObjectNode review = request.created(request.type().kind()).object();
    String namespace = review.path("spec").path("namespace").asText("");
    if (namespace.isEmpty()) {
      throw StatusException.badRequest("no namespace on request");
    }
    Authorizer.Rules rules = authorizer.rules(request.call().context().user(), namespace);
    review.putObject("spec");
    ObjectNode status = review.putObject("status");
    ArrayNode resources = status.putArray("resourceRules");
    for (Authorizer.ResourceRule rule : rules.resources()) {
      ObjectNode node = resources.addObject();
      put(node, "verbs", rule.verbs());
      put(node, "apiGroups", rule.groups());
      put(node, "resources", rule.resources());
      put(node, "resourceNames", rule.names());
    }
    ArrayNode paths = status.putArray("nonResourceRules");
    for (Authorizer.NonResourceRule rule : rules.nonResources()) {
      ObjectNode node = paths.addObject();
      put(node, "verbs", rule.verbs());
      put(node, "nonResourceURLs", rule.paths());
    }
    status.put("incomplete", rules.incomplete());
    if (!rules.error().isEmpty()) {
      status.put("evaluationError", rules.error());
    }
    return request.answer(201, review);
  }

  private static void put(ObjectNode node, String name, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode array = node.putArray(name);
      values.forEach(array::add);
    }
  }

  private ApiResponse decide(SpecialCall request, ObjectNode review, UserInfo user) {
    ObjectNode status = review.putObject("status");
    switch (authorizer.authorize(attributes(user, review.path("spec")))) {
      case Decision.Allow(var reason) -> outcome(status, true, false, reason);
      case Decision.Deny(var reason) -> outcome(status, false, true, reason);
      case Decision.NoOpinion(var reason) -> outcome(status, false, false, reason);
      case Decision.Failed(var denied, var reason, var error) -> {
        outcome(status, false, denied, reason);
        status.put("evaluationError", error);
      }
    }
    return request.answer(201, review);
  }

  private static void outcome(ObjectNode status, boolean allowed, boolean denied, String reason) {
    status.put("allowed", allowed);
    if (denied) {
      status.put("denied", true);
    }
    if (!reason.isEmpty()) {
      status.put("reason", reason);
    }
  }

  private static Attributes attributes(UserInfo user, JsonNode spec) {
    JsonNode resource = spec.path("resourceAttributes");
    if (resource.isObject()) {
      return new Attributes(
          user,
          resource.path("verb").asText(""),
          true,
          resource.path("group").asText(""),
          resource.path("version").asText(""),
          resource.path("resource").asText(""),
          resource.path("subresource").asText(""),
          resource.path("namespace").asText(""),
          resource.path("name").asText(""),
          "",
          ReviewChecks.text(resource.path("fieldSelector"), false),
          ReviewChecks.text(resource.path("labelSelector"), true));
    }
    JsonNode path = spec.path("nonResourceAttributes");
    return new Attributes(
        user,
        path.path("verb").asText(""),
        false,
        "",
        "",
        "",
        "",
        "",
        "",
        path.path("path").asText(""));
  }

  private static UserInfo user(JsonNode spec) {
    List<String> groups = new ArrayList<>();
    spec.path("groups").forEach(group -> groups.add(group.asText()));
    Map<String, List<String>> extra = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : spec.path("extra").properties()) {
      List<String> values = new ArrayList<>();
      entry.getValue().forEach(value -> values.add(value.asText()));
      extra.put(entry.getKey(), values);
    }
    return new UserInfo(spec.path("user").asText(""), spec.path("uid").asText(""), groups, extra);
  }

  private static List<FieldError> subjectErrors(JsonNode spec) {
    List<FieldError> errors = new ArrayList<>();
    checkAttributes(spec, errors);
    if (spec.path("user").asText("").isEmpty() && spec.path("groups").isEmpty()) {
      errors.add(
          FieldError.invalid("spec.user", "", "at least one of user or group must be specified"));
    }
    ReviewChecks.selectors(spec, errors);
    return errors;
  }

  private static void checkAttributes(JsonNode spec, List<FieldError> errors) {
    JsonNode path = spec.path("nonResourceAttributes");
    boolean resource = spec.path("resourceAttributes").isObject();
    if (resource && path.isObject()) {
      String printed =
          "{\"Path\":\""
              + path.path("path").asText("")
              + "\",\"Verb\":\""
              + path.path("verb").asText("")
              + "\"}";
      errors.add(
          new FieldError(
              FieldError.Type.INVALID,
              "spec.nonResourceAttributes",
              printed,
              "cannot be specified in combination with resourceAttributes"));
    }
    if (!resource && !path.isObject()) {
      errors.add(
          new FieldError(
              FieldError.Type.INVALID,
              "spec.resourceAttributes",
              "null",
              "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
    }
  }

  private static void require(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw StatusException.invalid(NO_KIND, "", errors);
    }
  }
}
