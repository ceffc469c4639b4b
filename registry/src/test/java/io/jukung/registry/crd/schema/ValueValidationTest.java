package io.jukung.registry.crd.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schemas, values and what upstream says of them. */
final class ValueValidationTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json.replace('\'', '"'));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String texts(List<FieldError> errors) {
    return String.join(" & ", errors.stream().map(FieldError::toString).toList());
  }

  private static ValueValidation validation() {
    return new ValueValidation("", new Re2Patterns());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "'type':'integer';'x';a: Invalid value: \"string\": a in body must be of type integer:"
            + " \"string\"",
        "'type':'integer';1.0;~~",
        "'type':'integer';1.5;a: Invalid value: \"number\": a in body must be of type integer:"
            + " \"number\"",
        "'type':'string';null;a: Invalid value: \"null\": a in body must be of type string:"
            + " \"null\"",
        "'type':'string','nullable':true;null;~~",
        "'type':'integer','maximum':10;11;a: Invalid value: 11: a in body should be less than or"
            + " equal to 10",
        "'type':'integer','minimum':1,'exclusiveMinimum':true;1;a: Invalid value: 1: a in body"
            + " should be greater than 1",
        "'type':'number','multipleOf':0.5;0.7;a: Invalid value: 0.7: a in body should be a multiple"
            + " of 0.5",
        "'type':'string','maxLength':2;'abc';a: Too long: may not be more than 2 bytes",
        "'type':'string','minLength':2;'a';a: Invalid value: \"a\": a in body should be at least 2"
            + " chars long",
        "'type':'string','pattern':'^a+$';'b';a: Invalid value: \"b\": a in body should match"
            + " '^a+$'",
        "'type':'string','enum':['x','y'];'z';a: Unsupported value: \"z\": supported values: \"x\","
            + " \"y\"",
        "'type':'string','format':'date-time';'z';a: Invalid value: \"z\": a in body must be of"
            + " type date-time: \"z\"",
        "'type':'string','format':'unheard-of';'z';~~",
        "'type':'array','items':{'type':'string'},'minItems':2;['a'];a: Invalid value: 1: a in body"
            + " should have at least 2 items",
        "'type':'array','items':{'type':'string'},'maxItems':1;['a','b'];a: Too many: 2: must have"
            + " at most 1 item",
        "'type':'array','items':{'type':'string'};[1];a[0]: Invalid value: \"integer\": a[0] in"
            + " body must be of type string: \"integer\"",
        "'type':'object','additionalProperties':{'type':'string'};{'b':1};a.b: Invalid value:"
            + " \"integer\": a.b in body must be of type string: \"integer\"",
        "'type':'object','required':['b'];{};a.b: Required value",
        "'x-kubernetes-int-or-string':true;true;a: Invalid value: \"boolean\": a in body must be of"
            + " type integer,string: \"boolean\"",
        "'type':'string','not':{'enum':['x']};'x';<nil>: Invalid value: \"\": \"a\" must not"
            + " validate the schema (not)"
      })
  void saysWhatUpstreamSays(String rules, String value, String expected) {
    JsonNode schema = read("{'type':'object','properties':{'a':{" + rules + "}}}");
    JsonNode object = read("{'a':" + value + "}");
    List<FieldError> errors = validation().validate(object, Structural.of(schema));
    assertThat(texts(errors)).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void whatDidNotChangeIsNotHeldAgainstTheWriter() {
    Structural schema =
        Structural.of(
            read(
                "{'type':'object','properties':{'a':{'type':'integer','maximum':1},"
                    + "'b':{'type':'integer','maximum':1},"
                    + "'l':{'type':'array','x-kubernetes-list-type':'map',"
                    + "'x-kubernetes-list-map-keys':['k'],'items':{'type':'object',"
                    + "'properties':{'k':{'type':'string'},'v':{'type':'integer','maximum':1}}}}}}"));
    JsonNode old = read("{'a':5,'b':1,'l':[{'k':'x','v':5},{'k':'y','v':1}]}");
    JsonNode object = read("{'a':5,'b':6,'l':[{'k':'y','v':7},{'k':'x','v':5}]}");
    assertThat(validation().validateUpdate(object, old, schema))
        .extracting(FieldError::field)
        .containsExactly("b", "l[0].v");
  }

  @Test
  void listsKeepTheirElementsApart() {
    Structural schema =
        Structural.of(
            read(
                "{'type':'object','properties':{'s':{'type':'array','x-kubernetes-list-type':'set',"
                    + "'items':{'type':'string'}},'m':{'type':'array',"
                    + "'x-kubernetes-list-type':'map','x-kubernetes-list-map-keys':['k'],"
                    + "'items':{'type':'object','properties':{'k':{'type':'string'}}}}}}"));
    assertThat(texts(ListTypes.validate(read("{'s':['a','a'],'m':[{'k':'x'},{'k':'x'}]}"), schema)))
        .isEqualTo("s[1]: Duplicate value: \"a\" & m[1]: Duplicate value: {\"k\":\"x\"}");
  }

  @Test
  void prunesAndFillsIn() {
    Structural schema =
        Structural.of(
            read(
                "{'type':'object','properties':{'a':{'type':'object','properties':"
                    + "{'x':{'type':'integer','default':3},'y':{'type':'string'}}},"
                    + "'free':{'type':'object','x-kubernetes-preserve-unknown-fields':true}}}"));
    ObjectNode object =
        (ObjectNode)
            read("{'kind':'K','a':{'z':1,'y':null},'free':{'any':{'thing':1}},'odd':{'o':1}}");
    assertThat(Pruning.prune(object, schema)).containsExactly("a.z", "odd");
    Defaulting.dropNulls(object, schema);
    Defaulting.apply(object, schema);
    assertThat(object).isEqualTo(read("{'kind':'K','a':{'x':3},'free':{'any':{'thing':1}}}"));
  }
}
