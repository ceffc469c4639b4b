package io.jukung.registry.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.value.GoStrings;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.ObjectMetaValidation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Objects as upstream's messages show them: by the names, the order and the zero values of its
 * internal types, which have no JSON names ({@code pkg/apis/<group>/types.go} at v1.36). Only told
 * when something is wrong, so the facts are read when first needed. Safe for all threads.
 */
public final class InternalForm {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Set<String> MAPS = Set.of("labels", "annotations");
  private static final List<String> METADATA =
      List.of(
          "name",
          "generateName",
          "namespace",
          "selfLink",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "labels",
          "annotations",
          "ownerReferences",
          "finalizers",
          "managedFields");
  private static final List<String> OWNER =
      List.of("apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion");
  private static final List<String> OF_POD_SPEC =
      List.of("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers");

  private record Member(String shown, String name, String type, boolean omitEmpty) {}

  private static final class Types {
    static final Map<String, List<Member>> ALL = read();

    private Types() {}

    private static Map<String, List<Member>> read() {
      Map<String, List<Member>> types = new HashMap<>();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  Objects.requireNonNull(
                      InternalForm.class.getResourceAsStream("internal-types.txt")),
                  StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (!line.startsWith("#")) {
            String[] words = line.split(" ", -1);
            List<Member> members = new ArrayList<>();
            for (int i = 1; i < words.length; i++) {
              members.add(member(words[i]));
            }
            types.put(words[0], List.copyOf(members));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Map.copyOf(types);
    }

    private static Member member(String text) {
      String[] parts = text.split(":", -1);
      String shown = parts[0];
      String name =
          parts.length == 3
              ? parts[1]
              : Character.toLowerCase(shown.charAt(0)) + shown.substring(1);
      String type = parts[parts.length - 1];
      boolean omit = type.endsWith("?");
      return new Member(shown, name, omit ? type.substring(0, type.length() - 1) : type, omit);
    }
  }

  private InternalForm() {}

  /**
   * The value as an internal type shows it.
   *
   * @param type such as {@code core.PodSpec}, {@code []core.Toleration} or {@code {}s}, as fields'
   *     types are written in the resource
   * @param value a missing node where there is none
   */
  public static JsonNode of(String type, JsonNode value) {
    boolean there = !value.isMissingNode() && !value.isNull();
    if (type.startsWith("*")) {
      return there ? of(type.substring(1), value) : NODES.nullNode();
    }
    if (type.startsWith("[]")) {
      if (!value.isArray()) {
        return NODES.nullNode();
      }
      ArrayNode list = NODES.arrayNode();
      value.forEach(element -> list.add(of(type.substring(2), element)));
      return list;
    }
    if (type.startsWith("{}")) {
      return map(type.substring(2), value);
    }
    return switch (type) {
      case "s" -> there ? value : NODES.textNode("");
      case "i", "v" -> there ? value : NODES.numberNode(0);
      case "b" -> there ? value : NODES.booleanNode(false);
      case "q" -> there ? value : NODES.textNode("0");
      case "t", "y", "j" -> there ? value : NODES.nullNode();
      default -> members(type, value);
    };
  }

  /** A value that breaks a rule, told of as {@code type} shows it. */
  public static FieldError invalid(Spot spot, String type, String detail) {
    return FieldError.invalid(spot.path(), of(type, spot.node()), detail);
  }

  /** Adds what is wrong where a value that no update may change is not {@code old}. */
  public static void immutable(Spot spot, JsonNode old, String type, List<FieldError> errors) {
    if (!Same.same(spot.node(), old)) {
      errors.add(invalid(spot, type, ObjectMetaValidation.IMMUTABLE));
    }
  }

  private static ObjectNode members(String type, JsonNode value) {
    ObjectNode shown = NODES.objectNode();
    for (Member member : Types.ALL.getOrDefault(type, List.of())) {
      JsonNode field = value.path(member.name);
      if (type.equals("core.PodSpec") && member.name.equals("securityContext")) {
        field = withHostFields(field, value);
      }
      if (member.shown.equals("-")) {
        // Embedded, so its fields stand beside those of the type.
        shown.setAll(metadata(field));
      } else if (!member.omitEmpty || !empty(field)) {
        shown.set(member.shown, of(member.type, field));
      }
    }
    return shown;
  }

  private static boolean empty(JsonNode field) {
    return field.isMissingNode()
        || field.isNull()
        || (field.isContainerNode() && field.isEmpty())
        || (field.isTextual() && field.textValue().isEmpty());
  }

  /** Internally these fields belong to the security context. */
  private static JsonNode withHostFields(JsonNode context, JsonNode spec) {
    ObjectNode all = context instanceof ObjectNode fields ? fields.deepCopy() : NODES.objectNode();
    for (String name : OF_POD_SPEC) {
      if (spec.hasNonNull(name)) {
        all.set(name, spec.get(name));
      }
    }
    return all;
  }

  private static JsonNode map(String type, JsonNode value) {
    if (!value.isObject()) {
      return NODES.nullNode();
    }
    ObjectNode map = NODES.objectNode();
    value.properties().stream()
        .sorted(Map.Entry.comparingByKey(GoStrings.ORDER))
        .forEach(entry -> map.set(entry.getKey(), of(type, entry.getValue())));
    return map;
  }

  private static ArrayNode owners(JsonNode references) {
    ArrayNode list = NODES.arrayNode();
    for (JsonNode reference : references) {
      ObjectNode shown = list.addObject();
      for (String name : OWNER) {
        if (reference.has(name)) {
          shown.set(name, reference.get(name));
        }
      }
    }
    return list;
  }

  private static ObjectNode metadata(JsonNode value) {
    ObjectNode shown = NODES.objectNode();
    for (String name : METADATA) {
      JsonNode field = value.path(name);
      if (!empty(field)) {
        shown.set(
            name,
            MAPS.contains(name)
                ? of("{}s", field)
                : name.equals("ownerReferences") ? owners(field) : field);
      }
    }
    return shown;
  }
}
