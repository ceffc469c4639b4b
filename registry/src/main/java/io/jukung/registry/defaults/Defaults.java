package io.jukung.registry.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.codec.value.Quantity;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The defaults of all built-in kinds. Make one per catalog: it looks once where defaults may be.
 */
public final class Defaults {
  private static final String CORE = "io.k8s.api.core.v1.";

  /** How the values of a field hold objects. */
  private enum Shape {
    OBJECT,
    LIST,
    MAP
  }

  /**
   * A field to walk into.
   *
   * @param made whether the object is there even when it is not in the JSON (a Go struct that is
   *     not held by pointer), and so has defaults
   */
  private record Step(String field, String typeName, Shape shape, boolean made) {}

  /** A field whose default the catalog knows. */
  private record Marker(Field field, JsonNode value) {}

  /**
   * What is done to a type.
   *
   * @param amounts fields with resources by name, whose amounts are rounded up to thousandths
   */
  private record Plan(
      Optional<Rule> rule, List<Marker> markers, List<String> amounts, List<Step> steps) {
    static final Plan NOTHING = new Plan(Optional.empty(), List.of(), List.of(), List.of());
  }

  private final Map<String, Plan> plans;

  /**
   * Defaults of the catalog's types.
   *
   * @param clock tells the time of what is to be dated (taints of devices)
   */
  public Defaults(Catalog catalog, InstantSource clock) {
    Map<String, Rule> rules = new HashMap<>();
    rules.putAll(PodRules.all());
    rules.putAll(CoreRules.all());
    rules.putAll(WorkloadRules.all());
    rules.putAll(AutoscalingRules.all());
    rules.putAll(PolicyRules.all());
    rules.putAll(InfrastructureRules.all(clock));
    this.plans = plans(catalog, rules);
  }

  /** Fills in what {@code object}, of the given type, leaves out; changes it in place. */
  public void apply(TypeSchema type, ObjectNode object) {
    apply(plans.getOrDefault(type.name(), Plan.NOTHING), object);
  }

  private void apply(Plan plan, ObjectNode object) {
    plan.rule.ifPresent(rule -> rule.apply(object));
    for (String name : plan.amounts) {
      if (object.get(name) instanceof ObjectNode amounts) {
        round(amounts);
      }
    }
    for (Marker marker : plan.markers) {
      String name = marker.field.name();
      boolean unset =
          marker.field.pointer() ? Fields.absent(object, name) : Fields.zero(object, name);
      if (unset) {
        object.set(name, marker.value);
      }
    }
    for (Step step : plan.steps) {
      Plan below = plans.getOrDefault(step.typeName, Plan.NOTHING);
      JsonNode value = object.path(step.field);
      if (step.shape != Shape.OBJECT) {
        value.forEach(element -> applyTo(below, element));
      } else if (value.isObject()) {
        applyTo(below, value);
      } else if (step.made) {
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        apply(below, made);
        if (!made.isEmpty()) {
          object.set(step.field, made);
        }
      }
    }
  }

  private static void round(ObjectNode amounts) {
    for (Map.Entry<String, JsonNode> amount : amounts.properties()) {
      String text = amount.getValue().asText("");
      if (text.endsWith("n") || text.endsWith("u") || text.contains("e-")) {
        amount.setValue(TextNode.valueOf(Quantity.parse(text).roundedToMilli().text()));
      }
    }
  }

  private void applyTo(Plan plan, JsonNode value) {
    if (value instanceof ObjectNode object) {
      apply(plan, object);
    }
  }

  private static Map<String, Plan> plans(Catalog catalog, Map<String, Rule> rules) {
    ObjectReader json = new ObjectMapper().reader();
    Map<String, List<Marker>> markers = new HashMap<>();
    Map<String, List<String>> amounts = new HashMap<>();
    Map<String, List<Step>> steps = new HashMap<>();
    Set<String> interesting = new HashSet<>();
    for (TypeSchema type : catalog.types()) {
      List<Marker> found = markers(type, json);
      markers.put(type.name(), found);
      steps.put(type.name(), steps(type));
      amounts.put(type.name(), amounts(type));
      if (rules.containsKey(type.name()) || !found.isEmpty() || !amounts(type).isEmpty()) {
        interesting.add(type.name());
      }
    }
    for (String name : rules.keySet()) {
      if (!steps.containsKey(name)) {
        throw new IllegalStateException("defaults for a type the catalog lacks: " + name);
      }
    }
    addThoseLeadingTo(interesting, steps);
    Map<String, Plan> plans = new HashMap<>();
    for (String name : interesting) {
      plans.put(
          name,
          new Plan(
              Optional.ofNullable(rules.get(name)),
              markers.getOrDefault(name, List.of()),
              amounts.getOrDefault(name, List.of()),
              steps.getOrDefault(name, List.of()).stream()
                  .filter(step -> interesting.contains(step.typeName))
                  .toList()));
    }
    return Map.copyOf(plans);
  }

  /** Adds the types with a field of an interesting type, and those with a field of these... */
  private static void addThoseLeadingTo(Set<String> interesting, Map<String, List<Step>> steps) {
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Map.Entry<String, List<Step>> entry : steps.entrySet()) {
        boolean leads = entry.getValue().stream().anyMatch(s -> interesting.contains(s.typeName));
        grew |= leads && interesting.add(entry.getKey());
      }
    }
  }

  /** Those of the core group; others keep what they are given. */
  private static List<String> amounts(TypeSchema type) {
    return type.name().startsWith(CORE)
        ? type.fields().stream()
            .filter(field -> field.type().equals(new FieldType.MapOf(FieldType.Scalar.QUANTITY)))
            .map(Field::name)
            .toList()
        : List.of();
  }

  private static List<Step> steps(TypeSchema type) {
    List<Step> steps = new ArrayList<>();
    for (Field field : type.fields()) {
      boolean made = !field.pointer();
      switch (field.type()) {
        case FieldType.Reference(String name) ->
            steps.add(new Step(field.name(), name, Shape.OBJECT, made));
        case FieldType.ListOf(FieldType.Reference(String name)) ->
            steps.add(new Step(field.name(), name, Shape.LIST, false));
        case FieldType.MapOf(FieldType.Reference(String name)) ->
            steps.add(new Step(field.name(), name, Shape.MAP, false));
        case FieldType.ListOf list -> {}
        case FieldType.MapOf map -> {}
        case FieldType.Scalar scalar -> {}
      }
    }
    return steps;
  }

  /** Those that say something: zero is no default where zero is not printed or already there. */
  private static List<Marker> markers(TypeSchema type, ObjectReader json) {
    List<Marker> markers = new ArrayList<>();
    for (Field field : type.fields()) {
      if (!field.defaultValue().isEmpty()) {
        JsonNode value = parse(type, field, json);
        ObjectNode holder = JsonNodeFactory.instance.objectNode();
        holder.set(field.name(), value);
        if (field.pointer() || !Fields.zero(holder, field.name())) {
          markers.add(new Marker(field, value));
        }
      }
    }
    return markers;
  }

  private static JsonNode parse(TypeSchema type, Field field, ObjectReader json) {
    try {
      return json.readTree(field.defaultValue());
    } catch (IOException e) {
      throw new IllegalStateException(
          "default of " + type.name() + "." + field.name() + ": " + field.defaultValue(), e);
    }
  }
}
