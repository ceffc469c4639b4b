package io.jukung.server.authorization.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A RoleBinding or ClusterRoleBinding.
 *
 * @param namespace empty for a ClusterRoleBinding
 * @param roleKind {@code Role} or {@code ClusterRole}
 */
record Binding(
    String namespace, String name, String roleKind, String roleName, List<Subject> subjects) {
  /** Who is given the role. */
  record Subject(String kind, String namespace, String name) {}

  /** Copies the list. */
  Binding {
    subjects = List.copyOf(subjects);
  }

  /** Reads an object. */
  static Binding of(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    List<Subject> subjects = new ArrayList<>();
    for (JsonNode subject : object.path("subjects")) {
      subjects.add(
          new Subject(
              subject.path("kind").asText(""),
              subject.path("namespace").asText(""),
              subject.path("name").asText("")));
    }
    JsonNode role = object.path("roleRef");
    return new Binding(
        metadata.path("namespace").asText(""),
        metadata.path("name").asText(""),
        role.path("kind").asText(""),
        role.path("name").asText(""),
        subjects);
  }

  /** How an allowed review names the binding and the one of its subjects that counted. */
  String describe(Subject subject) {
    String who =
        subject.kind().equals("ServiceAccount")
            ? subject.name()
                + "/"
                + (subject.namespace().isEmpty() ? namespace : subject.namespace())
            : subject.name();
    return (namespace.isEmpty()
            ? "ClusterRoleBinding \"" + name
            : "RoleBinding \"" + name + "/" + namespace)
        + "\" of "
        + roleKind
        + " \""
        + roleName
        + "\" to "
        + subject.kind()
        + " \""
        + who
        + "\"";
  }
}
