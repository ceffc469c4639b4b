package io.jukung.admission.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A quota with what admission has let through so far.
 *
 * @param read the object as it was read
 */
record Quota(String name, JsonNode read, List<Scope> scopes, Usage hard, Usage used) {
  static Quota of(JsonNode quota) {
    JsonNode status = quota.path("status");
    return new Quota(
        quota.at("/metadata/name").asText(""),
        quota,
        Scope.of(quota),
        Usage.of(status.path("hard")),
        Usage.of(status.path("used")));
  }

  /** The limits that are about objects of an evaluator. */
  Set<String> limits(Evaluator evaluator) {
    Set<String> names = new TreeSet<>(hard.amounts().keySet());
    names.removeIf(name -> !evaluator.counts(name));
    return names;
  }

  /** Whether it counts the object at all. */
  boolean covers(Evaluator evaluator, JsonNode object) {
    return !limits(evaluator).isEmpty()
        && scopes.stream().allMatch(scope -> evaluator.matches(scope, object));
  }

  Quota using(Usage usage) {
    return new Quota(name, read, scopes, hard, usage);
  }

  /** Whether what is used differs from what was read. */
  boolean changed() {
    return !used.equals(Usage.of(read.at("/status/used")));
  }

  /** The object to write. */
  ObjectNode object() {
    ObjectNode object = read.deepCopy();
    used.writeTo(object.withObject("/status/used"));
    return object;
  }
}
