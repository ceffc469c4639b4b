package io.jukung.registry.bootstrap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** All bootstrap objects as trees, without uid and creation time. */
final class BootstrapObjects {
  private static final List<String> NAMESPACES =
      List.of("kube-system", "kube-public", "default", "kube-node-lease");

  private final BootstrapConfig config;
  private final Instant now;
  private final String time;

  BootstrapObjects(BootstrapConfig config, Instant now) {
    this.config = config;
    this.now = now;
    this.time = now.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The objects, those that others refer to first. */
  List<ObjectNode> all() {
    List<ObjectNode> objects = new ArrayList<>();
    NAMESPACES.forEach(name -> objects.add(namespace(name)));
    objects.addAll(new NetworkObjects(config, time).all());
    objects.add(extensionApiserverAuthentication());
    objects.add(tokenTracking());
    for (String line : lines("objects.jsonl")) {
      objects.add(fromJson(line));
    }
    objects.addAll(rbac());
    for (String line : lines("apiservices.txt")) {
      objects.add(apiService(line.split("\t", -1)));
    }
    return objects;
  }

  /** The roles and bindings. */
  static List<ObjectNode> rbac() {
    return RbacObjects.read(lines("rbac.txt"));
  }

  /** The FlowSchemas and PriorityLevelConfigurations. */
  static List<ObjectNode> flowControl() {
    List<ObjectNode> objects = new ArrayList<>();
    for (String line : lines("objects.jsonl")) {
      ObjectNode object = read(line);
      if (object.path("apiVersion").asText().startsWith("flowcontrol.apiserver.k8s.io/")) {
        objects.add(object);
      }
    }
    return objects;
  }

  private static ObjectNode object(String apiVersion, String kind, String name) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", apiVersion).put("kind", kind);
    object.putObject("metadata").put("name", name);
    return object;
  }

  private static ObjectNode namespace(String name) {
    ObjectNode object = object("v1", "Namespace", name);
    object.withObject("/metadata/labels").put("kubernetes.io/metadata.name", name);
    object.putObject("spec").putArray("finalizers").add("kubernetes");
    object.putObject("status").put("phase", "Active");
    return object;
  }

  private ObjectNode extensionApiserverAuthentication() {
    ObjectNode object = object("v1", "ConfigMap", "extension-apiserver-authentication");
    object.withObject("/metadata").put("namespace", "kube-system");
    ObjectNode data = object.putObject("data");
    config.extensionApiserverAuthentication().forEach(data::put);
    return object;
  }

  /** Says since when the use of legacy service account tokens is tracked. */
  private ObjectNode tokenTracking() {
    ObjectNode object =
        object("v1", "ConfigMap", "kube-apiserver-legacy-service-account-token-tracking");
    object.withObject("/metadata").put("namespace", "kube-system");
    object.putObject("data").put("since", now.toString().substring(0, 10));
    return object;
  }

  private ObjectNode fromJson(String line) {
    ObjectNode object = read(line);
    if (object.path("kind").asText().equals("FlowSchema")) {
      String level = object.path("spec").path("priorityLevelConfiguration").path("name").asText();
      object
          .putObject("status")
          .putArray("conditions")
          .addObject()
          .put("type", "Dangling")
          .put("status", "False")
          .put("lastTransitionTime", time)
          .put("reason", "Found")
          .put(
              "message",
              "This FlowSchema references the PriorityLevelConfiguration object named \""
                  + level
                  + "\" and it exists");
    }
    return object;
  }

  private ObjectNode apiService(String[] cells) {
    ObjectNode object =
        object("apiregistration.k8s.io/v1", "APIService", cells[0] + "." + cells[1]);
    object
        .withObject("/metadata/labels")
        .put("kube-aggregator.kubernetes.io/automanaged", "onstart");
    ObjectNode spec = object.putObject("spec");
    if (!cells[1].isEmpty()) {
      spec.put("group", cells[1]);
    }
    spec.put("version", cells[0])
        .put("groupPriorityMinimum", Integer.parseInt(cells[2]))
        .put("versionPriority", Integer.parseInt(cells[3]));
    object
        .putObject("status")
        .putArray("conditions")
        .addObject()
        .put("type", "Available")
        .put("status", "True")
        .put("lastTransitionTime", time)
        .put("reason", "Local")
        .put("message", "Local APIServices are always available");
    return object;
  }

  private static ObjectNode read(String line) {
    try {
      return new ObjectMapper().readValue(line, ObjectNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(String resource) {
    try (InputStream in =
            Objects.requireNonNull(BootstrapObjects.class.getResourceAsStream(resource));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
