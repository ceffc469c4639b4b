package io.jukung.registry.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {
  private static final String NAME_RULE =
      "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
          + " with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex"
          + " used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a|a",
        "!a|!a",
        "a=b|a=b",
        " a == b |a==b",
        "a!=b|a!=b",
        "a=|a=",
        "a=,b|a=,b",
        "a in (c,b,c)|a in (b,c)",
        "a notin ()|a notin ()",
        "a in (,b)|a in (,b)",
        "a in (b,)|a in (,b)",
        "a in (b,,c)|a in (,b,c)",
        "z,a,!m|a,!m,z",
        "x>1,x<3|x>1,x<3",
        "in|in",
        "notin in (in,notin)|notin in (in,notin)",
        "a=in|a=in",
        "e.com/a=b|e.com/a=b",
        "b=2,a=2,a=1|a=2,a=1,b=2",
        "``|``",
      })
  void printsTheCanonicalForm(String text, String canonical) {
    LabelSelector selector = LabelSelector.parse(text);
    assertThat(selector).hasToString(canonical);
    assertThat(LabelSelector.parse(canonical)).isEqualTo(selector);
  }

  /** The messages are those a kube-apiserver 1.36 answered with, code 400. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a in|unable to parse requirement: found '' expected: '('",
        "a=b c|found 'c', expected: ',' or 'end of string'",
        "=|found '=', expected: !, identifier, or 'end of string'",
        "a==b=c|found '=', expected: ',' or 'end of string'",
        "a in (b|unable to parse requirement: found '', expected: ',' or ')'",
        "a in (b,|unable to parse requirement: found '', expected: ',', or identifier",
        "a in (b c)|unable to parse requirement: found 'c', expected: ',' or ')'",
        "a in (=)|unable to parse requirement: found '=', expected: ',', ')' or identifier",
        "!!a|unable to parse requirement: found '!', expected: identifier",
        "!|unable to parse requirement: found '', expected: identifier",
        "!a=b|found '=', expected: ',' or 'end of string'",
        "a,|found '', expected: identifier after ','",
        ",a|found ',', expected: !, identifier, or 'end of string'",
        "a,,b|found ',', expected: identifier after ','",
        "a!b|unable to parse requirement: found '!', expected: in, notin, =, ==, !=, gt, lt",
        "a (b)|unable to parse requirement: found '(', expected: in, notin, =, ==, !=, gt, lt",
        "a=(b)|unable to parse requirement: found '(', expected: identifier",
        "(|found '(', expected: !, identifier, or 'end of string'",
        "x>y|unable to parse requirement: values[0]: Invalid value: \"y\": for 'Gt', 'Lt'"
            + " operators, the value must be an integer",
        "a=-b|unable to parse requirement: values[0][a]: Invalid value: \"-b\": a valid label must"
            + " be an empty string or consist of alphanumeric characters, '-', '_' or '.', and"
            + " must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',"
            + "  or '12345', regex used for validation is"
            + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
        "a&b|unable to parse requirement: <nil>: Invalid value: \"a&b\": " + NAME_RULE,
        "a/b/c|unable to parse requirement: <nil>: Invalid value: \"a/b/c\": a valid label key must"
            + " consist of alphanumeric characters, '-', '_' or '.', and must start and end with"
            + " an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used"
            + " for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS"
            + " subdomain prefix and '/' (e.g. 'example.com/MyName')",
        "/a|unable to parse requirement: <nil>: Invalid value: \"/a\": prefix part must be"
            + " non-empty",
        "a/|unable to parse requirement: <nil>: Invalid value: \"a/\": name part must be"
            + " non-empty; "
            + NAME_RULE,
      })
  void refusesWithUpstreamsText(String text, String message) {
    assertThatThrownBy(() -> LabelSelector.parse(text))
        .isInstanceOfSatisfying(
            StatusException.class,
            e -> {
              assertThat(e.code()).isEqualTo(400);
              assertThat(e.reason()).isEqualTo("BadRequest");
              assertThat(e.text()).isEqualTo(message);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a=b", "a in (b,c)", "!a", "a>1", "a notin (b)", "a!=b"})
  void whatIsMissingIsNotEmpty(String text) {
    boolean wantsAbsence = text.startsWith("!") || text.contains("notin") || text.contains("!=");
    assertThat(LabelSelector.parse(text).matches(Map.of())).isEqualTo(wantsAbsence);
  }

  @Test
  void numbersCompareAsNumbers() {
    LabelSelector selector = LabelSelector.parse("x>9,x<100");
    assertThat(selector.matches(Map.of("x", "10"))).isTrue();
    assertThat(selector.matches(Map.of("x", "9"))).isFalse();
    assertThat(selector.matches(Map.of("x", "100"))).isFalse();
    assertThat(selector.matches(Map.of("x", "many"))).isFalse();
  }

  @Test
  void knowsExactMatches() {
    LabelSelector selector = LabelSelector.parse("a=b,c in (d),e in (f,g),h!=i");
    assertThat(selector.exactMatch("a")).contains("b");
    assertThat(selector.exactMatch("c")).contains("d");
    assertThat(selector.exactMatch("e")).isEmpty();
    assertThat(selector.exactMatch("h")).isEmpty();
    assertThat(selector.exactMatch("z")).isEmpty();
    assertThat(LabelSelector.EVERYTHING.isEverything()).isTrue();
    assertThat(selector.isEverything()).isFalse();
  }

  @Test
  void textsOfCountsAreUpstreams() {
    assertThat(new LabelRequirement("a", LabelOperator.IN, List.of()).errors())
        .hasToString(
            "[values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty]");
    assertThat(new LabelRequirement("a", LabelOperator.EXISTS, List.of("b")).errors())
        .hasToString(
            "[values: Invalid value: [\"b\"]: values set must be empty for exists and does not"
                + " exist]");
  }

  /** Selectors made at random, printed, parsed and matched, against predicates made beside them. */
  @Test
  void agreesWithANaiveModel() {
    long seed = 20261120;
    Random random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      List<String> texts = new ArrayList<>();
      Predicate<Map<String, String>> model = labels -> true;
      int count = random.nextInt(4);
      for (int i = 0; i < count; i++) {
        model = model.and(randomRequirement(random, texts));
      }
      LabelSelector selector = LabelSelector.parse(String.join(",", texts));
      LabelSelector again = LabelSelector.parse(selector.toString());
      for (int i = 0; i < 10; i++) {
        Map<String, String> labels = randomLabels(random);
        assertThat(selector.matches(labels))
            .as("seed %s: %s on %s", seed, texts, labels)
            .isEqualTo(model.test(labels));
        assertThat(again.matches(labels)).isEqualTo(selector.matches(labels));
      }
    }
  }

  private static Predicate<Map<String, String>> randomRequirement(
      Random random, List<String> texts) {
    String key = "k" + random.nextInt(3);
    String one = Integer.toString(random.nextInt(4));
    String two = random.nextBoolean() ? "" : Integer.toString(random.nextInt(4));
    String space = " ".repeat(random.nextInt(2));
    return switch (random.nextInt(7)) {
      case 0 -> {
        texts.add(space + key + space);
        yield labels -> labels.containsKey(key);
      }
      case 1 -> {
        texts.add("!" + space + key);
        yield labels -> !labels.containsKey(key);
      }
      case 2 -> {
        texts.add(key + space + (random.nextBoolean() ? "=" : "==") + space + one);
        yield labels -> one.equals(labels.get(key));
      }
      case 3 -> {
        texts.add(key + "!=" + space + one);
        yield labels -> !one.equals(labels.get(key));
      }
      case 4 -> {
        texts.add(key + " in (" + one + space + "," + two + ")");
        yield labels -> one.equals(labels.get(key)) || two.equals(labels.get(key));
      }
      case 5 -> {
        texts.add(key + "  notin(" + one + "," + space + two + ")");
        yield labels -> !one.equals(labels.get(key)) && !two.equals(labels.get(key));
      }
      default -> {
        texts.add(key + ">" + one);
        yield labels ->
            !labels.getOrDefault(key, "").isEmpty()
                && Integer.parseInt(labels.getOrDefault(key, "0")) > Integer.parseInt(one);
      }
    };
  }

  private static Map<String, String> randomLabels(Random random) {
    Map<String, String> labels = new HashMap<>();
    for (int i = 0; i < 3; i++) {
      if (random.nextBoolean()) {
        labels.put("k" + i, random.nextInt(5) == 0 ? "" : Integer.toString(random.nextInt(4)));
      }
    }
    return labels;
  }
}
