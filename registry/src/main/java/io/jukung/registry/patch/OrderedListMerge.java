package io.jukung.registry.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Strategic merge of a list whose order the patch sets with {@code $setElementOrder/LIST}. */
final class OrderedListMerge {
  private OrderedListMerge() {}

  /** Merges the list {@code name}, orders it, and takes it out of the patch. */
  static void merge(
      ObjectNode original, ObjectNode patch, String name, JsonNode order, PatchSchema schema) {
    List<JsonNode> wanted = ListMerge.list(requireList(order));
    JsonNode currentList = original.get(name);
    JsonNode patchList = patch.get(name);
    ArrayNode current = currentList == null ? empty() : requireList(currentList);
    ArrayNode changes = patchList == null ? empty() : requireList(patchList);
    PatchSchema.Rule rule = schema.list(name);
    checkOrder(ListMerge.list(changes), wanted, rule.mergeKey());
    if (currentList == null && patchList == null) {
      return;
    }
    List<JsonNode> server = ListMerge.list(current);
    boolean objects = ListMerge.elementsAreObjects(server, ListMerge.list(changes));
    if (objects && rule.strategy().equals(ObjectMerge.MERGE) && !rule.mergeKey().isEmpty()) {
      server = orderAfterDeletions(server, ListMerge.list(changes), rule.mergeKey());
    }
    ArrayNode merged = merged(current, changes, currentList == null, patchList == null, rule);
    List<JsonNode> elements = ListMerge.list(merged);
    original.set(
        name,
        ListMerge.array(
            objects && !rule.mergeKey().isEmpty()
                ? ListOrder.objects(elements, wanted, server, rule.mergeKey())
                : ListOrder.scalars(elements, wanted, server)));
    patch.remove(name);
  }

  private static ArrayNode merged(
      ArrayNode current,
      ArrayNode changes,
      boolean onlyChanges,
      boolean onlyCurrent,
      PatchSchema.Rule rule) {
    if (onlyCurrent) {
      return current;
    }
    if (onlyChanges) {
      ObjectMerge.withoutDirectives(changes);
      return changes;
    }
    return rule.strategy().equals(ObjectMerge.MERGE)
        ? ListMerge.merge(current, changes, rule, false)
        : changes;
  }

  /**
   * The server's order as upstream sees it at this point. Upstream deletes and adds elements within
   * the array whose order it looks at afterwards, so added elements take the places that deletions
   * left free at its end. That decides where a new element comes to stand that replaces an old one.
   */
  private static List<JsonNode> orderAfterDeletions(
      List<JsonNode> server, List<JsonNode> changes, String key) {
    List<JsonNode> order = new ArrayList<>(server);
    List<JsonNode> added = new ArrayList<>();
    Set<Object> gone = new HashSet<>();
    boolean replaces = false;
    for (JsonNode change : changes) {
      JsonNode directive = change.path(ObjectMerge.DIRECTIVE);
      replaces |= directive.asText().equals(ObjectMerge.REPLACE);
      if (directive.asText().equals(ObjectMerge.DELETE)) {
        gone.add(GoText.identity(change.path(key)));
      } else if (directive.isMissingNode()) {
        added.add(change);
      }
    }
    order.removeIf(element -> gone.contains(GoText.identity(element.path(key))));
    Set<Object> kept = new HashSet<>();
    order.forEach(element -> kept.add(GoText.identity(element.path(key))));
    for (JsonNode change : added) {
      boolean room = !replaces && order.size() < server.size();
      if (room && kept.add(GoText.identity(change.path(key)))) {
        order.add(change);
      }
    }
    return order;
  }

  /** What the patch changes must stand in the wanted order, deletions aside. */
  private static void checkOrder(List<JsonNode> changes, List<JsonNode> wanted, String key) {
    if (changes.isEmpty() || wanted.isEmpty()) {
      return;
    }
    List<JsonNode> kept = new ArrayList<>(changes);
    if (!key.isEmpty()) {
      kept.forEach(change -> require(change, JsonNodeType.OBJECT));
      kept.removeIf(
          change -> change.path(ObjectMerge.DIRECTIVE).asText().equals(ObjectMerge.DELETE));
    }
    int change = 0;
    int place = 0;
    while (change < kept.size() && place < wanted.size()) {
      boolean directive = kept.get(change).has(ObjectMerge.DIRECTIVE);
      if (directive || same(kept.get(change), wanted.get(place++), key)) {
        change++;
      }
    }
    if (change < kept.size()) {
      throw Patches.unforeseen(
          "The order in patch list:\n"
              + GoText.print(ListMerge.array(changes))
              + "\n doesn't match "
              + ObjectMerge.SET_ORDER
              + " list:\n"
              + GoText.print(ListMerge.array(wanted))
              + "\n");
    }
  }

  private static boolean same(JsonNode change, JsonNode wanted, String key) {
    if (key.isEmpty()) {
      return GoText.same(change, wanted);
    }
    require(wanted, JsonNodeType.OBJECT);
    return GoText.same(ListMerge.require(change, key), ListMerge.require(wanted, key));
  }

  private static ArrayNode requireList(JsonNode node) {
    require(node, JsonNodeType.ARRAY);
    return (ArrayNode) node;
  }

  private static void require(JsonNode node, JsonNodeType type) {
    if (node.getNodeType() != type) {
      String expected = type == JsonNodeType.ARRAY ? "[]interface {}" : "map[string]interface {}";
      throw Patches.unforeseen("expected a " + expected + ", but received a " + GoText.type(node));
    }
  }

  private static ArrayNode empty() {
    return JsonNodeFactory.instance.arrayNode();
  }
}
