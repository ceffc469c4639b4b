package io.jukung.registry.crd.rules;

import io.jukung.registry.crd.schema.Structural;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the rules of a part of a schema come to when a definition is written: their faults, and what
 * they may cost at worst. Upstream: {@code Compile} of {@code apiserver/schema/cel/compilation.go}
 * at v1.36.
 */
public final class RuleCosts {
  private RuleCosts() {}

  /**
   * A rule.
   *
   * @param error why it can't be compiled; empty when it can
   * @param messageError the same of its message
   * @param cost of one evaluation at worst; unsigned
   * @param messageCost the same of its message, if it has one
   * @param maxCardinality how often the part may be in one object when nothing limits that
   * @param transition whether it compares with the state before
   */
  public record Estimated(
      String error,
      String messageError,
      long cost,
      OptionalLong messageCost,
      long maxCardinality,
      boolean transition) {}

  /**
   * Compiles the rules of a part of a schema.
   *
   * @param root whether the part is the whole
   */
  public static List<Estimated> of(Structural part, boolean root) {
    DeclaredSizes sizes = DeclaredSizes.of(part, root || part.embeddedResource());
    if (sizes == null) {
      return List.of();
    }
    return RuleSet.compile(part, root).rules().stream()
        .map(
            rule ->
                new Estimated(
                    rule.error(),
                    rule.messageError(),
                    rule.program().map(program -> program.worstCost(sizes)).orElse(0L),
                    rule.message().isPresent()
                        ? OptionalLong.of(rule.message().get().worstCost(sizes))
                        : OptionalLong.empty(),
                    sizes.cardinality(),
                    rule.transition()))
        .toList();
  }
}
