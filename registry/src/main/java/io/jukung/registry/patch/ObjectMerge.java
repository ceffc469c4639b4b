package io.jukung.registry.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.StatusException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Strategic merge of one object into another, directives and all. Both are used up.
 *
 * <p>Directives of an object: {@code $patch: replace|delete}, {@code $retainKeys}, {@code
 * $setElementOrder/LIST} and {@code $deleteFromPrimitiveList/LIST}. Those of list elements are
 * {@link ListMerge}'s.
 */
final class ObjectMerge {
  static final String DIRECTIVE = "$patch";
  static final String DELETE = "delete";
  static final String REPLACE = "replace";
  static final String MERGE = "merge";
  static final String RETAIN_KEYS = "$retainKeys";
  static final String DELETE_FROM_LIST = "$deleteFromPrimitiveList";
  static final String SET_ORDER = "$setElementOrder";

  private ObjectMerge() {}

  /** Merges {@code patch} into {@code original}, and returns what becomes of it. */
  static ObjectNode merge(ObjectNode original, ObjectNode patch, PatchSchema schema) {
    JsonNode directive = patch.get(DIRECTIVE);
    if (directive != null) {
      return directed(directive, patch);
    }
    retainKeys(original, patch);
    List<String> ordered =
        patch
            .propertyStream()
            .map(Map.Entry::getKey)
            .filter(name -> name.startsWith(SET_ORDER))
            .toList();
    for (String name : ordered) {
      JsonNode order = patch.remove(name);
      OrderedListMerge.merge(original, patch, listName(name, SET_ORDER), order, schema);
    }
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      String name = field.getKey();
      boolean deletes = name.startsWith(DELETE_FROM_LIST);
      String target = deletes ? listName(name, DELETE_FROM_LIST) : name;
      mergeField(original, target, field.getValue(), deletes, schema);
    }
    return original;
  }

  private static ObjectNode directed(JsonNode directive, ObjectNode patch) {
    return switch (directive.asText()) {
      case REPLACE -> {
        patch.remove(DIRECTIVE);
        yield patch;
      }
      case DELETE -> patch.removeAll();
      default -> throw unknownDirective(directive, patch);
    };
  }

  static StatusException unknownDirective(JsonNode directive, JsonNode patch) {
    return Patches.unforeseen(
        "unknown patch type: " + GoText.printString(directive) + " in map: " + GoText.print(patch));
  }

  private static void retainKeys(ObjectNode original, ObjectNode patch) {
    JsonNode keys = patch.remove(RETAIN_KEYS);
    if (keys == null) {
      return;
    }
    if (!keys.isArray()) {
      throw StatusException.badRequest("invalid patch format of retainKeys");
    }
    Set<String> retained = new HashSet<>();
    keys.forEach(key -> retained.add(key.asText()));
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      String name = field.getKey();
      if (!field.getValue().isNull()
          && !name.startsWith(DELETE_FROM_LIST)
          && !name.startsWith(SET_ORDER)
          && !retained.contains(name)) {
        throw StatusException.badRequest("invalid patch format of retainKeys");
      }
    }
    original.retain(retained);
  }

  private static String listName(String key, String prefix) {
    int slash = key.indexOf('/');
    if (slash != prefix.length()) {
      throw StatusException.badRequest(
          prefix.equals(SET_ORDER)
              ? "invalid patch format of setElementOrder list"
              : "invalid patch format of primitive list");
    }
    return key.substring(slash + 1);
  }

  private static void mergeField(
      ObjectNode original, String name, JsonNode value, boolean deletes, PatchSchema schema) {
    if (value.isNull()) {
      original.remove(name);
      return;
    }
    JsonNode old = original.get(name);
    if (old instanceof ObjectNode oldObject && value instanceof ObjectNode object) {
      PatchSchema.Rule rule = schema.object(name);
      boolean replaces = rule.strategy().equals(REPLACE);
      original.set(name, replaces ? object : merge(oldObject, object, rule.schema()));
    } else if (old instanceof ArrayNode oldList && value instanceof ArrayNode list) {
      PatchSchema.Rule rule = schema.list(name);
      boolean merges = deletes || rule.strategy().equals(MERGE);
      original.set(name, merges ? ListMerge.merge(oldList, list, rule, deletes) : list);
    } else if (!deletes) {
      // Upstream drops nulls where types differ, not where both are scalars: those hold none.
      if (withoutDirectives(MergePatch.withoutNulls(value))) {
        original.set(name, value);
      } else {
        original.remove(name);
      }
    }
  }

  /**
   * Removes, in place, all below {@code value} that carries a directive.
   *
   * @return false when the value itself does, and so is not to be kept
   */
  static boolean withoutDirectives(JsonNode value) {
    if (value.isObject() && value.has(DIRECTIVE)) {
      return false;
    }
    for (Iterator<JsonNode> children = value.iterator(); children.hasNext(); ) {
      if (!withoutDirectives(children.next())) {
        children.remove();
      }
    }
    return true;
  }
}
