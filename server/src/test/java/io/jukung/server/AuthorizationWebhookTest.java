package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.YamlCodec;
import io.jukung.registry.config.ConfigException;
import io.jukung.registry.request.UserInfo;
import io.jukung.server.authorization.Attributes;
import io.jukung.server.authorization.Authorizer;
import io.jukung.server.authorization.Authorizer.Decision;
import io.jukung.server.authorization.FixedAuthorizers;
import io.jukung.server.authorization.webhook.AuthorizationConfiguration;
import io.jukung.server.authorization.webhook.ConfiguredAuthorizers;
import io.jukung.server.authorization.webhook.WebhookObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Authorizers that a file names, servers over HTTPS among them. */
final class AuthorizationWebhookTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final UserInfo JANE =
      new UserInfo("jane", "7", List.of("g1", "g2"), Map.of("k", List.of("v")));

  @TempDir Path folder;
  private final List<JsonNode> asked = new ArrayList<>();
  private TestWebhook webhook;
  private Path file;

  @BeforeEach
  void start() throws Exception {
    webhook = new TestWebhook("127.0.0.1");
    file = WebhookFiles.write(folder, webhook);
  }

  @AfterEach
  void stop() {
    webhook.close();
  }

  private static JsonNode yaml(String text) {
    return new YamlCodec().tree(text.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] text(JsonNode authorizers) {
    ObjectNode configuration = MAPPER.createObjectNode();
    configuration
        .put("apiVersion", "apiserver.config.k8s.io/v1")
        .put("kind", "AuthorizationConfiguration");
    for (JsonNode entry : authorizers) {
      ObjectNode copy = entry.deepCopy();
      if (entry.has("webhook")) {
        ObjectNode all =
            (ObjectNode)
                yaml(
                    "{timeout: 20s, subjectAccessReviewVersion: v1,"
                        + " matchConditionSubjectAccessReviewVersion: v1, failurePolicy: NoOpinion,"
                        + " connectionInfo: {type: KubeConfigFile, kubeConfigFile: $FILE}}");
        entry.path("webhook").properties().forEach(f -> all.set(f.getKey(), f.getValue()));
        copy.set("webhook", all);
      }
      configuration.withArray("/authorizers").add(copy);
    }
    return configuration
        .toString()
        .replace("$FILE", file.toString())
        .replace("$DIR", folder.toString())
        .getBytes(StandardCharsets.UTF_8);
  }

  private ConfiguredAuthorizers authorizers(byte[] text) {
    return new ConfiguredAuthorizers(
        AuthorizationConfiguration.parse(text),
        Map.of(
            "Node",
            FixedAuthorizers.ALWAYS_DENY,
            "RBAC",
            FixedAuthorizers.ALWAYS_DENY,
            "AlwaysDeny",
            FixedAuthorizers.ALWAYS_DENY,
            "AlwaysAllow",
            FixedAuthorizers.ALWAYS_ALLOW),
        Duration.ofMillis(1),
        WebhookObserver.NONE);
  }

  private ConfiguredAuthorizers webhook(String fields) {
    return authorizers(text(yaml("[{type: Webhook, name: a, webhook: {" + fields + "}}]")));
  }

  private void answer(int status, String version, String body) {
    webhook.behave(
        review -> {
          asked.add(review);
          return new TestWebhook.Answer(
              status,
              "application/json",
              "{\"kind\":\"SubjectAccessReview\",\"apiVersion\":\"authorization.k8s.io/"
                  + version
                  + "\",\"status\":"
                  + body
                  + "}");
        });
  }

  private static Attributes pods(String verb, String fields, String labels) {
    return new Attributes(
        JANE, verb, true, "", "v1", "pods", "log", "ns", "p", "/ignored", fields, labels);
  }

  static Stream<JsonNode> configurations() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            AuthorizationWebhookTest.class.getResourceAsStream("authorization-validation.yaml"))) {
      String rows =
          new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^#.*\n", "");
      List<JsonNode> all = new ArrayList<>();
      yaml("rows:\n" + rows).path("rows").forEach(all::add);
      return all.stream();
    }
  }

  @ParameterizedTest
  @MethodSource
  void configurations(JsonNode row) {
    byte[] text = text(row.path("authorizers"));
    if (row.has("want")) {
      assertThatThrownBy(() -> authorizers(text))
          .isInstanceOf(ConfigException.class)
          .hasMessage(row.path("want").asText().replace("$DIR", folder.toString()));
    } else {
      authorizers(text).close();
    }
  }

  @Test
  void aReviewIsPosted() throws Exception {
    answer(200, "v1", "{\"allowed\":true,\"reason\":\"why not\"}");
    try (ConfiguredAuthorizers authorizer = webhook("")) {
      assertThat(authorizer.authorize(pods("get", "", "")))
          .isEqualTo(new Decision.Allow("why not"));
    }
    assertThat(asked)
        .containsExactly(
            MAPPER.readTree(
                """
                {"kind":"SubjectAccessReview","apiVersion":"authorization.k8s.io/v1","metadata":{},
                "spec":{"resourceAttributes":{"namespace":"ns","verb":"get","version":"v1",
                "resource":"pods","subresource":"log","name":"p"},"user":"jane","groups":["g1","g2"],
                "extra":{"k":["v"]},"uid":"7"},"status":{"allowed":false}}
                """));
    assertThat(webhook.requests()).containsExactly("/review 0");
  }

  @Test
  void anOlderVersionHasAGroup() throws Exception {
    answer(200, "v1beta1", "{\"allowed\":false}");
    try (ConfiguredAuthorizers authorizer = webhook("subjectAccessReviewVersion: v1beta1")) {
      Attributes path = new Attributes(JANE, "get", false, "", "", "", "", "", "", "/x");
      assertThat(authorizer.authorize(path)).isEqualTo(new Decision.NoOpinion(""));
    }
    assertThat(asked.getFirst().path("spec"))
        .isEqualTo(
            MAPPER.readTree(
                "{\"nonResourceAttributes\":{\"path\":\"/x\",\"verb\":\"get\"},\"user\":\"jane\",\"group\":[\"g1\",\"g2\"],\"extra\":{\"k\":[\"v\"]},\"uid\":\"7\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=b,c!=d | '' |"
            + " {\"fieldSelector\":{\"requirements\":[{\"key\":\"a\",\"operator\":\"In\",\"values\":[\"b\"]},{\"key\":\"c\",\"operator\":\"NotIn\",\"values\":[\"d\"]}]}}",
        "a==b | '' |"
            + " {\"fieldSelector\":{\"requirements\":[{\"key\":\"a\",\"operator\":\"In\",\"values\":[\"b\"]}]}}",
        "broken | '' | {}",
        "'' | !e,f,g!=h |"
            + " {\"labelSelector\":{\"requirements\":[{\"key\":\"e\",\"operator\":\"DoesNotExist\"},{\"key\":\"f\",\"operator\":\"Exists\"},{\"key\":\"g\",\"operator\":\"NotIn\",\"values\":[\"h\"]}]}}",
        "'' | 'x in (y,z),n>1' |"
            + " {\"labelSelector\":{\"requirements\":[{\"key\":\"x\",\"operator\":\"In\",\"values\":[\"y\",\"z\"]}]}}",
        "'' | ((( | {}",
      })
  void selectorsAreSaid(String fields, String labels, String expected) throws Exception {
    answer(200, "v1", "{\"allowed\":true}");
    try (ConfiguredAuthorizers authorizer = webhook("")) {
      assertThat(authorizer.authorize(pods("list", fields, labels)))
          .isInstanceOf(Decision.Allow.class);
    }
    ObjectNode said = (ObjectNode) asked.getFirst().at("/spec/resourceAttributes");
    said.retain("fieldSelector", "labelSelector");
    ObjectNode sorted = said.deepCopy();
    assertThat(sorted).isEqualTo(MAPPER.readTree(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"allowed\":true,\"reason\":\"r\"} | Allow[reason=r]",
        "{\"allowed\":false,\"reason\":\"r\"} | NoOpinion[reason=r]",
        "{\"denied\":true,\"reason\":\"r\"} | Deny[reason=r]",
        "{\"denied\":true,\"allowed\":true,\"reason\":\"r\"} | 'Failed[denied=true, reason=r,"
            + " error=webhook subject access review returned both allow and deny response]'",
        "{} | NoOpinion[reason=]",
      })
  void answersAreJudged(String status, String expected) {
    answer(200, "v1", status);
    try (ConfiguredAuthorizers authorizer = webhook("")) {
      assertThat(authorizer.authorize(pods("get", "", ""))).hasToString(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"NoOpinion, false, 500, 5", "Deny, true, 500, 5", "Deny, true, 403, 1"})
  void whoIsNotAnsweredFailsAsConfigured(String policy, boolean denied, int status, int tries) {
    answer(status, "v1", "{}");
    try (ConfiguredAuthorizers authorizer = webhook("failurePolicy: " + policy)) {
      assertThat(authorizer.authorize(pods("get", "", "")))
          .isInstanceOfSatisfying(
              Decision.Failed.class, failed -> assertThat(failed.denied()).isEqualTo(denied));
    }
    assertThat(asked).hasSize(tries);
  }

  @Test
  void answersAreRememberedUnlessToldOtherwise() {
    answer(200, "v1", "{\"allowed\":true}");
    try (ConfiguredAuthorizers authorizer = webhook("")) {
      var _ = authorizer.authorize(pods("get", "", ""));
      var _ = authorizer.authorize(pods("get", "", ""));
      assertThat(asked).hasSize(1);
      var _ = authorizer.authorize(pods("list", "", ""));
      assertThat(asked).hasSize(2);
      Attributes large =
          new Attributes(JANE, "get", false, "", "", "", "", "", "", "/" + "x".repeat(10_000));
      var _ = authorizer.authorize(large);
      var _ = authorizer.authorize(large);
      assertThat(asked).as("too large to remember").hasSize(4);
    }
    asked.clear();
    try (ConfiguredAuthorizers authorizer = webhook("cacheAuthorizedRequests: false")) {
      var _ = authorizer.authorize(pods("get", "", ""));
      var _ = authorizer.authorize(pods("get", "", ""));
      assertThat(asked).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "has(request.resourceAttributes) | true | Allow[reason=]",
        "has(request.nonResourceAttributes) | false | NoOpinion[reason=]",
        "request.resourceAttributes.namespace == 'ns' && request.user == 'jane' && 'g1' in"
            + " request.groups && request.extra['k'] == ['v'] && request.uid == '7' | true |"
            + " Allow[reason=]",
        "request.resourceAttributes.labelSelector.requirements[0].operator == 'In' | true |"
            + " Allow[reason=]",
        "request.resourceAttributes.fieldSelector.requirements.exists(r, r.key == 'a') | true |"
            + " Allow[reason=]",
        "request.resourceAttributes.group == '' | true | Allow[reason=]",
        "request.nonResourceAttributes.path == '/x' | false | 'Failed[denied=true, reason=,"
            + " error=cel evaluation error: expression ''request.nonResourceAttributes.path =="
            + " ''/x'''' resulted in error: no such key: nonResourceAttributes]'",
      })
  void conditionsSayWhoIsAsked(String expression, boolean called, String expected) {
    answer(200, "v1", "{\"allowed\":true}");
    try (ConfiguredAuthorizers authorizer =
        webhook("failurePolicy: Deny, matchConditions: [{expression: \"" + expression + "\"}]")) {
      assertThat(authorizer.authorize(pods("list", "a=b", "c=d"))).hasToString(expected);
    }
    assertThat(asked.isEmpty()).isNotEqualTo(called);
  }

  @Test
  void aFalseConditionCountsMoreThanAFailingOne() {
    try (ConfiguredAuthorizers authorizer =
        webhook(
            "failurePolicy: Deny, matchConditions: [{expression:"
                + " \"request.nonResourceAttributes.path == ''\"}, {expression: 'false'}]")) {
      assertThat(authorizer.authorize(pods("list", "", ""))).isEqualTo(new Decision.NoOpinion(""));
    }
  }

  @Test
  void rulesAreIncomplete() {
    try (ConfiguredAuthorizers authorizer = webhook("")) {
      assertThat(authorizer.rules(JANE, "ns"))
          .isEqualTo(
              new Authorizer.Rules(
                  List.of(),
                  List.of(),
                  true,
                  "webhook authorizer does not support user rule resolution"));
    }
  }

  @Test
  void aConfigurationIsReplacedUnlessTheNewOneCannotBeUsed() {
    Attributes wanted = pods("get", "", "");
    try (ConfiguredAuthorizers authorizer =
        authorizers(
            text(yaml("[{type: RBAC, name: rbac}, {type: AlwaysAllow, name: alwaysallow}]")))) {
      assertThat(authorizer.authorize(wanted)).isInstanceOf(Decision.Allow.class);
      for (Map.Entry<String, String> broken :
          Map.of(
                  "[]",
                  "authorizers: Required value: at least one authorization mode must be"
                      + " defined",
                  "[{type: AlwaysAllow, name: alwaysallow}]",
                  "missing required types: [RBAC]",
                  "[{type: RBAC, name: rbac}, {type: AlwaysAllow, name: alwaysallow}, {type: Node,"
                      + " name: node}]",
                  "authorizer type Node is not allowed if it was not enabled at initial server"
                      + " startup")
              .entrySet()) {
        assertThatThrownBy(() -> authorizer.replace(text(yaml(broken.getKey()))))
            .hasMessage(broken.getValue());
        assertThat(authorizer.authorize(wanted)).isInstanceOf(Decision.Allow.class);
      }
      answer(200, "v1", "{\"denied\":true}");
      assertThat(
              authorizer.replace(
                  text(
                      yaml(
                          "[{type: Webhook, name: w, webhook: {}}, {type: RBAC, name: rbac}, {type:"
                              + " AlwaysAllow, name: alwaysallow}]"))))
          .isEmpty();
      assertThat(authorizer.authorize(wanted)).isEqualTo(new Decision.Deny(""));
    }
  }
}
