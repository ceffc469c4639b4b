package io.jukung.registry.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldSelectorTest {
  private static final SelectableFields POD =
      SelectableFields.of(GroupVersion.parse("v1").kind("Pod"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a=b|a=b",
        "a==b|a=b",
        "b!=c,a=b|a=b,b!=c",
        ",,|``",
        "=|``",
        "a=|a=",
        "a=x\\,y\\=z\\\\|a=x\\,y\\=z\\\\",
        "a!b=c|a!b=c",
      })
  void printsTheCanonicalForm(String text, String canonical) {
    FieldSelector selector = FieldSelector.parse(text);
    assertThat(selector).hasToString(canonical);
    assertThat(FieldSelector.parse(canonical)).isEqualTo(selector);
  }

  /** The messages are those a kube-apiserver 1.36 answered with, code 400. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "v1|Pod|a|invalid selector: 'a'; can't understand 'a'",
        "v1|Pod|x=y,a|invalid selector: 'x=y,a'; can't understand 'a'",
        "v1|Pod|a=b=c|invalid field selector: unescaped character in value: 61",
        "v1|Pod|a!==b|invalid field selector: unescaped character in value: 61",
        "v1|Pod|a=b\\|invalid field selector: invalid escape sequence: \\",
        "v1|Pod|a=b\\x|invalid field selector: invalid escape sequence: \\x",
        "v1|Pod|foo!=bar,metadata.name=x|field label not supported: foo",
        "v1|Pod|!=x|`field label not supported: `",
        "v1|Node|metadata.namespace=x|field label not supported: metadata.namespace",
        "v1|ConfigMap|a\"b=x|\"a\\\"b\" is not a known field selector: only \"metadata.name\","
            + " \"metadata.namespace\"",
        "batch/v1|Job|a\"b=x|field label \"a\\\"b\" not supported for Job",
        "events.k8s.io/v1|Event|source=x|field label not supported: source",
        "resource.k8s.io/v1|ResourceSlice|a=x|field label not supported for resource.k8s.io/v1,"
            + " Kind=ResourceSlice: a",
      })
  void refusesWithUpstreamsText(String apiVersion, String kind, String text, String message) {
    SelectableFields fields = SelectableFields.of(GroupVersion.parse(apiVersion).kind(kind));
    assertThatThrownBy(() -> fields.parse(text))
        .isInstanceOfSatisfying(
            StatusException.class,
            e -> {
              assertThat(e.code()).isEqualTo(400);
              assertThat(e.text()).isEqualTo(message);
            });
  }

  @Test
  void namesComeInStoredForm() {
    assertThat(POD.parse("spec.host=a,status.podIPs=b"))
        .hasToString("spec.nodeName=a,status.podIPs=b");
    SelectableFields events =
        SelectableFields.of(GroupVersion.parse("events.k8s.io/v1").kind("Event"));
    assertThat(events.parse("regarding.name=a,reportingController!=b"))
        .hasToString("involvedObject.name=a,reportingComponent!=b");
  }

  @Test
  void knowsExactMatches() {
    FieldSelector selector = FieldSelector.parse("metadata.name=a,spec.nodeName!=b");
    assertThat(selector.exactMatch("metadata.name")).contains("a");
    assertThat(selector.exactMatch("spec.nodeName")).isEmpty();
    assertThat(FieldSelector.EVERYTHING.isEverything()).isTrue();
  }

  @Test
  void readsAPodsValues() throws Exception {
    assertThat(
            POD.values(
                new ObjectMapper()
                    .readTree(
                        """
                        {"metadata":{"name":"p","namespace":"n"},
                         "spec":{"nodeName":"x","hostNetwork":true},
                         "status":{"phase":"Running","podIPs":[{"ip":"10.0.0.1"}]}}
                        """)))
        .containsEntry("metadata.name", "p")
        .containsEntry("metadata.namespace", "n")
        .containsEntry("spec.nodeName", "x")
        .containsEntry("spec.hostNetwork", "true")
        .containsEntry("spec.schedulerName", "")
        .containsEntry("status.phase", "Running")
        .containsEntry("status.podIP", "10.0.0.1");
  }

  @Test
  void absentValuesCompareAsTheirDefaults() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    assertThat(
            SelectableFields.of(GroupVersion.parse("batch/v1").kind("Job"))
                .values(mapper.readTree("{}")))
        .containsEntry("status.successful", "0");
    assertThat(
            SelectableFields.of(GroupVersion.parse("v1").kind("Event"))
                .values(mapper.readTree("{\"reportingComponent\":\"c\"}")))
        .containsEntry("source", "c");
  }

  @Test
  void customKindsHaveTheirOwn() {
    SelectableFields fields = SelectableFields.ofCustom(true, List.of(".spec.color"));
    assertThat(fields.parse("spec.color=red,metadata.namespace=a").requirements()).hasSize(2);
    assertThatThrownBy(() -> fields.parse("spec.size=1"))
        .hasMessage("field label not supported: spec.size");
    assertThatThrownBy(
            () -> SelectableFields.ofCustom(false, List.of()).parse("metadata.namespace=a"))
        .hasMessage("field label not supported: metadata.namespace");
  }

  /** Random values survive escaping, and match what equals says. */
  @Test
  void agreesWithANaiveModel() {
    long seed = 20261120;
    Random random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      List<FieldRequirement> requirements = new ArrayList<>();
      Map<String, String> fields = new HashMap<>();
      boolean expected = true;
      for (int i = 0; i < 3; i++) {
        String wanted = randomValue(random);
        String actual = random.nextBoolean() ? wanted : randomValue(random);
        boolean negated = random.nextBoolean();
        requirements.add(new FieldRequirement("f" + i, negated, wanted));
        if (!actual.isEmpty() || random.nextBoolean()) {
          fields.put("f" + i, actual);
        }
        expected &= actual.equals(wanted) != negated;
      }
      String text = new FieldSelector(requirements).toString();
      FieldSelector selector = FieldSelector.parse(text);
      assertThat(selector.requirements()).as("seed %s: %s", seed, text).isEqualTo(requirements);
      assertThat(selector.matches(fields)).as("seed %s: %s", seed, text).isEqualTo(expected);
    }
  }

  private static String randomValue(Random random) {
    StringBuilder value = new StringBuilder();
    for (int length = random.nextInt(4); length > 0; length--) {
      value.append("ab\\,=!é".charAt(random.nextInt(7)));
    }
    return value.toString();
  }
}
