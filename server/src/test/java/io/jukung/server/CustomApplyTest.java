package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Server-side apply and managed fields of custom resources. */
@Timeout(60)
final class CustomApplyTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String GADGETS = "/apis/apply.test/v1/namespaces/default/gadgets";
  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer(folder);
    send("POST", "/api/v1/namespaces", "{'metadata':{'name':'default'}}");
    String schema =
        "{'type':'object','properties':{'spec':{'type':'object','properties':{"
            + "'size':{'type':'integer'},'color':{'type':'string','default':'red'},"
            + "'ports':{'type':'array','x-kubernetes-list-type':'map',"
            + "'x-kubernetes-list-map-keys':['port','protocol'],'items':{'type':'object',"
            + "'required':['port'],'properties':{'port':{'type':'integer'},"
            + "'protocol':{'type':'string','default':'TCP'},'name':{'type':'string'}}}},"
            + "'tags':{'type':'array','x-kubernetes-list-type':'set','items':{'type':'string'}},"
            + "'plain':{'type':'array','items':{'type':'string'}},"
            + "'one':{'type':'object','x-kubernetes-map-type':'atomic',"
            + "'additionalProperties':{'type':'string'}},"
            + "'free':{'type':'object','x-kubernetes-preserve-unknown-fields':true}}},"
            + "'status':{'type':'object','properties':{'size':{'type':'integer'}}}}}";
    String version =
        "{'name':'%s','served':true,'storage':%s,'schema':{'openAPIV3Schema':"
            + schema
            + "},'subresources':{'status':{},'scale':{'specReplicasPath':'.spec.size',"
            + "'statusReplicasPath':'.status.size'}}}";
    HttpResponse<String> created =
        send(
            "POST",
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
            "{'metadata':{'name':'gadgets.apply.test'},'spec':{'group':'apply.test',"
                + "'scope':'Namespaced','names':{'plural':'gadgets','kind':'Gadget'},'versions':["
                + version.formatted("v1", true)
                + ","
                + version.formatted("v2", false)
                + "]}}");
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    long end = System.nanoTime() + 10_000_000_000L;
    while (server.get(GADGETS).statusCode() != 200 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws Exception {
    return send(method, path, body, "application/json");
  }

  private static HttpResponse<String> send(String method, String path, String body, String type)
      throws Exception {
    return server.send(method, path, body.replace('\'', '"'), "Content-Type", type);
  }

  private static HttpResponse<String> apply(String place, String manager, String body)
      throws Exception {
    return send(
        "PATCH",
        place + (place.contains("?") ? "&" : "?") + "fieldManager=" + manager,
        body,
        "application/apply-patch+yaml");
  }

  private static HttpResponse<String> merge(String place, String body) throws Exception {
    return send("PATCH", place, body, "application/merge-patch+json");
  }

  private static JsonNode tree(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    return MAPPER.readTree(answer.body());
  }

  private static String gadget(String name, String rest) {
    return "{'apiVersion':'apply.test/v1','kind':'Gadget','metadata':{'name':'%s'}%s}"
        .formatted(name, rest);
  }

  /** The managers without their times. */
  private static String managers(JsonNode object) {
    StringBuilder text = new StringBuilder();
    for (JsonNode entry : object.path("metadata").path("managedFields")) {
      text.append(entry.path("manager").asText())
          .append(' ')
          .append(entry.path("operation").asText())
          .append(' ')
          .append(entry.path("apiVersion").asText())
          .append(entry.has("subresource") ? "/" + entry.path("subresource").asText() : "")
          .append(' ')
          .append(entry.path("fieldsV1"))
          .append('\n');
    }
    return text.toString();
  }

  @Test
  void applyingCreatesAndKeepsTrack() throws Exception {
    HttpResponse<String> created =
        apply(
            GADGETS + "/a",
            "me",
            gadget(
                "a",
                ",'spec':{'size':1,'ports':[{'port':80,'name':'x'},{'port':9}],'tags':['t'],"
                    + "'plain':['p'],'one':{'k':'v'},'free':{'a':{'b':1}}}"));
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    assertThat(tree(created).path("spec").path("color").asText()).isEqualTo("red");
    assertThat(managers(tree(created)))
        .isEqualTo(
            "me Apply apply.test/v1"
                + " {\"f:spec\":{\"f:free\":{\"f:a\":{\".\":{},\"f:b\":{}}},\"f:one\":{},\"f:plain\":{},\"f:ports\":{\"k:{\\\"port\\\":80,\\\"protocol\\\":\\\"TCP\\\"}\":{\".\":{},\"f:name\":{},\"f:port\":{}},\"k:{\\\"port\\\":9,\\\"protocol\\\":\\\"TCP\\\"}\":{\".\":{},\"f:port\":{}}},\"f:size\":{},\"f:tags\":{\"v:\\\"t\\\"\":{}}}}\n");
    String version = tree(created).path("metadata").path("resourceVersion").asText();
    HttpResponse<String> again =
        apply(
            GADGETS + "/a",
            "me",
            gadget(
                "a",
                ",'spec':{'size':1,'ports':[{'port':80,'name':'x'},{'port':9}],'tags':['t'],"
                    + "'plain':['p'],'one':{'k':'v'},'free':{'a':{'b':1}}}"));
    assertThat(tree(again).path("metadata").path("resourceVersion").asText()).isEqualTo(version);
    JsonNode less =
        tree(apply(GADGETS + "/a", "me", gadget("a", ",'spec':{'ports':[{'port':9}]}")));
    assertThat(less.path("spec").toString())
        .isEqualTo("{\"color\":\"red\",\"ports\":[{\"port\":9,\"protocol\":\"TCP\"}]}");
  }

  @Test
  void othersFieldsAreConflicts() throws Exception {
    tree(send("POST", GADGETS + "?fieldManager=maker", gadget("b", ",'spec':{'size':1}")));
    HttpResponse<String> conflict =
        apply(GADGETS + "/b", "me", gadget("b", ",'spec':{'size':2,'tags':['t']}"));
    assertThat(conflict.statusCode()).isEqualTo(409);
    assertThat(conflict.body())
        .contains("Apply failed with 1 conflict: conflict with \\\"maker\\\" using apply.test/v1")
        .contains("\"field\":\".spec.size\"");
    JsonNode forced =
        tree(apply(GADGETS + "/b?force=true", "me", gadget("b", ",'spec':{'size':2}")));
    assertThat(managers(forced))
        .isEqualTo(
            "me Apply apply.test/v1 {\"f:spec\":{\"f:size\":{}}}\n"
                + "maker Update apply.test/v1 {\"f:spec\":{\".\":{},\"f:color\":{}}}\n");
    JsonNode patched = tree(merge(GADGETS + "/b?fieldManager=you", "{'spec':{'size':3}}"));
    assertThat(managers(patched))
        .isEqualTo(
            "maker Update apply.test/v1 {\"f:spec\":{\".\":{},\"f:color\":{}}}\n"
                + "you Update apply.test/v1 {\"f:spec\":{\"f:size\":{}}}\n");
  }

  @Test
  void subresourcesHaveManagersOfTheirOwn() throws Exception {
    tree(apply(GADGETS + "/c", "me", gadget("c", ",'spec':{'size':1},'status':{'size':7}")));
    JsonNode status =
        tree(
            apply(
                GADGETS + "/c/status",
                "me",
                gadget("c", ",'spec':{'size':9},'status':{'size':2}")));
    assertThat(status.path("spec").path("size").asInt()).isEqualTo(1);
    assertThat(managers(status))
        .isEqualTo(
            "me Apply apply.test/v1 {\"f:spec\":{\"f:size\":{}}}\n"
                + "me Apply apply.test/v1/status {\"f:status\":{\"f:size\":{}}}\n");
    tree(merge(GADGETS + "/c/scale?fieldManager=scaler", "{'spec':{'replicas':5}}"));
    JsonNode scaled = tree(server.get(GADGETS + "/c"));
    assertThat(scaled.path("spec").path("size").asInt()).isEqualTo(5);
    assertThat(managers(scaled))
        .isEqualTo(
            "me Apply apply.test/v1/status {\"f:status\":{\"f:size\":{}}}\n"
                + "scaler Update apply.test/v1/scale {\"f:spec\":{\"f:size\":{}}}\n");
    assertThat(apply(GADGETS + "/c", "me", gadget("c", ",'spec':{'size':1}")).body())
        .contains("conflict with \\\"scaler\\\" with subresource \\\"scale\\\"");
  }

  @Test
  void managersOfOtherVersionsAreUnderstood() throws Exception {
    tree(apply(GADGETS + "/d", "me", gadget("d", ",'spec':{'size':1,'tags':['a'],'plain':['x']}")));
    String second = gadget("d", ",'spec':{'tags':['a']}").replace("/v1", "/v2");
    JsonNode applied = tree(apply(GADGETS.replace("/v1", "/v2") + "/d", "me", second));
    assertThat(applied.path("spec").toString()).isEqualTo("{\"color\":\"red\",\"tags\":[\"a\"]}");
    assertThat(managers(applied))
        .isEqualTo("me Apply apply.test/v2 {\"f:spec\":{\"f:tags\":{\"v:\\\"a\\\"\":{}}}}\n");
    JsonNode updated = tree(merge(GADGETS + "/d?fieldManager=you", "{'spec':{'tags':null}}"));
    assertThat(managers(updated)).isEmpty();
  }

  @Test
  void whatDoesNotFitIsRefused() throws Exception {
    HttpResponse<String> unknown = apply(GADGETS + "/e", "me", gadget("e", ",'spec':{'odd':1}"));
    assertThat(unknown.statusCode()).isEqualTo(500);
    assertThat(unknown.body())
        .contains(
            "failed to create typed patch object (/e; apply.test/v1, Kind=Gadget): .spec.odd:"
                + " field not declared in schema");
    assertThat(apply(GADGETS + "/e", "me", gadget("e", ",'spec':{'tags':['a','a']}")).body())
        .contains("duplicate entries for key [=\\\"a\\\"]");
    HttpResponse<String> strategic =
        send("PATCH", GADGETS + "/e", "{}", "application/strategic-merge-patch+json");
    assertThat(strategic.statusCode()).isEqualTo(415);
    assertThat(strategic.body()).contains("application/apply-patch+yaml");
    assertThat(apply(GADGETS + "/f/status", "me", gadget("f", ",'status':{'size':1}")).statusCode())
        .isEqualTo(404);
  }

  @Test
  void aWriteOfTimesAloneIsNotMade() throws Exception {
    JsonNode made = tree(send("POST", GADGETS, gadget("g", ",'spec':{'size':1}")));
    JsonNode same = tree(merge(GADGETS + "/g", "{'spec':{'size':1}}"));
    assertThat(same).isEqualTo(made);
  }

  private static String tools(String listType) {
    return "{'metadata':{'name':'tools.change.test'},'spec':{'group':'change.test',"
        + "'scope':'Namespaced','names':{'plural':'tools','kind':'Tool'},'versions':[{'name':'v1',"
        + "'served':true,'storage':true,'schema':{'openAPIV3Schema':{'type':'object','properties':"
        + "{'list':{'type':'array',"
        + listType
        + "'items':{'type':'object','required':['k'],'properties':{'k':{'type':'string'},"
        + "'v':{'type':'integer'}}}}}}}}]}}";
  }

  @Test
  void whatASchemaMakesOnePieceIsOwnedAsOne() throws Exception {
    String definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    String keyed = "'x-kubernetes-list-type':'map','x-kubernetes-list-map-keys':['k'],";
    assertThat(send("POST", definitions, tools(keyed)).statusCode()).isEqualTo(201);
    String path = "/apis/change.test/v1/namespaces/default/tools";
    long end = System.nanoTime() + 10_000_000_000L;
    while (server.get(path).statusCode() != 200 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    String tool =
        "{'apiVersion':'change.test/v1','kind':'Tool','metadata':{'name':'a'},"
            + "'list':[{'k':'x','v':1}]}";
    assertThat(managers(tree(apply(path + "/a", "me", tool)))).contains("k:{");
    JsonNode changed = tree(merge(definitions + "/tools.change.test", tools("")));
    assertThat(changed.path("spec").toString()).doesNotContain("list-type");
    String now;
    do {
      now = managers(tree(apply(path + "/a?dryRun=All", "you", tool)));
    } while (now.contains("k:{") && System.nanoTime() < end);
    assertThat(now)
        .isEqualTo(
            "you Apply change.test/v1 {\"f:list\":{}}\nme Apply change.test/v1 {\"f:list\":{}}\n");
  }
}
