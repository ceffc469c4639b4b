package io.jukung.conformance.verbs;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.conformance.discovery.ServedResource;
import io.jukung.conformance.errors.ErrorRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The requests of one resource, in order: one object's life. */
final class Steps {
  private static final String JSON = "application/json";
  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
  private static final String METADATA =
      "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";

  private final ServedResource resource;
  private final String collection;
  private final String path;
  private final ObjectNode body;
  private final List<ErrorRow> rows = new ArrayList<>();

  private Steps(ServedResource resource, String namespace, ObjectNode body) {
    this.resource = resource;
    this.collection = resource.collection(namespace);
    this.body = body;
    this.path = collection + "/" + body.at("/metadata/name").asText();
  }

  /** The steps of a resource for an object with {@code body}. */
  static List<ErrorRow> of(ServedResource resource, String namespace, ObjectNode body) {
    Steps steps = new Steps(resource, namespace, body);
    steps.create();
    steps.read();
    steps.change();
    steps.subresources();
    steps.delete();
    return steps.rows;
  }

  private void add(
      String name, String method, String target, String accept, String type, String sent) {
    rows.add(
        new ErrorRow(
            resource.key() + " " + resource.groupVersion() + " " + name,
            method + " " + target,
            "",
            accept,
            Map.of(),
            type,
            sent.isEmpty() ? Optional.empty() : Optional.of(sent.getBytes(StandardCharsets.UTF_8)),
            NullNode.getInstance(),
            ""));
  }

  private void get(String name, String target, String accept) {
    add(name, "GET", target, accept, JSON, "");
  }

  private void create() {
    ObjectNode generated = body.deepCopy();
    generated.withObject("/metadata").put("generateName", "verbs-");
    add("create dry", "POST", collection + "?dryRun=All", JSON, JSON, body.toString());
    add("create", "POST", collection, JSON, JSON, body.toString());
    add("create again", "POST", collection, JSON, JSON, generated.toString());
  }

  private void read() {
    String one = "?fieldSelector=metadata.name%3D" + body.at("/metadata/name").asText();
    get("get", path, JSON);
    get("get table", path, TABLE);
    get("get metadata", path, METADATA);
    get("list", collection + one, JSON);
    get("list table", collection + one, TABLE);
    get("list none", collection + "?labelSelector=no%3Dsuch", JSON);
  }

  private void change() {
    patch("merge", "{\"metadata\":{\"labels\":{\"verbs\":\"merge\"}}}");
    add(
        "json patch",
        "PATCH",
        path,
        JSON,
        "application/json-patch+json",
        "[{\"op\":\"replace\",\"path\":\"/metadata/labels/verbs\",\"value\":\"json\"}]");
    add(
        "strategic patch",
        "PATCH",
        path,
        JSON,
        "application/strategic-merge-patch+json",
        "{\"metadata\":{\"annotations\":{\"verbs\":\"strategic\"}}}");
    ObjectNode applied = body.deepCopy();
    applied.withObject("/metadata").putObject("labels").put("verbs", "apply");
    String apply = "application/apply-patch+yaml";
    add("apply", "PATCH", path + "?fieldManager=verbs", JSON, apply, applied.toString());
    add(
        "apply by force",
        "PATCH",
        path + "?fieldManager=verbs&force=true",
        JSON,
        apply,
        applied.toString());
    patch("merge nothing", "{}");
    ObjectNode replaced = body.deepCopy();
    replaced.withObject("/metadata").putObject("labels").put("verbs", "update");
    add("update dry", "PUT", path + "?dryRun=All", JSON, JSON, replaced.toString());
    replaced.withObject("/metadata").put("resourceVersion", "1");
    add("update old", "PUT", path, JSON, JSON, replaced.toString());
  }

  private void patch(String name, String sent) {
    add(name, "PATCH", path, JSON, "application/merge-patch+json", sent);
  }

  private void subresources() {
    for (String subresource : List.of("status", "scale")) {
      if (resource.subresources().contains(subresource)) {
        get("get " + subresource, path + "/" + subresource, JSON);
        add(
            "merge " + subresource,
            "PATCH",
            path + "/" + subresource,
            JSON,
            "application/merge-patch+json",
            "{\"metadata\":{\"annotations\":{\"verbs\":\"" + subresource + "\"}}}");
      }
    }
  }

  private void delete() {
    // With a body, the query counts for nothing.
    String options = "{\"propagationPolicy\":\"Background\",\"gracePeriodSeconds\":0";
    add("delete dry", "DELETE", path, JSON, JSON, options + ",\"dryRun\":[\"All\"]}");
    add(
        "delete other",
        "DELETE",
        path,
        JSON,
        JSON,
        "{\"preconditions\":{\"uid\":\"00000000-0000-0000-0000-000000000000\"}}");
    add("delete all of none", "DELETE", collection + "?labelSelector=no%3Dsuch", JSON, JSON, "");
    add("delete", "DELETE", path, JSON, JSON, options + "}");
    patch("release", "{\"metadata\":{\"finalizers\":null}}");
    get("get deleted", path, JSON);
  }
}
