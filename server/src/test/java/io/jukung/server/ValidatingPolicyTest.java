package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Validating admission policies over HTTP. */
final class ValidatingPolicyTest {
  private static final String API = "/apis/admissionregistration.k8s.io/v1/";
  private static final String DENY = "\"validationActions\":[\"Deny\"]";
  private static final JsonMapper MAPPER = new JsonMapper();
  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Returns when the read cache, from which admission reads, has all writes so far. */
  private static void settle(String list) throws Exception {
    assertThat(server.get(list).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return server.send("POST", path, body, "Content-Type", "application/json");
  }

  private static void make(String path, String body) throws Exception {
    HttpResponse<String> made = post(path, body);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    settle(path);
  }

  /** A namespace labelled with its name, and a policy of that name for config maps in it. */
  private static void policy(String name, String spec, String binding) throws Exception {
    make(
        "/api/v1/namespaces",
        "{\"metadata\":{\"name\":\"%1$s\",\"labels\":{\"of\":\"%1$s\"}}}".formatted(name));
    make(
        API + "validatingadmissionpolicies",
        """
        {"metadata":{"name":"%1$s"},"spec":{"matchConstraints":{
          "namespaceSelector":{"matchLabels":{"of":"%1$s"}},
          "resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE","UPDATE"],
            "resources":["configmaps"]}]},%2$s}}\
        """
            .formatted(name, spec));
    make(
        API + "validatingadmissionpolicybindings",
        "{\"metadata\":{\"name\":\"%1$s-b\"},\"spec\":{\"policyName\":\"%1$s\",%2$s}}"
            .formatted(name, binding));
  }

  private static HttpResponse<String> map(String namespace, String name, String data)
      throws Exception {
    return post(
        "/api/v1/namespaces/" + namespace + "/configmaps",
        "{\"metadata\":{\"name\":\"" + name + "\"},\"data\":" + data + "}");
  }

  private static JsonNode tree(HttpResponse<String> response) throws Exception {
    return MAPPER.readTree(response.body());
  }

  @Test
  void aRuleRefusesWithItsMessage() throws Exception {
    policy(
        "denies",
        """
        "variables":[{"name":"size","expression":"object.data.size()"},
          {"name":"odd","expression":"variables.size % 2 == 1"}],
        "validations":[
          {"expression":"variables.size > 1","messageExpression":"'wants more than ' + string(variables.size)"},
          {"expression":"variables.odd","message":"is even","reason":"Forbidden"},
          {"expression":"namespaceObject.metadata.name == 'denies' && request.operation == 'CREATE'"}]\
        """,
        "\"validationActions\":[\"Deny\"]");
    HttpResponse<String> refused = map("denies", "a", "{\"x\":\"1\"}");
    assertThat(refused.statusCode()).isEqualTo(422);
    String message =
        "ValidatingAdmissionPolicy 'denies' with binding 'denies-b' denied request: wants more"
            + " than 1";
    assertThat(tree(refused).path("message").asText())
        .isEqualTo("configmaps \"a\" is forbidden: " + message);
    assertThat(tree(refused).path("reason").asText()).isEqualTo("Invalid");
    assertThat(tree(refused).at("/details/causes/0/message").asText()).isEqualTo(message);
    HttpResponse<String> even = map("denies", "b", "{\"x\":\"1\",\"y\":\"2\"}");
    assertThat(even.statusCode()).isEqualTo(403);
    assertThat(tree(even).path("message").asText()).endsWith("denied request: is even");
    assertThat(map("denies", "c", "{\"x\":\"1\",\"y\":\"2\",\"z\":\"3\"}").statusCode())
        .isEqualTo(201);
    HttpResponse<String> changed =
        server.send(
            "PATCH",
            "/api/v1/namespaces/denies/configmaps/c",
            "{\"data\":{\"x\":\"7\"}}",
            "Content-Type",
            "application/merge-patch+json");
    assertThat(changed.statusCode()).isEqualTo(422);
    assertThat(tree(changed).path("message").asText())
        .endsWith(
            "failed expression: namespaceObject.metadata.name == 'denies' && request.operation =="
                + " 'CREATE'");
  }

  /** What {@code jane} is told when she makes a config map under a policy of one expression. */
  private static String asked(String name, String expression) throws Exception {
    policy(name, "\"validations\":[{\"expression\":\"" + expression + "\"}]", DENY);
    make(
        "/apis/rbac.authorization.k8s.io/v1/namespaces/" + name + "/rolebindings",
        """
        {"metadata":{"name":"janes"},"subjects":[{"kind":"User","name":"jane",
          "apiGroup":"rbac.authorization.k8s.io"}],"roleRef":{"kind":"ClusterRole",
          "name":"makes-maps","apiGroup":"rbac.authorization.k8s.io"}}\
        """);
    HttpResponse<String> answer =
        server.send(
            "POST",
            "/api/v1/namespaces/" + name + "/configmaps",
            "{\"metadata\":{\"name\":\"a\"}}",
            "Content-Type",
            "application/json",
            "Impersonate-User",
            "jane");
    return answer.statusCode() == 201 ? "" : tree(answer).path("message").asText();
  }

  @Test
  void expressionsAskWhoMayDoWhat() throws Exception {
    make(
        "/apis/rbac.authorization.k8s.io/v1/clusterroles",
        """
        {"metadata":{"name":"makes-maps"},"rules":[{"apiGroups":[""],"resources":["configmaps"],
          "verbs":["create"]}]}\
        """);
    String maps = "authorizer.group('').resource('configmaps').namespace('asks')";
    assertThat(
            asked(
                "asks",
                String.join(
                    " && ",
                    maps + ".check('create').allowed()",
                    "!authorizer.requestResource.check('delete').allowed()")))
        .isEmpty();
    assertThat(asked("names", "authorizer.requestResource.check('create').reason() == 'no'"))
        .endsWith("failed expression: authorizer.requestResource.check('create').reason() == 'no'");
    assertThat(
            asked(
                "reasons",
                "authorizer.requestResource.check('create').reason()"
                    + ".startsWith('RBAC: allowed by RoleBinding ')"))
        .isEmpty();
    assertThat(
            asked(
                "others",
                "authorizer.serviceAccount('others','robot').group('').resource('configmaps')"
                    + ".namespace('others').name('a').check('create').allowed()"
                    + " || authorizer.path('/nowhere').check('get').errored()"))
        .contains("failed expression: ");
    assertThat(
            asked(
                "selects",
                "authorizer.group('').resource('pods').subresource('log').fieldSelector('a=b')"
                    + ".labelSelector('c').check('list').error() == ''"))
        .isEmpty();
    assertThat(asked("empty", "authorizer.path(' ').check('get').allowed()"))
        .endsWith(
            "expression 'authorizer.path(' ').check('get').allowed()' resulted in error: path must"
                + " not be empty");
    assertThat(
            asked("wrong", "authorizer.serviceAccount('A','b').path('/').check('get').allowed()"))
        .endsWith("resulted in error: Invalid service account namespace");
    String no = maps + ".check('get').allowed()";
    assertThat(asked("dear", String.join(" || ", no, no, no)))
        .endsWith("operation cancelled: actual cost limit exceeded");
  }

  @Test
  void messagesAskNobody() throws Exception {
    HttpResponse<String> refused =
        post(
            API + "validatingadmissionpolicies",
            """
            {"metadata":{"name":"m"},"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":[""],
              "apiVersions":["v1"],"operations":["CREATE"],"resources":["configmaps"]}]},
              "validations":[{"expression":"true",
                "messageExpression":"authorizer.path('/').check('get').reason()"}]}}\
            """);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(tree(refused).path("message").asText())
        .contains("undeclared reference to 'authorizer'");
  }

  @Test
  void warningsLetPassAndConditionsLetAlone() throws Exception {
    policy(
        "warns",
        """
        "matchConditions":[{"name":"mine","expression":"object.metadata.name.startsWith('my')"}],
        "validations":[{"expression":"false","message":"not so"}]\
        """,
        "\"validationActions\":[\"Warn\",\"Audit\"]");
    HttpResponse<String> warned = map("warns", "my-map", "{}");
    assertThat(warned.statusCode()).isEqualTo(201);
    assertThat(warned.headers().allValues("Warning"))
        .isEqualTo(
            List.of(
                "299 - \"Validation failed for ValidatingAdmissionPolicy 'warns' with binding"
                    + " 'warns-b': not so\""));
    assertThat(map("warns", "other", "{}").headers().allValues("Warning")).isEmpty();
  }

  @Test
  void parametersComeFromTheBinding() throws Exception {
    make("/api/v1/namespaces", "{\"metadata\":{\"name\":\"limits\"}}");
    make(
        "/api/v1/namespaces/limits/configmaps",
        "{\"metadata\":{\"name\":\"limit\"},\"data\":{\"max\":\"1\"}}");
    policy(
        "params",
        """
        "paramKind":{"apiVersion":"v1","kind":"ConfigMap"},
        "validations":[{"expression":"object.data.size() <= int(params.data.max)"}]\
        """,
        """
        "validationActions":["Deny"],
        "paramRef":{"name":"limit","namespace":"limits","parameterNotFoundAction":"Deny"}\
        """);
    assertThat(map("params", "a", "{\"x\":\"1\"}").statusCode()).isEqualTo(201);
    assertThat(map("params", "b", "{\"x\":\"1\",\"y\":\"1\"}").statusCode()).isEqualTo(422);
    assertThat(server.send("DELETE", "/api/v1/namespaces/limits/configmaps/limit", "").statusCode())
        .isEqualTo(200);
    settle("/api/v1/namespaces/limits/configmaps");
    assertThat(tree(map("params", "c", "{}")).path("message").asText())
        .endsWith(
            "denied request: failed to configure binding: no params found for policy binding with"
                + " `Deny` parameterNotFoundAction");
  }

  @Test
  void failuresRefuseUnlessTheyAreIgnored() throws Exception {
    policy(
        "fails",
        "\"validations\":[{\"expression\":\"object.data.missing == 'x'\"}]",
        "\"validationActions\":[\"Deny\"]");
    assertThat(tree(map("fails", "a", "{\"x\":\"1\"}")).path("message").asText())
        .contains("expression 'object.data.missing == 'x'' resulted in error: ");
    policy(
        "ignores",
        "\"failurePolicy\":\"Ignore\",\"validations\":[{\"expression\":\"object.data.missing =="
            + " 'x'\"}]",
        "\"validationActions\":[\"Deny\"]");
    assertThat(map("ignores", "a", "{\"x\":\"1\"}").statusCode()).isEqualTo(201);
  }

  @Test
  void anotherVersionOfAResourceIsMeantToo() throws Exception {
    make(
        "/api/v1/namespaces",
        "{\"metadata\":{\"name\":\"scaled\",\"labels\":{\"of\":\"scaled\"}}}");
    make(
        API + "validatingadmissionpolicies",
        """
        {"metadata":{"name":"scaled"},"spec":{"matchConstraints":{
          "namespaceSelector":{"matchLabels":{"of":"scaled"}},
          "resourceRules":[{"apiGroups":["autoscaling"],"apiVersions":["v1"],"operations":["*"],
            "resources":["horizontalpodautoscalers"]}]},
          "validations":[{"expression":"request.requestKind.version == 'v1' || object.spec.targetCPUUtilizationPercentage < 50",
            "messageExpression":"'target is ' + string(object.spec.targetCPUUtilizationPercentage)"}]}}\
        """);
    make(
        API + "validatingadmissionpolicybindings",
        "{\"metadata\":{\"name\":\"scaled\"},\"spec\":{\"policyName\":\"scaled\",\"validationActions\":[\"Deny\"]}}");
    HttpResponse<String> refused =
        post(
            "/apis/autoscaling/v2/namespaces/scaled/horizontalpodautoscalers",
            """
            {"metadata":{"name":"h"},"spec":{"maxReplicas":3,
              "scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"apps/v1"},
              "metrics":[{"type":"Resource","resource":{"name":"cpu",
                "target":{"type":"Utilization","averageUtilization":70}}}]}}\
            """);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
    assertThat(tree(refused).path("message").asText()).endsWith("denied request: target is 70");
  }

  @Test
  void policiesThatRefuseEverythingCanBeTakenAway() throws Exception {
    make(
        API + "validatingadmissionpolicies",
        """
        {"metadata":{"name":"all"},"spec":{"matchConstraints":{
          "objectSelector":{"matchLabels":{"doomed":"yes"}},
          "resourceRules":[{"apiGroups":["*"],"apiVersions":["*"],"operations":["*"],
            "resources":["*"]}]},
          "validations":[{"expression":"false"}]}}\
        """);
    make(
        API + "validatingadmissionpolicybindings",
        """
        {"metadata":{"name":"all","labels":{"doomed":"yes"}},
         "spec":{"policyName":"all","validationActions":["Deny"]}}\
        """);
    String doomed = "{\"metadata\":{\"name\":\"doomed\",\"labels\":{\"doomed\":\"yes\"}}}";
    assertThat(post("/api/v1/namespaces", doomed).statusCode()).isEqualTo(422);
    assertThat(
            server.send("DELETE", API + "validatingadmissionpolicybindings/all", "").statusCode())
        .isEqualTo(200);
    settle(API + "validatingadmissionpolicybindings");
    make("/api/v1/namespaces", doomed);
  }

  @Test
  void expressionsThatAreNoneAreRefused() throws Exception {
    String rules =
        "\"matchConstraints\":{\"resourceRules\":[{\"apiGroups\":[\"\"],\"apiVersions\":[\"v1\"],"
            + "\"operations\":[\"CREATE\"],\"resources\":[\"configmaps\"]}]}";
    HttpResponse<String> refused =
        post(
            API + "validatingadmissionpolicies",
            """
            {"metadata":{"name":"wrong"},"spec":{%s,
              "variables":[{"name":"a","expression":"object.x + "}],
              "validations":[{"expression":"1 + 1"},
                {"expression":"variables.b == 1","messageExpression":"1"}]}}\
            """
                .formatted(rules));
    assertThat(refused.statusCode()).isEqualTo(422);
    JsonNode causes = tree(refused).at("/details/causes");
    assertThat(causes.size()).isEqualTo(4);
    assertThat(causes.get(0).path("field").asText()).isEqualTo("spec.variables[0].expression");
    assertThat(causes.get(1).path("message").asText())
        .isEqualTo("Invalid value: \"1 + 1\": must evaluate to bool but got int");
    assertThat(causes.get(2).path("message").asText()).contains("undefined field 'b'");
    assertThat(causes.get(3).path("message").asText())
        .isEqualTo("Invalid value: \"1\": must evaluate to string but got int");
    HttpResponse<String> webhook =
        post(
            API + "validatingwebhookconfigurations",
            """
            {"metadata":{"name":"wrong"},"webhooks":[{"name":"a.example.com","sideEffects":"None",
              "admissionReviewVersions":["v1"],"clientConfig":{"url":"https://localhost/"},
              "matchConditions":[{"name":"c","expression":"... [] bad expression"}]}]}\
            """);
    assertThat(webhook.statusCode()).isEqualTo(422);
    assertThat(tree(webhook).path("message").asText()).contains("compilation failed");
    HttpResponse<String> patch =
        post(
            API + "mutatingadmissionpolicies",
            """
            {"metadata":{"name":"wrong"},"spec":{%s,"reinvocationPolicy":"Never","mutations":[
              {"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"Object{spec: Object.metadata{}}"}},
              {"patchType":"JSONPatch","jsonPatch":{"expression":"[JSONPatch{verb: 'add'}]"}}]}}\
            """
                .formatted(rules));
    assertThat(patch.statusCode()).isEqualTo(422);
    assertThat(tree(patch).at("/details/causes").size()).isEqualTo(2);
  }
}
