package io.jukung.registry.bootstrap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The RBAC objects of {@code rbac.txt}. */
final class RbacObjects {
  private static final String GROUP = "rbac.authorization.k8s.io";

  private final List<ObjectNode> objects = new ArrayList<>();

  private RbacObjects() {}

  /** Reads the lines of {@code rbac.txt}, comments left out. */
  static List<ObjectNode> read(List<String> lines) {
    RbacObjects read = new RbacObjects();
    for (String line : lines) {
      String[] cells = line.split("\t", -1);
      if (cells[0].isEmpty()) {
        read.rule(cells);
      } else if (cells.length > 2 && cells[1].equals("=")) {
        read.binding(cells);
      } else {
        read.role(cells);
      }
    }
    return read.objects;
  }

  private ObjectNode start(String kind, String fullName) {
    int slash = fullName.indexOf('/');
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", GROUP + "/v1").put("kind", slash < 0 ? "Cluster" + kind : kind);
    ObjectNode metadata = object.putObject("metadata").put("name", fullName.substring(slash + 1));
    if (slash >= 0) {
      metadata.put("namespace", fullName.substring(0, slash));
    }
    metadata.putObject("labels").put("kubernetes.io/bootstrapping", "rbac-defaults");
    metadata.putObject("annotations").put("rbac.authorization.kubernetes.io/autoupdate", "true");
    objects.add(object);
    return object;
  }

  private void role(String[] cells) {
    ObjectNode role = start("Role", cells[0]);
    role.putNull("rules");
    for (int i = 1; i < cells.length; i++) {
      String label = GROUP + "/" + cells[i].substring(1);
      if (cells[i].startsWith("+")) {
        role.withObject("/metadata/labels").put(label, "true");
      } else {
        role.withObject("/aggregationRule")
            .withArray("/clusterRoleSelectors")
            .addObject()
            .putObject("matchLabels")
            .put(label, "true");
      }
    }
  }

  private void rule(String[] cells) {
    ObjectNode role = objects.getLast();
    ArrayNode rules =
        role.get("rules") instanceof ArrayNode present ? present : role.putArray("rules");
    ObjectNode rule = rules.addObject();
    list(rule, "verbs", cells[1]);
    if (cells[2].equals("url")) {
      list(rule, "nonResourceURLs", cells[3]);
      return;
    }
    list(rule, "apiGroups", cells[2]);
    list(rule, "resources", cells[3]);
    if (cells.length > 4) {
      list(rule, "resourceNames", cells[4]);
    }
  }

  private static void list(ObjectNode rule, String field, String joined) {
    ArrayNode list = rule.putArray(field);
    for (String element : joined.split(",", -1)) {
      list.add(element.equals("core") ? "" : element);
    }
  }

  private void binding(String[] cells) {
    ObjectNode binding = start("RoleBinding", cells[0]);
    for (int i = 3; i < cells.length; i++) {
      subject(binding.withArray("/subjects").addObject(), cells[i]);
    }
    int colon = cells[2].indexOf(':');
    binding
        .putObject("roleRef")
        .put("apiGroup", GROUP)
        .put("kind", cells[2].substring(0, colon))
        .put("name", cells[2].substring(colon + 1));
  }

  private static void subject(ObjectNode subject, String text) {
    int colon = text.indexOf(':');
    String kind = text.substring(0, colon);
    String name = text.substring(colon + 1);
    subject.put("kind", kind);
    if (kind.equals("ServiceAccount")) {
      int slash = name.indexOf('/');
      subject.put("name", name.substring(slash + 1)).put("namespace", name.substring(0, slash));
    } else {
      subject.put("apiGroup", GROUP).put("name", name);
    }
  }
}
