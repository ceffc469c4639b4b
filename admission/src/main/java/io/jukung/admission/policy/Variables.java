package io.jukung.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.types.SimpleType;
import io.jukung.registry.cel.Expression;
import io.jukung.registry.cel.admission.AdmissionExpressions;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a policy: each is evaluated when an expression asks for it, once per write
 * ({@code k8s.io/apiserver/pkg/admission/plugin/cel/composition.go} at v1.36). Immutable.
 */
record Variables(Map<String, Program> programs) {
  /** Compiles them in order: each may use those before it. */
  static Variables compile(JsonNode variables, AdmissionExpressions environment) {
    Map<String, Program> programs = new LinkedHashMap<>();
    for (JsonNode variable : variables) {
      String name = variable.path("name").asText("");
      Program program = Program.compile(environment, variable.path("expression").asText(""));
      environment.variable(name, program.compiled().map(Expression::type).orElse(SimpleType.DYN));
      programs.put(name, program);
    }
    return new Variables(programs);
  }

  /** What expressions see of one write, variables included. */
  Map<String, Object> values(Activation activation, AtomicLong budget) {
    Map<String, Object> values = activation.values();
    if (!programs.isEmpty()) {
      values.put("variables", new Lazy(values, budget));
    }
    return values;
  }

  /** The failure of a variable, told where it is used. */
  static final class VariableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    VariableException(String message) {
      super(message);
    }
  }

  /** Shows no entries: whoever looks through all of them would evaluate all. Used by one thread. */
  private final class Lazy extends AbstractMap<String, Object> {
    private final Map<String, Object> values;
    private final AtomicLong budget;
    private final Map<Object, Object> known = new HashMap<>();

    Lazy(Map<String, Object> values, AtomicLong budget) {
      this.values = values;
      this.budget = budget;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
      return programs.containsKey(name);
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
      Program program = programs.get(name);
      if (name == null || program == null) {
        return null;
      }
      Object value = known.get(name);
      if (value == null) {
        value = evaluate(String.valueOf(name), program);
        known.put(name, value);
      }
      return value;
    }

    private Object evaluate(String name, Program program) {
      if (program.compiled().isEmpty()) {
        throw new VariableException(
            "composited variable \"" + name + "\" fails to compile: " + program.error());
      }
      try {
        Expression.Outcome outcome = program.compiled().get().evaluate(values);
        var _ = budget.addAndGet(-outcome.cost()); // whoever asked for the variable looks at it
        return outcome.value();
      } catch (Expression.EvaluationException e) {
        var _ = budget.addAndGet(-e.cost());
        throw new VariableException(
            "composited variable \"" + name + "\" fails to evaluate: " + e.getMessage());
      }
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      return Set.of();
    }
  }
}
