package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad requests get the answers that kube-apiserver 1.36 gives. */
final class ErrorAnswersTest {
  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer(folder);
    server.send(
        "POST",
        "/api/v1/namespaces",
        "{\"metadata\":{\"name\":\"default\"}}",
        "Content-Type",
        "application/json");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GET|/api/v1/namespaces/default/pods/none||404|NotFound|pods "none" not found
          GET|/apis/apps/v2||404|NotFound|the server could not find the requested resource
          GET|/apis/apps/v1/foos||404|NotFound|the server could not find the requested resource
          GET|/api/v1/foos||404|NotFound|the server could not find the requested resource
          GET|/api/v1/namespaces/default/pods/x/foo||404|NotFound|the server could not find the requested resource
          GET|/api/v2||404|NotFound|the server could not find the requested resource
          GET|/api/v1/x/y/z/a/b/c/d||404|NotFound|the server could not find the requested resource
          GET|/api/v1/namespaces/default/namespaces/x||404|NotFound|the server could not find the requested resource
          GET|/api/v1/namespaces/default/nodes||404|NotFound|the server could not find the requested resource
          GET|/api/v1/pods/x||404|NotFound|the server could not find the requested resource
          OPTIONS|/api/v1/pods||405|MethodNotAllowed|the server does not allow this method on the requested resource
          FOO|/api/v1/pods||405|MethodNotAllowed|the server does not allow this method on the requested resource
          POST|/version||405|MethodNotAllowed|the server does not allow this method on the requested resource
          POST|/api||405|MethodNotAllowed|the server does not allow this method on the requested resource
          POST|/api/v1/namespaces/default/pods/x||405|MethodNotAllowed|the server does not allow this method on the requested resource
          PUT|/api/v1/namespaces/default/pods||405|MethodNotAllowed|the server does not allow this method on the requested resource
          POST|/api/v1/configmaps|{}|405|MethodNotAllowed|the server does not allow this method on the requested resource
          GET|/api/v1/pods?limit=x||400|BadRequest|strconv.ParseInt: parsing "x": invalid syntax
          GET|/api/v1/pods?timeoutSeconds=x||400|BadRequest|strconv.ParseInt: parsing "x": invalid syntax
          GET|/api/v1/pods?labelSelector=a,,b||400|BadRequest|found ',', expected: identifier after ','
          GET|/api/v1/pods?fieldSelector=foo||400|BadRequest|invalid selector: 'foo'; can't understand 'foo'
          GET|/api/v1/pods?fieldSelector=foo=bar||400|BadRequest|field label not supported: foo
          GET|/api/v1/pods?resourceVersion=x||400|BadRequest|invalid resource version: resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax
          GET|/api/v1/pods?watch=1&resourceVersion=x||500||resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax
          GET|/api/v1/namespaces/default?resourceVersion=x||500||resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax
          GET|/api/v1/pods?resourceVersionMatch=Exact||422|Invalid|ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided
          GET|/api/v1/pods?watch=1&sendInitialEvents=true||422|Invalid|ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan
          GET|/api/v1/pods?sendInitialEvents=true||422|Invalid|ListOptions.meta.k8s.io "" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list
          POST|/api/v1/namespaces/default/pods|{|400|BadRequest|the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: unexpected end of JSON input ({)
          POST|/api/v1/namespaces/default/pods|{"kind":"Foo","apiVersion":"v1"}|400|BadRequest|Foo in version "v1" cannot be handled as a Pod: no kind "Foo" is registered for version "v1" in scheme "k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30"
          POST|/api/v1/namespaces/default/configmaps|{"metadata":{"name":"x","namespace":"foo"}}|400|BadRequest|the namespace of the provided object does not match the namespace sent on the request
          POST|/api/v1/namespaces/nonono/configmaps|{"metadata":{"name":"a"}}|404|NotFound|namespaces "nonono" not found
          POST|/api/v1/namespaces/default/configmaps?fieldValidation=foo|{}|422|Invalid|CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "foo": supported values: "", "Ignore", "Strict", "Warn"
          POST|/api/v1/namespaces/default/configmaps?dryRun=foo|{}|422|Invalid|CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["foo"]: supported values: "All"
          PUT|/api/v1/namespaces/default/configmaps/x|{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"y"}}|400|BadRequest|the name of the object (y) does not match the name on the URL (x)
          PUT|/api/v1/namespaces/default/configmaps/x|{"kind":"ConfigMap","apiVersion":"v1","metadata":{}}|400|BadRequest|the name of the object (x based on URL) was undeterminable: name must be provided
          DELETE|/api/v1/namespaces/default/pods/none?propagationPolicy=foo||422|Invalid|DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "foo": supported values: "Foreground", "Background", "Orphan", "nil"
          DELETE|/api/v1/namespaces/default/pods/none?gracePeriodSeconds=foo||400|BadRequest|strconv.ParseInt: parsing "foo": invalid syntax
          DELETE|/api/v1/namespaces/default||403|Forbidden|namespaces "default" is forbidden: this namespace may not be deleted
          POST|/apis/authorization.k8s.io/v1/selfsubjectrulesreviews|{"spec":{}}|400|BadRequest|no namespace on request
          POST|/apis/authentication.k8s.io/v1/tokenreviews|{"spec":{}}|400|BadRequest|token is required for TokenReview in authentication
          """)
  void answers(String method, String path, String body, int code, String reason, String message)
      throws Exception {
    HttpResponse<String> answer =
        server.send(method, path, body == null ? "" : body, "Content-Type", "application/json");
    String quoted = message.replace("\\", "\\\\").replace("\"", "\\\"");
    assertThat(answer.body())
        .contains("\"status\":\"Failure\",\"message\":\"" + quoted + "\"")
        .contains(reason == null ? "\"code\":" + code + "}\n" : "\"reason\":\"" + reason + "\"");
    assertThat(answer.statusCode()).isEqualTo(code);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.headers().firstValue("Audit-Id")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"/nothing", "/apis/nope", "/apis/nope/v1", "/livez/foo", "/apis/nope/v1/pods"})
  void pathsThatLeadNowhereArePlainText(String path) throws Exception {
    HttpResponse<String> answer = server.get(path);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("404 page not found\n");
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void wrongContentTypes() throws Exception {
    assertThat(
            server
                .send("POST", "/api/v1/namespaces/default/pods", "x", "Content-Type", "text/plain")
                .body())
        .isEqualTo(
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                + "\"message\":\"the body of the request was in an unknown format - accepted"
                + " media types include: application/json, application/yaml,"
                + " application/vnd.kubernetes.protobuf\",\"reason\":\"UnsupportedMediaType\","
                + "\"code\":415}\n");
    assertThat(
            server
                .send(
                    "PATCH", "/api/v1/namespaces/default/pods/x", "x", "Content-Type", "text/plain")
                .body())
        .isEqualTo(
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                + "\"message\":\"415: Unsupported Media Type\","
                + "\"reason\":\"UnsupportedMediaType\",\"details\":{},\"code\":415}\n");
  }

  @Test
  void unacceptableTypesAreToldIndented() throws Exception {
    HttpResponse<String> answer = server.get("/api/v1/pods", "Accept", "text/html");
    assertThat(answer.statusCode()).isEqualTo(406);
    assertThat(answer.body())
        .isEqualTo(
            """
            {
              "kind": "Status",
              "apiVersion": "v1",
              "metadata": {},
              "status": "Failure",
              "message": "406: Not Acceptable\\n\\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch",
              "reason": "NotAcceptable",
              "details": {},
              "code": 406
            }\
            """);
    assertThat(
            server
                .get(
                    "/api/v1/pods",
                    "Accept",
                    "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io")
                .body())
        .contains("the requested object is a list (*core.PodList)");
  }

  @Test
  void tooLargeBodies() throws Exception {
    HttpResponse<String> answer =
        server.send(
            "POST",
            "/api/v1/namespaces/default/pods",
            "a".repeat((3 << 20) + 1),
            "Content-Type",
            "application/json");
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body())
        .contains("\"message\":\"Request entity too large: limit is 3145728\"")
        .contains("\"reason\":\"RequestEntityTooLarge\",\"code\":413");
  }

  @Test
  void applyMakesWhatIsMissingAndTellsConflicts() throws Exception {
    HttpResponse<String> made = apply("one", "{data: {k: v}}");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.body()).contains("\"manager\":\"one\",\"operation\":\"Apply\"");
    assertThat(apply("one", "{data: {k: v}}").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = apply("two", "{data: {k: w}}");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body())
        .contains("Apply failed with 1 conflict: conflict with \\\"one\\\": .data.k")
        .contains("\"reason\":\"FieldManagerConflict\"");
  }

  private HttpResponse<String> apply(String manager, String data) throws Exception {
    return server.send(
        "PATCH",
        "/api/v1/namespaces/default/configmaps/applied?fieldManager=" + manager,
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: applied}, " + data.substring(1),
        "Content-Type",
        "application/apply-patch+yaml");
  }
}
