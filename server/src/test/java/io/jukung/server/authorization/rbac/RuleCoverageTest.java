package io.jukung.server.authorization.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.registry.request.UserInfo;
import io.jukung.server.authorization.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Coverage against a naive model: what is said to be covered must be allowed, request by request,
 * over a small world of verbs, resources and names.
 */
final class RuleCoverageTest {
  private static final UserInfo BOB = new UserInfo("bob", "", List.of(), Map.of());
  private static final List<String> VERBS = List.of("get", "list", "delete");
  private static final List<String> GROUPS = List.of("", "apps");
  private static final List<String> RESOURCES = List.of("pods", "pods/log", "sets/scale");
  private static final List<String> RULE_RESOURCES =
      List.of("pods", "pods/log", "sets/scale", "*/scale", "*/log", "*");
  private static final List<String> NAMES = List.of("a", "b");
  private static final List<String> URLS = List.of("/x", "/x/y", "/z");
  private static final List<String> RULE_URLS = List.of("/x", "/x/*", "/x*", "/z", "*");

  private static List<String> some(Random random, List<String> from, boolean star) {
    List<String> picked = new ArrayList<>();
    for (String element : from) {
      if (random.nextInt(3) == 0) {
        picked.add(element);
      }
    }
    if (star && random.nextInt(8) == 0) {
      picked.add("*");
    }
    if (picked.isEmpty()) {
      picked.add(from.get(random.nextInt(from.size())));
    }
    return picked;
  }

  private static PolicyRule rule(Random random) {
    if (random.nextInt(4) == 0) {
      return new PolicyRule(
          some(random, VERBS, true),
          List.of(),
          List.of(),
          List.of(),
          some(random, RULE_URLS, false));
    }
    return new PolicyRule(
        some(random, VERBS, true),
        some(random, GROUPS, true),
        some(random, RULE_RESOURCES, false),
        random.nextInt(3) == 0 ? some(random, NAMES, false) : List.of(),
        List.of());
  }

  private static List<PolicyRule> rules(Random random, int most) {
    List<PolicyRule> rules = new ArrayList<>();
    for (int i = random.nextInt(most) + 1; i > 0; i--) {
      rules.add(rule(random));
    }
    return rules;
  }

  /** Every request of the small world. */
  private static List<Attributes> requests() {
    List<Attributes> requests = new ArrayList<>();
    for (String verb : VERBS) {
      for (String url : URLS) {
        requests.add(new Attributes(BOB, verb, false, "", "", "", "", "", "", url));
      }
      for (String group : GROUPS) {
        for (String resource : RESOURCES) {
          int slash = resource.indexOf('/');
          String base = slash < 0 ? resource : resource.substring(0, slash);
          String sub = slash < 0 ? "" : resource.substring(slash + 1);
          for (String name : List.of("a", "b", "c")) {
            requests.add(new Attributes(BOB, verb, true, group, "v1", base, sub, "n", name, ""));
          }
        }
      }
    }
    return requests;
  }

  private static boolean allows(List<PolicyRule> rules, Attributes request) {
    return rules.stream().anyMatch(rule -> rule.allows(request));
  }

  @Test
  void whatIsCoveredIsAllowedAndWhatIsMissingIsTheDifference() {
    List<Attributes> requests = requests();
    int covered = 0;
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      List<PolicyRule> owned = rules(random, 4);
      List<PolicyRule> wanted = rules(random, 2);
      List<PolicyRule> missing = RuleCoverage.missing(owned, wanted);
      covered += missing.isEmpty() ? 1 : 0;
      for (Attributes request : requests) {
        if (allows(wanted, request) && !allows(owned, request)) {
          assertThat(allows(missing, request)).as("seed %s, %s", seed, request).isTrue();
        }
      }
    }
    assertThat(covered).isBetween(100, 2900);
  }

  @Test
  void everybodyCoversThemselves() {
    for (int seed = 0; seed < 1000; seed++) {
      List<PolicyRule> rules = rules(new Random(seed), 4);
      assertThat(RuleCoverage.missing(rules, rules)).as("seed %s", seed).isEmpty();
    }
  }

  @Test
  void missingPermissionsAreToldOnOneLineForEachObject() {
    PolicyRule wanted =
        new PolicyRule(
            List.of("get", "list"), List.of(""), List.of("pods"), List.of("x"), List.of());
    List<PolicyRule> missing = RuleCoverage.missing(List.of(), List.of(wanted));
    assertThat(RuleCoverage.compacted(missing))
        .extracting(PolicyRule::compact)
        .containsExactly(
            "{APIGroups:[\"\"], Resources:[\"pods\"], ResourceNames:[\"x\"], Verbs:[\"get\""
                + " \"list\"]}");
  }
}
