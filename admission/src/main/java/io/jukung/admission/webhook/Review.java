package io.jukung.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.match.Match;
import io.jukung.admission.match.RequestForm;
import java.util.List;
import java.util.Optional;

/** Writes {@code AdmissionReview}s; those of {@code v1} and {@code v1beta1} differ in name only. */
final class Review {
  private static final List<String> VERSIONS = List.of("v1", "v1beta1");

  private Review() {}

  /** The first of a webhook's versions that is known. */
  static Optional<String> version(Webhook webhook) {
    return webhook.reviewVersions().stream().filter(VERSIONS::contains).findFirst();
  }

  /**
   * The review of a write.
   *
   * @param object in the form of the match
   * @param old in the form of the match
   */
  static ObjectNode of(
      AdmissionAttributes attributes,
      Match match,
      Optional<ObjectNode> object,
      Optional<ObjectNode> old,
      String version,
      String uid) {
    ObjectNode review = JsonNodeFactory.instance.objectNode();
    review.put("kind", "AdmissionReview").put("apiVersion", "admission.k8s.io/" + version);
    ObjectNode request = RequestForm.of(attributes, match, uid);
    review.set("request", request);
    request.set("object", tree(object));
    request.set("oldObject", tree(old));
    request.put("dryRun", attributes.dryRun());
    request.set("options", tree(attributes.options().get()));
    return review;
  }

  private static JsonNode tree(Optional<ObjectNode> object) {
    return object.isPresent() ? object.get() : NullNode.getInstance();
  }
}
