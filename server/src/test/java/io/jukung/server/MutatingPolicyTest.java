package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutating admission policies over HTTP. */
final class MutatingPolicyTest {
  private static final String API = "/apis/admissionregistration.k8s.io/v1/";
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

  private static JsonNode make(String path, String body) throws Exception {
    HttpResponse<String> made = post(path, body);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    settle(path);
    return MAPPER.readTree(made.body());
  }

  /** A namespace labelled with {@code of}, and a policy for what is created in it. */
  private static void policy(String of, String name, String resource, String spec)
      throws Exception {
    var _ =
        post(
            "/api/v1/namespaces",
            "{\"metadata\":{\"name\":\"%1$s\",\"labels\":{\"of\":\"%1$s\"}}}".formatted(of));
    var _ =
        make(
            API + "mutatingadmissionpolicies",
            """
            {"metadata":{"name":"%2$s"},"spec":{"matchConstraints":{
              "namespaceSelector":{"matchLabels":{"of":"%1$s"}},
              "resourceRules":[{"apiGroups":["*"],"apiVersions":["*"],"operations":["CREATE"],
                "resources":["%3$s"]}]},%4$s}}\
            """
                .formatted(of, name, resource, spec));
    var _ =
        make(
            API + "mutatingadmissionpolicybindings",
            "{\"metadata\":{\"name\":\"%1$s-b\"},\"spec\":{\"policyName\":\"%1$s\"}}"
                .formatted(name));
  }

  private static HttpResponse<String> map(String namespace, String data) throws Exception {
    return post(
        "/api/v1/namespaces/" + namespace + "/configmaps",
        "{\"metadata\":{\"name\":\"m\"},\"data\":" + data + "}");
  }

  private static String patch(String expression) throws Exception {
    return "{\"patchType\":\"JSONPatch\",\"jsonPatch\":{\"expression\":%s}}"
        .formatted(MAPPER.writeValueAsString(expression));
  }

  private static String configuration(String expression) throws Exception {
    return "{\"patchType\":\"ApplyConfiguration\",\"applyConfiguration\":{\"expression\":%s}}"
        .formatted(MAPPER.writeValueAsString(expression));
  }

  @Test
  void aConfigurationIsMergedAndDefaulted() throws Exception {
    policy(
        "apply",
        "apply",
        "deployments",
        "\"reinvocationPolicy\":\"Never\",\"variables\":[{\"name\":\"key\",\"expression\":\"'k'\"}],"
            + "\"mutations\":["
            + configuration(
                "Object{metadata: Object.metadata{annotations: {variables.key: 'v'}}, spec:"
                    + " Object.spec{template: Object.spec.template{spec:"
                    + " Object.spec.template.spec{initContainers:"
                    + " [Object.spec.template.spec.initContainers{name: 'side', image: 'i',"
                    + " restartPolicy: 'Always'}]}}}}")
            + "]");
    JsonNode made =
        make(
            "/apis/apps/v1/namespaces/apply/deployments",
            """
            {"metadata":{"name":"d","annotations":{"own":"1"}},"spec":{"selector":{"matchLabels":{"a":"b"}},
             "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i:1"}]}}}}\
            """);
    assertThat(made.at("/metadata/annotations").toString())
        .isEqualTo("{\"k\":\"v\",\"own\":\"1\"}");
    assertThat(made.at("/spec/template/spec/initContainers/0/name").asText()).isEqualTo("side");
    assertThat(made.at("/spec/template/spec/initContainers/0/imagePullPolicy").asText())
        .isEqualTo("Always");
    assertThat(made.at("/spec/template/spec/containers").size()).isEqualTo(1);
  }

  @Test
  void patchesAreMadeOneAfterTheOther() throws Exception {
    policy(
        "patch",
        "patch",
        "configmaps",
        "\"reinvocationPolicy\":\"Never\",\"mutations\":["
            + patch(
                "[JSONPatch{op: 'add', path: '/metadata/annotations', value: {}}, JSONPatch{op:"
                    + " 'add', path: '/metadata/annotations/' + jsonpatch.escapeKey('a/b'), value:"
                    + " 'new'}, JSONPatch{op: 'copy', from: '/data/x', path: '/data/y'}]")
            + ","
            + patch(
                "has(object.data.x) ? [JSONPatch{op: 'test', path: '/data/x', value: '1'},"
                    + " JSONPatch{op: 'add', path: '/metadata/labels', value: {'size':"
                    + " string(object.data.size())}}] : []")
            + "]");
    JsonNode made = MAPPER.readTree(map("patch", "{\"x\":\"1\"}").body());
    assertThat(made.path("data").toString()).isEqualTo("{\"x\":\"1\",\"y\":\"1\"}");
    assertThat(made.at("/metadata/annotations").toString()).isEqualTo("{\"a/b\":\"new\"}");
    assertThat(made.at("/metadata/labels/size").asText()).isEqualTo("2");
  }

  @Test
  void aTestThatFailsChangesNothing() throws Exception {
    policy(
        "tests",
        "tests",
        "configmaps",
        "\"reinvocationPolicy\":\"Never\",\"mutations\":["
            + patch(
                "[JSONPatch{op: 'add', path: '/data/y', value: '2'}, JSONPatch{op: 'test', path:"
                    + " '/data/x', value: '9'}]")
            + "]");
    JsonNode made = MAPPER.readTree(map("tests", "{\"x\":\"1\"}").body());
    assertThat(made.path("data").toString()).isEqualTo("{\"x\":\"1\"}");
  }

  @Test
  void laterChangesAreSeenByThoseWhoWishTo() throws Exception {
    String size = "string(object.data.size())";
    policy(
        "again",
        "again-1",
        "configmaps",
        "\"reinvocationPolicy\":\"IfNeeded\",\"mutations\":["
            + configuration("Object{metadata: Object.metadata{labels: {'needed': " + size + "}}}")
            + "]");
    policy(
        "again",
        "again-2",
        "configmaps",
        "\"reinvocationPolicy\":\"Never\",\"mutations\":["
            + patch("[JSONPatch{op: 'add', path: '/data/y', value: '2'}]")
            + ","
            + configuration("Object{metadata: Object.metadata{labels: {'never': " + size + "}}}")
            + "]");
    JsonNode made = MAPPER.readTree(map("again", "{\"x\":\"1\"}").body());
    assertThat(made.at("/metadata/labels").toString())
        .isEqualTo("{\"needed\":\"2\",\"never\":\"2\"}");
  }

  @Test
  void whatCanNotBeMadeRefusesTheWrite() throws Exception {
    policy(
        "fails",
        "fails",
        "pods",
        "\"reinvocationPolicy\":\"Never\",\"mutations\":["
            + configuration("Object{spec: Object.spec{tolerations: [Object.spec.tolerations{}]}}")
            + "]");
    var _ =
        make("/api/v1/namespaces/fails/serviceaccounts", "{\"metadata\":{\"name\":\"default\"}}");
    HttpResponse<String> refused =
        post(
            "/api/v1/namespaces/fails/pods",
            "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
    assertThat(refused.statusCode()).isEqualTo(403);
    JsonNode status = MAPPER.readTree(refused.body());
    assertThat(status.path("message").asText())
        .isEqualTo(
            "policy 'fails' with binding 'fails-b' denied request: error applying patch: invalid"
                + " ApplyConfiguration: may not mutate atomic arrays, maps or structs:"
                + " .spec.tolerations");
    assertThat(status.path("reason").asText()).isEqualTo("Invalid");
  }
}
