package io.jukung.controllers.policystatus;

import java.util.List;
import java.util.function.Supplier;

/** Looks for expressions of a policy that can't be right. Safe for all threads. */
@FunctionalInterface
public interface PolicyTypeChecker {
  /**
   * What is wrong with one expression.
   *
   * @param fieldRef where it stands in the policy
   */
  record Warning(String fieldRef, String warning) {}

  /**
   * Checks all expressions.
   *
   * @param policy a ValidatingAdmissionPolicy as JSON
   * @param definitions the CustomResourceDefinitions there are, a list as JSON; asked for when
   *     needed
   */
  List<Warning> check(String policy, Supplier<String> definitions);
}
