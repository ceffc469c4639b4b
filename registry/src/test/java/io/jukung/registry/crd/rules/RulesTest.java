package io.jukung.registry.crd.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jukung.registry.crd.schema.Structural;
import io.jukung.registry.status.FieldError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules, objects and what does not hold. */
final class RulesTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> WARNINGS = new CopyOnWriteArrayList<>();
  private static final String FIELDS =
      """
      'n':{'type':'integer'},'m':{'type':'integer'},'name':{'type':'string'},
      'tags':{'type':'array','items':{'type':'string'}},'url':{'type':'string'},
      'mem':{'type':'string'},'ip':{'type':'string'},'a-b':{'type':'integer'},
      'port':{'x-kubernetes-int-or-string':true},'when':{'type':'string','format':'date-time'},
      'labels':{'type':'object','additionalProperties':{'type':'string'}},
      'list':{'type':'array','items':{'type':'integer'}}\
      """;
  private static final String OBJECT =
      """
      {'spec':{'n':3,'m':2,'name':'abc','tags':['x'],'url':'http://example.com:80/a','mem':'1Gi',
      'ip':'10.1.2.3','labels':{'x':'y'},'list':[1,2,3],'a-b':1,'port':80,
      'when':'2026-01-02T03:04:05Z'}}\
      """;

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Structural spec(String rule, String more) {
    try {
      String schema =
          "{'type':'object','properties':{'spec':{'type':'object',"
              + "'x-kubernetes-validations':[{'rule':RULE"
              + more
              + "}],'properties':{"
              + FIELDS
              + "}}}}";
      String json = schema.replace('\'', '"').replace("RULE", JSON.writeValueAsString(rule));
      return Structural.of(JSON.readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> run(String rule, String more, Optional<JsonNode> old) {
    return new Rules(spec(rule, more))
        .validate(read(OBJECT), old, WARNINGS::add).stream().map(FieldError::toString).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "self.n > self.m",
        "self.name.startsWith('a') && self.name.size() == 3",
        "has(self.tags) && self.tags.all(t, t.size() < 4)",
        "isURL(self.url) && url(self.url).getHost() == 'example.com:80'",
        "url(self.url).getEscapedPath() == '/a' && url(self.url).getPort() == '80'",
        "quantity(self.mem).isLessThan(quantity('2Gi')) && !isQuantity('x')",
        "quantity('1').add(quantity('500m')).compareTo(quantity('1500m')) == 0",
        "cidr('10.0.0.0/8').containsIP(self.ip) && !isCIDR('10.0.0.0/99')",
        "ip(self.ip).family() == 4 && isIP('::1') && !isIP('1.2.3')",
        "semver('1.2.3').isLessThan(semver('1.10.0')) && !isSemver('1')",
        "self.list.sum() == 6 && self.list.isSorted() && self.list.max() == 3",
        "['a', 'b'].indexOf('b') == 1",
        "'abc'.find('b.') == 'bc' && 'abab'.findAll('a').size() == 2",
        "'a,b'.split(',').size() == 2",
        "sets.contains([1, 2], [1])",
        "self.labels['x'] == 'y'",
        "self.?name.orValue('') == 'abc'",
        "self.a__dash__b == 1",
        "type(self.port) == int && self.port == 80",
        "self.when < timestamp('2027-01-01T00:00:00Z')",
        "!format.dns1123Label().validate(self.name).hasValue()",
        "format.named('uuid').value().validate(self.name).value()[0].contains('UUID')",
        "format.named('dns1123SubdomainPrefix').value().validate('a-').orValue([]) == []",
        "format.dns1035Label().validate('1').value().join(',').contains('start with')",
        "!format.named('odd').hasValue() && format.date() == format.date()",
        "format.uri().validate('x').value() == ['parse \"x\": invalid URI for request']",
        "self.tags.all(i, t, i == 0 && t == 'x')",
        "self.labels.transformList(k, v, k + v) == ['xy']",
        "self.list.transformMap(i, v, v > 1, v * 2) == {1: 4, 2: 6}",
        "[2, 1].sort() == [1, 2] && [1, 1].distinct() == [1] && [1, 2].slice(0, 1) == [1]"
      })
  void hold(String rule) {
    assertThat(run(rule, "", Optional.empty())).isEmpty();
  }

  @Test
  void whatDoesNotHoldIsTold() {
    assertThat(run("self.n < self.m", "", Optional.empty()))
        .containsExactly("spec: Invalid value: failed rule: self.n < self.m");
    assertThat(run("self.n < self.m", ",'message':'too many'", Optional.empty()))
        .containsExactly("spec: Invalid value: too many");
    assertThat(
            run(
                "self.n < self.m",
                ",'messageExpression':'\\\"n is \\\" + string(self.n)','fieldPath':'.n',"
                    + "'reason':'FieldValueForbidden'",
                Optional.empty()))
        .containsExactly("spec.n: Forbidden: n is 3");
  }

  @Test
  void transitionsNeedAStateBefore() {
    JsonNode old = read(OBJECT.replace("'n':3", "'n':4"));
    assertThat(run("self.n >= oldSelf.n", "", Optional.empty())).isEmpty();
    assertThat(run("self.n >= oldSelf.n", "", Optional.of(old)))
        .containsExactly("spec: Invalid value: failed rule: self.n >= oldSelf.n");
    assertThat(
            run("oldSelf.hasValue() || self.n == 3", ",'optionalOldSelf':true", Optional.empty()))
        .isEmpty();
    // Nothing changed, so a rule about the state alone is not held against the writer.
    WARNINGS.clear();
    assertThat(run("self.n < self.m", "", Optional.of(read(OBJECT)))).isEmpty();
    assertThat(WARNINGS).containsExactly("spec: Invalid value: failed rule: self.n < self.m");
  }

  @Test
  void endlessRulesAreCutShort() {
    String list = "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]";
    String rule =
        list
            + ".all(a, "
            + list
            + ".all(b, "
            + list
            + ".all(c, "
            + list
            + ".all(d, "
            + list
            + ".all(e, a + b + c + d + e > 0)))))";
    assertThat(run(rule, "", Optional.empty())).singleElement().asString().startsWith("spec: ");
  }

  @Test
  void rulesThatMakeNoSenseAreRefused() {
    Structural part =
        Optional.ofNullable(spec("self.nope == 1", "").properties().get("spec")).orElseThrow();
    assertThat(RuleCosts.of(part, false))
        .singleElement()
        .extracting(RuleCosts.Estimated::error)
        .asString()
        .contains("undefined field 'nope'");
  }
}
