package io.jukung.registry.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The order of a merged list: what the patch names stands in the patch's order, the rest in the
 * server's; each of the rest comes in front of the first named element that stood behind it on the
 * server. ({@code normalizeElementOrder} and {@code mergeSortedSlice} upstream.)
 */
final class ListOrder {
  private ListOrder() {}

  /** Orders scalars. */
  static List<JsonNode> scalars(
      List<JsonNode> merged, List<JsonNode> wanted, List<JsonNode> server) {
    return order(merged, wanted, server, GoText::identity);
  }

  /** Orders objects by their merge keys, which all must have. */
  static List<JsonNode> objects(
      List<JsonNode> merged, List<JsonNode> wanted, List<JsonNode> server, String key) {
    return order(
        merged, wanted, server, element -> GoText.identity(ListMerge.require(element, key)));
  }

  private static List<JsonNode> order(
      List<JsonNode> merged,
      List<JsonNode> wanted,
      List<JsonNode> server,
      Function<JsonNode, Object> identity) {
    Map<Object, Integer> wantedPlaces = places(wanted, identity);
    Map<Object, Integer> serverPlaces = places(server, identity);
    List<JsonNode> named = new ArrayList<>();
    List<JsonNode> rest = new ArrayList<>();
    for (JsonNode element : merged) {
      (wantedPlaces.containsKey(identity.apply(element)) ? named : rest).add(element);
    }
    named.sort(byPlace(wantedPlaces, identity));
    rest.sort(byPlace(serverPlaces, identity));

    List<JsonNode> all = new ArrayList<>(merged.size());
    int i = 0;
    for (JsonNode element : named) {
      Integer place = serverPlaces.get(identity.apply(element));
      while (i < rest.size() && place != null) {
        Integer restPlace = serverPlaces.get(identity.apply(rest.get(i)));
        if (restPlace == null || restPlace >= place) {
          break;
        }
        all.add(rest.get(i++));
      }
      all.add(element);
    }
    all.addAll(rest.subList(i, rest.size()));
    return all;
  }

  private static Map<Object, Integer> places(
      List<JsonNode> order, Function<JsonNode, Object> identity) {
    Map<Object, Integer> places = new HashMap<>();
    for (JsonNode element : order) {
      places.putIfAbsent(identity.apply(element), places.size());
    }
    return places;
  }

  private static Comparator<JsonNode> byPlace(
      Map<Object, Integer> places, Function<JsonNode, Object> identity) {
    return Comparator.comparing(
        element -> places.getOrDefault(identity.apply(element), Integer.MAX_VALUE));
  }
}
