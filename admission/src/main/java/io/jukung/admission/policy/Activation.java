package io.jukung.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionObjects;
import io.jukung.admission.match.Match;
import io.jukung.admission.match.RequestForm;
import io.jukung.admission.match.ResourceKinds;
import io.jukung.registry.cel.AccessChecks;
import io.jukung.registry.cel.AuthorizationLibrary.Authorizer;
import io.jukung.registry.cel.AuthorizationLibrary.ResourceCheck;
import io.jukung.registry.cel.admission.AdmissionExpressions;
import io.jukung.registry.meta.GroupVersionResource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the expressions of one policy see of one write ({@code
 * k8s.io/apiserver/pkg/admission/plugin/cel/activation.go} at v1.36). Used by one thread.
 */
public final class Activation {
  private static final GroupVersionResource NAMESPACES =
      new GroupVersionResource("", "v1", "namespaces");

  private final Map<String, Object> values = new HashMap<>();

  private Activation() {}

  /**
   * A write.
   *
   * @param match as which resource the write matched
   * @param access asked by expressions about the writer, and others
   * @throws io.jukung.registry.status.StatusException when it can't be brought into that form
   */
  public static Activation of(
      AdmissionAttributes attributes,
      Match match,
      ResourceKinds kinds,
      AdmissionObjects known,
      AccessChecks access) {
    Activation activation = new Activation();
    activation.put("object", form(attributes.object(), attributes, match, kinds));
    activation.put("oldObject", form(attributes.old(), attributes, match, kinds));
    activation.values.put("request", Values.of(request(attributes, match)));
    activation.put("namespaceObject", namespace(attributes, known));
    Authorizer authorizer = new Authorizer(access, attributes.user());
    activation.values.put(AdmissionExpressions.AUTHORIZER, authorizer);
    activation.values.put(
        AdmissionExpressions.REQUEST_RESOURCE,
        new ResourceCheck(
            authorizer,
            new AccessChecks.Resource(
                attributes.resource().group(),
                attributes.resource().resource(),
                attributes.subresource(),
                attributes.namespace(),
                attributes.name())));
    return activation;
  }

  private static Optional<ObjectNode> form(
      Optional<ObjectNode> object,
      AdmissionAttributes attributes,
      Match match,
      ResourceKinds kinds) {
    return match.resource().equals(attributes.resource())
        ? object
        : object.map(o -> kinds.convert(o, attributes.resource(), match.resource()));
  }

  private void put(String name, Optional<? extends JsonNode> value) {
    values.put(name, Values.of(value));
  }

  private static Optional<JsonNode> namespace(
      AdmissionAttributes attributes, AdmissionObjects known) {
    return attributes.namespace().isEmpty()
            || attributes.resource().groupResource().equals("namespaces")
        ? Optional.empty()
        : known.find(NAMESPACES, "", attributes.namespace());
  }

  private static ObjectNode request(AdmissionAttributes attributes, Match match) {
    ObjectNode request = RequestForm.of(attributes, match, "");
    request.put("dryRun", attributes.dryRun());
    attributes.options().get().ifPresent(options -> request.set("options", options));
    return request;
  }

  /** This with one of a policy's parameters. */
  Activation withParams(Optional<JsonNode> params) {
    Activation with = new Activation();
    with.values.putAll(values);
    with.put("params", params);
    return with;
  }

  /** This with another object. */
  Activation withObject(ObjectNode object) {
    Activation with = new Activation();
    with.values.putAll(values);
    with.put("object", Optional.of(object));
    return with;
  }

  /** The values by name, to be added to. */
  Map<String, Object> values() {
    return new HashMap<>(values);
  }
}
