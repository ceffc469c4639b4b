package io.jukung.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.match.Match;
import io.jukung.admission.match.ResourceKinds;
import io.jukung.registry.cel.Expressions.CompileException;
import io.jukung.registry.cel.admission.AdmissionExpressions;
import io.jukung.registry.patch.Patches;
import io.jukung.registry.status.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One change that a policy makes, compiled ({@code
 * k8s.io/apiserver/pkg/admission/plugin/policy/mutating/patch} at v1.36). Immutable.
 *
 * @param list whether it makes a list of {@code JSONPatch}, and not a configuration to apply
 */
record Mutation(Program program, boolean list) {
  /** A change that can't be made. */
  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1;

    FailedException(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  static Mutation compile(JsonNode mutation, AdmissionExpressions environment) {
    boolean list = mutation.path("patchType").asText("").equals("JSONPatch");
    String text =
        mutation.path(list ? "jsonPatch" : "applyConfiguration").path("expression").asText("");
    try {
      return new Mutation(
          new Program(text, Optional.of(environment.compilePatch(text, list)), ""), list);
    } catch (CompileException e) {
      return new Mutation(new Program(text, Optional.empty(), e.getMessage()), list);
    }
  }

  /**
   * The object with the change.
   *
   * @param object is not changed
   * @throws StatusException when what came out can't be decoded
   */
  ObjectNode apply(
      ObjectNode object,
      Map<String, Object> values,
      AtomicLong budget,
      Match match,
      ResourceKinds kinds)
      throws FailedException {
    JsonNode made = made(values, budget);
    if (list) {
      return patched(object, made, match, kinds);
    }
    if (!(made instanceof ObjectNode configuration)) {
      throw new FailedException("invalid return type");
    }
    configuration.put("apiVersion", match.kind().apiVersion());
    configuration.put("kind", match.kind().kind());
    try {
      return kinds.merged(match.resource(), match.kind(), object, configuration);
    } catch (IllegalArgumentException e) {
      throw new FailedException("error applying patch: " + e.getMessage());
    }
  }

  private JsonNode made(Map<String, Object> values, AtomicLong budget) throws FailedException {
    if (program.compiled().isEmpty()) {
      throw new FailedException(program.error());
    }
    try {
      return switch (program.evaluate(values, budget)) {
        case Program.Result.Failed(String message) -> throw new FailedException(message);
        case Program.Result.Value(Object value) -> Values.tree(value);
      };
    } catch (Program.OutOfBudget | IllegalArgumentException e) {
      throw new FailedException(String.valueOf(e.getMessage()));
    }
  }

  private static ObjectNode patched(
      ObjectNode object, JsonNode operations, Match match, ResourceKinds kinds)
      throws FailedException {
    ObjectNode current = object.deepCopy();
    for (JsonNode operation : operations) {
      ArrayNode one = JsonNodeFactory.instance.arrayNode().add(operation);
      try {
        current = Patches.json(one.toString().getBytes(StandardCharsets.UTF_8)).apply(current);
      } catch (StatusException e) {
        if (operation.path("op").asText("").equals("test")) {
          return object.deepCopy(); // what does not pass its own test changes nothing
        }
        throw new FailedException(
            "JSON Patch: "
                + operation.path("op").asText("")
                + " operation does not apply: doc is missing path: \""
                + operation.path("path").asText("")
                + "\": missing value");
      }
    }
    return kinds.decoded(match.resource(), match.kind(), current, true);
  }
}
