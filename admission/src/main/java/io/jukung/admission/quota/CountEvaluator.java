package io.jukung.admission.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.codec.value.Quantity;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts objects: under {@code count/<resource>.<group>}, and some under an older name too. */
record CountEvaluator(Set<String> names) implements Evaluator {
  private static final Set<String> OLDER =
      Set.of("configmaps", "resourcequotas", "replicationcontrollers", "secrets");

  /** The evaluator of a resource of which only the number counts. */
  static CountEvaluator of(String groupResource) {
    String count = name(groupResource);
    return new CountEvaluator(
        OLDER.contains(groupResource) ? Set.of(count, groupResource) : Set.of(count));
  }

  /** The name under which objects are counted. */
  static String name(String groupResource) {
    return "count/" + groupResource;
  }

  @Override
  public boolean counts(String name) {
    return names.contains(name);
  }

  @Override
  public Usage usage(JsonNode object) {
    Map<String, Quantity> amounts = new TreeMap<>();
    names.forEach(name -> amounts.put(name, Usage.ONE));
    return new Usage(amounts);
  }
}
