package io.jukung.registry.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import java.util.List;
import java.util.Optional;

/** What calls of CEL's own functions may cost, by overload. Upstream: as {@link CostEstimator}. */
final class StandardCosts {
  private StandardCosts() {}

  /** A call's cost with that of its arguments, and the size of its result. */
  static CallCosts.Estimate of(
      String overload, Optional<CostNode> target, List<CostNode> nodes, CostRange arguments) {
    CostRange own =
        switch (overload) {
          case "string_to_bytes",
              "bytes_to_string",
              "strings_quote",
              "starts_with_string",
              "ends_with_string" ->
              computed(nodes.getFirst()).times(Costs.STRING);
          case "in_list" -> computed(nodes.get(1));
          case "matches_string" ->
              target
                  .map(
                      t ->
                          computed(t)
                              .plus(CostRange.ONE)
                              .times(Costs.STRING)
                              .times(computed(nodes.getFirst()).times(Costs.REGEX)))
                  .orElse(CostRange.ONE);
          case "contains_string" ->
              target
                  .map(
                      t ->
                          computed(t)
                              .times(Costs.STRING)
                              .times(computed(nodes.getFirst()).times(Costs.STRING)))
                  .orElse(CostRange.ONE);
          case "less_string",
              "greater_string",
              "less_equals_string",
              "greater_equals_string",
              "less_bytes",
              "greater_bytes",
              "less_equals_bytes",
              "greater_equals_bytes",
              "equals",
              "not_equals" -> {
            long most = Costs.min(computed(nodes.get(0)).max(), computed(nodes.get(1)).max());
            yield new CostRange(most == 0 ? 0 : 1, most).times(Costs.STRING);
          }
          default -> CostRange.ONE;
        };
    Optional<CostRange> result =
        switch (overload) {
          case "string_to_bytes" -> {
            CostRange size = computed(nodes.getFirst());
            yield Optional.of(new CostRange(size.min(), size.max() * 4));
          }
          case "bytes_to_string" -> {
            CostRange size = computed(nodes.getFirst());
            yield Optional.of(new CostRange(Long.divideUnsigned(size.min(), 4), size.max()));
          }
          case "strings_quote" -> {
            CostRange size = computed(nodes.getFirst());
            yield Optional.of(new CostRange(size.min() + 2, size.max() * 2 + 2));
          }
          default -> Optional.empty();
        };
    return new CallCosts.Estimate(own.plus(arguments), result);
  }

  private static CostRange computed(CostNode node) {
    return node.computed().orElse(CostRange.UNKNOWN);
  }

  /** The size of what is written out. */
  static Optional<CostRange> literal(CelExpr expression) {
    return switch (expression.getKind()) {
      case CONSTANT -> {
        CelConstant constant = expression.constant();
        yield Optional.of(
            CostRange.fixed(
                switch (constant.getKind()) {
                  case STRING_VALUE ->
                      constant.stringValue().codePointCount(0, constant.stringValue().length());
                  case BYTES_VALUE -> constant.bytesValue().size();
                  default -> 1;
                }));
      }
      case LIST -> Optional.of(CostRange.fixed(expression.list().elements().size()));
      case MAP -> Optional.of(CostRange.fixed(expression.map().entries().size()));
      default -> Optional.empty();
    };
  }

  /** Whether values of a type all have the same size. */
  static boolean scalar(CelType type) {
    return switch (type.kind()) {
      case BOOL, DOUBLE, DURATION, INT, TIMESTAMP, UINT -> true;
      case OPAQUE -> type.name().equals("optional_type") && scalar(type.parameters().getFirst());
      default -> false;
    };
  }
}
