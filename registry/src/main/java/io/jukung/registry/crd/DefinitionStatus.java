package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a definition's status should say: accepted names, and the conditions that follow from them.
 * Upstream: {@code controller/status/naming_controller.go}, {@code establish} and {@code
 * apiapproval} at v1.36. Pure.
 */
final class DefinitionStatus {
  private final ObjectNode tree;
  private final Instant now;
  private final Set<String> resources = new HashSet<>();
  private final Set<String> kinds = new HashSet<>();
  private String reason = "";
  private String message = "";

  private DefinitionStatus(ObjectNode tree, Instant now) {
    this.tree = tree;
    this.now = now;
  }

  /**
   * Brings the status up to date.
   *
   * @param tree the definition; its status is changed in place
   * @param all the definitions there are; only the names they hold count
   */
  static void update(ObjectNode tree, Collection<Definition> all, Instant now) {
    DefinitionStatus status = new DefinitionStatus(tree, now);
    String group = tree.path("spec").path("group").asText();
    for (Definition other : all) {
      if (other.group().equals(group)) {
        status.resources.add(other.accepted().plural());
        status.resources.add(other.accepted().singular());
        status.resources.addAll(other.accepted().shortNames());
        status.kinds.add(other.accepted().kind());
        status.kinds.add(other.accepted().listKind());
      }
    }
    status.names();
    status.approval(group);
    status.establish();
  }

  private void names() {
    JsonNode wanted = tree.path("spec").path("names");
    ObjectNode accepted = tree.withObject("/status").withObject("/acceptedNames");
    if (wanted.equals(accepted)) {
      return;
    }
    take("plural", "PluralConflict", wanted, accepted, resources);
    take("singular", "SingularConflict", wanted, accepted, resources);
    shortNames(wanted, accepted);
    take("kind", "KindConflict", wanted, accepted, kinds);
    take("listKind", "ListKindConflict", wanted, accepted, kinds);
    copy("categories", wanted, accepted);
    boolean good = reason.isEmpty();
    Conditions.set(
        tree,
        "NamesAccepted",
        good ? "True" : "False",
        good ? "NoConflicts" : reason,
        good ? "no conflicts found" : message,
        now);
    if (!Definition.of(tree, io.jukung.storage.Bytes.EMPTY).is("Established")) {
      boolean first = Conditions.find(tree, "Established").isEmpty();
      if (good) {
        Conditions.set(
            tree,
            "Established",
            "False",
            "Installing",
            "the initial names have been accepted",
            now);
      } else if (first) {
        Conditions.set(
            tree, "Established", "False", "NotAccepted", "not all names are accepted", now);
      }
    }
  }

  private void take(
      String field, String conflict, JsonNode wanted, ObjectNode accepted, Set<String> used) {
    String name = wanted.path(field).asText("");
    if (name.equals(accepted.path(field).asText("")) || !used.contains(name)) {
      copy(field, wanted, accepted);
    } else {
      reason = conflict;
      message = FieldError.quote(name) + " is already in use";
    }
  }

  private void shortNames(JsonNode wanted, ObjectNode accepted) {
    List<String> ours = Definition.texts(accepted.path("shortNames"));
    List<String> conflicts = new ArrayList<>();
    for (String name : Definition.texts(wanted.path("shortNames"))) {
      String text = FieldError.quote(name) + " is already in use";
      if (!ours.contains(name) && resources.contains(name) && !conflicts.contains(text)) {
        conflicts.add(text);
      }
    }
    if (conflicts.isEmpty()) {
      copy("shortNames", wanted, accepted);
    } else {
      reason = "ShortNamesConflict";
      message =
          conflicts.size() == 1 ? conflicts.getFirst() : "[" + String.join(", ", conflicts) + "]";
    }
  }

  private static void copy(String field, JsonNode from, ObjectNode to) {
    JsonNode value = from.get(field);
    if (value == null) {
      to.remove(field);
    } else {
      to.set(field, value.deepCopy());
    }
  }

  /** Groups of the community need a sign that its reviewers agreed. */
  private void approval(String group) {
    if (!CommunityApproval.watched(group)) {
      return;
    }
    CommunityApproval approval = CommunityApproval.of(tree);
    switch (approval.state()) {
      case MISSING -> approval("False", "MissingAnnotation", approval.reason());
      case INVALID -> approval("False", "InvalidAnnotation", approval.reason());
      case BYPASSED -> approval("False", "UnapprovedAnnotation", approval.reason());
      case APPROVED -> approval("True", "ApprovedAnnotation", approval.reason());
    }
  }

  private void approval(String status, String why, String text) {
    Conditions.set(tree, "KubernetesAPIApprovalPolicyConformant", status, why, text, now);
  }

  private void establish() {
    Definition definition = Definition.of(tree, io.jukung.storage.Bytes.EMPTY);
    if (definition.is("NamesAccepted") && !definition.is("Established")) {
      Conditions.set(
          tree,
          "Established",
          "True",
          "InitialNamesAccepted",
          "the initial names have been accepted",
          now);
    }
  }
}
