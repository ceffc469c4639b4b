package io.jukung.registry.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Strategic merge of lists: of scalars as sets, of objects joined by their merge key. Elements may
 * carry {@code $patch: delete}, or one of them {@code $patch: replace}.
 */
final class ListMerge {
  private ListMerge() {}

  /**
   * Merges {@code patch} into {@code original}.
   *
   * @param deletes whether the patch lists what to remove ({@code $deleteFromPrimitiveList})
   */
  static ArrayNode merge(
      ArrayNode original, ArrayNode patch, PatchSchema.Rule rule, boolean deletes) {
    if (original.isEmpty() && patch.isEmpty()) {
      return original;
    }
    List<JsonNode> current = list(original);
    List<JsonNode> changes = list(patch);
    if (!elementsAreObjects(current, changes)) {
      if (deletes) {
        Set<Object> gone = changes.stream().map(GoText::identity).collect(Collectors.toSet());
        current.removeIf(element -> gone.contains(GoText.identity(element)));
        return array(current);
      }
      List<JsonNode> merged = withoutDuplicates(current, changes);
      return array(ListOrder.scalars(merged, changes, current));
    }
    String key = rule.mergeKey();
    if (key.isEmpty()) {
      throw Patches.unforeseen("cannot merge lists without merge key for " + rule.schema().kind());
    }
    List<JsonNode> additions = new ArrayList<>();
    if (directives(current, changes, key, additions)) {
      current = additions;
      additions = List.of();
    }
    List<JsonNode> merged = mergeObjects(current, additions, rule);
    return array(ListOrder.objects(merged, additions, current, key));
  }

  /**
   * Obeys the elements that carry directives, and collects the others.
   *
   * @return whether the others replace the list
   */
  private static boolean directives(
      List<JsonNode> current, List<JsonNode> changes, String key, List<JsonNode> others) {
    boolean replaces = false;
    Set<Object> gone = new HashSet<>();
    for (JsonNode change : changes) {
      JsonNode directive = change.get(ObjectMerge.DIRECTIVE);
      if (directive == null) {
        others.add(change);
        continue;
      }
      switch (directive.asText()) {
        case ObjectMerge.DELETE -> gone.add(GoText.identity(require(change, key)));
        case ObjectMerge.REPLACE -> replaces = true;
        case ObjectMerge.MERGE ->
            throw Patches.unforeseen("merging lists cannot yet be specified in the patch");
        default -> throw ObjectMerge.unknownDirective(directive, change);
      }
    }
    current.removeIf(element -> gone.contains(GoText.identity(element.path(key))));
    return replaces;
  }

  private static List<JsonNode> mergeObjects(
      List<JsonNode> current, List<JsonNode> additions, PatchSchema.Rule rule) {
    List<JsonNode> merged = new ArrayList<>(current);
    Map<Object, Integer> places = new HashMap<>();
    for (int i = 0; i < merged.size(); i++) {
      places.putIfAbsent(GoText.identity(merged.get(i).path(rule.mergeKey())), i);
    }
    for (JsonNode addition : additions) {
      Object identity = GoText.identity(require(addition, rule.mergeKey()));
      Integer place = places.putIfAbsent(identity, merged.size());
      if (place == null) {
        merged.add(addition);
      } else {
        ObjectNode old = (ObjectNode) merged.get(place);
        merged.set(place, ObjectMerge.merge(old, (ObjectNode) addition, rule.schema()));
      }
    }
    return merged;
  }

  /** The element's merge key, which it must have. */
  static JsonNode require(JsonNode element, String key) {
    return Optional.ofNullable(element.get(key))
        .orElseThrow(
            () ->
                Patches.unforeseen(
                    "map: "
                        + GoText.print(element)
                        + " does not contain declared merge key: "
                        + key));
  }

  /** Whether the elements of both lists are objects; they must be of one type, and no lists. */
  static boolean elementsAreObjects(List<JsonNode> first, List<JsonNode> second) {
    List<JsonNode> all = new ArrayList<>(first);
    all.addAll(second);
    if (all.isEmpty()) {
      throw Patches.unforeseen("no elements in any of the given slices");
    }
    String type = GoText.type(all.getFirst());
    if (all.getFirst().isArray()) {
      throw Patches.notApplicable();
    }
    for (JsonNode element : all) {
      if (!GoText.type(element).equals(type)) {
        throw Patches.unforeseen(
            "list element types are not identical: ["
                + GoText.print(array(first))
                + " "
                + GoText.print(array(second))
                + "]");
      }
    }
    return all.getFirst().getNodeType() == JsonNodeType.OBJECT;
  }

  /**
   * Both lists, each value once: upstream moves the last element into a duplicate's place. Goes by
   * places of equal values, since comparing all with all would take hours for a long body.
   */
  private static List<JsonNode> withoutDuplicates(List<JsonNode> first, List<JsonNode> second) {
    List<JsonNode> all = new ArrayList<>(first);
    all.addAll(second);
    Map<Object, TreeSet<Integer>> places = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      places.computeIfAbsent(GoText.identity(all.get(i)), _ -> new TreeSet<>()).add(i);
    }
    for (int i = 0; i < all.size(); i++) {
      TreeSet<Integer> equal =
          Objects.requireNonNull(places.get(GoText.identity(all.get(i))), "every value has places");
      while (equal.last() > i) {
        Integer duplicate = Objects.requireNonNull(equal.higher(i));
        JsonNode last = all.removeLast();
        TreeSet<Integer> moved =
            Objects.requireNonNull(places.get(GoText.identity(last)), "every value has places");
        moved.remove(all.size());
        if (duplicate < all.size()) {
          all.set(duplicate, last);
          equal.remove(duplicate);
          moved.add(duplicate);
        }
      }
    }
    return all;
  }

  static List<JsonNode> list(ArrayNode array) {
    List<JsonNode> list = new ArrayList<>(array.size());
    array.forEach(list::add);
    return list;
  }

  static ArrayNode array(List<JsonNode> list) {
    return JsonNodeFactory.instance.arrayNode(list.size()).addAll(list);
  }
}
