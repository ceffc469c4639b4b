package io.jukung.conformance.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every verb on every resource for the components' identities: what SubjectAccessReviews say is
 * what the rules of their roles say, read and applied here anew.
 */
class AccessMatrixTest {
  private static final List<String> VERBS =
      List.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");

  /** About these a node is asked more than its role: which object, or whose pods. */
  private static final Set<String> NODE_GRAPH =
      Set.of(
          "secrets",
          "configmaps",
          "persistentvolumeclaims",
          "persistentvolumes",
          "persistentvolumeclaims/status",
          "volumeattachments",
          "serviceaccounts",
          "serviceaccounts/token",
          "leases",
          "csinodes",
          "resourceslices",
          "resourceclaims",
          "podcertificaterequests",
          "pods",
          "pods/status",
          "pods/eviction",
          "nodes",
          "nodes/status");

  private static TestCluster cluster;
  private static JsonApi api;
  private static List<Asked> asked;
  private static List<JsonNode> clusterBindings;

  /** The node authorizer allows this by itself; NodeRestriction looks at whose slice it is. */
  private static final Asked OWN_SLICES = new Asked("create", "resource.k8s.io", "resourceslices");

  /** One question; the subresource is behind a slash. */
  private record Asked(String verb, String group, String resource) {}

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.start();
    api = new JsonApi(cluster.client());
    asked = questions();
    clusterBindings = items("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings");
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  private static List<JsonNode> items(String path) throws Exception {
    return stream(api.get(path).path("items")).toList();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static List<Asked> questions() throws Exception {
    List<Asked> all = new ArrayList<>();
    for (String root : List.of("/api", "/apis")) {
      var answer =
          cluster
              .client()
              .send(
                  ApiRequest.of("GET", root)
                      .with(
                          "Accept",
                          "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"));
      JsonNode found = api.parse(new String(answer.body(), StandardCharsets.UTF_8));
      for (JsonNode group : found.path("items")) {
        String name = group.at("/metadata/name").asText("");
        for (JsonNode resource : group.at("/versions/0/resources")) {
          String plural = resource.path("resource").asText();
          Stream.concat(
                  Stream.of(plural),
                  stream(resource.path("subresources"))
                      .map(sub -> plural + "/" + sub.path("subresource").asText()))
              .forEach(full -> VERBS.forEach(verb -> all.add(new Asked(verb, name, full))));
        }
      }
    }
    return all;
  }

  private static boolean answered(String user, List<String> groups, Asked question)
      throws Exception {
    ObjectNode review = (ObjectNode) api.parse("{\"spec\": {\"resourceAttributes\": {}}}");
    ObjectNode spec = (ObjectNode) review.path("spec");
    spec.put("user", user);
    groups.forEach(spec.putArray("groups")::add);
    String[] parts = question.resource().split("/", 2);
    ((ObjectNode) spec.path("resourceAttributes"))
        .put("namespace", "default")
        .put("verb", question.verb())
        .put("group", question.group())
        .put("resource", parts[0])
        .put("subresource", parts.length > 1 ? parts[1] : "");
    return api.create("/apis/authorization.k8s.io/v1/subjectaccessreviews", review)
        .at("/status/allowed")
        .asBoolean();
  }

  /** The rules of all cluster roles bound to the user or a group. */
  private static List<JsonNode> rules(String user, List<String> groups) throws Exception {
    List<JsonNode> rules = new ArrayList<>();
    for (JsonNode binding : clusterBindings) {
      boolean bound =
          stream(binding.path("subjects"))
              .anyMatch(
                  subject -> {
                    String name = subject.path("name").asText();
                    return subject.path("kind").asText().equals("User")
                        ? name.equals(user)
                        : subject.path("kind").asText().equals("Group") && groups.contains(name);
                  });
      if (bound) {
        rules.addAll(ofRole(binding.at("/roleRef/name").asText()));
      }
    }
    return rules;
  }

  private static List<JsonNode> ofRole(String name) throws Exception {
    return stream(api.get("/apis/rbac.authorization.k8s.io/v1/clusterroles/" + name).path("rules"))
        .toList();
  }

  private static boolean allows(JsonNode rule, Asked question) {
    String sub = question.resource().replaceFirst("^[^/]*", "*");
    return rule.path("resourceNames").isEmpty()
        && has(rule.path("verbs"), question.verb())
        && has(rule.path("apiGroups"), question.group())
        && (has(rule.path("resources"), question.resource())
            || (question.resource().contains("/") && has(rule.path("resources"), sub)));
  }

  private static boolean has(JsonNode values, String wanted) {
    return stream(values).anyMatch(v -> v.asText().equals("*") || v.asText().equals(wanted));
  }

  private static void compare(String user) throws Exception {
    List<String> groups = List.of("system:authenticated");
    List<JsonNode> rules = rules(user, groups);
    assertThat(rules).isNotEmpty();
    Map<Asked, Boolean> expected = new LinkedHashMap<>();
    Map<Asked, Boolean> answers = new LinkedHashMap<>();
    for (Asked question : asked) {
      expected.put(question, rules.stream().anyMatch(rule -> allows(rule, question)));
      answers.put(question, answered(user, groups, question));
    }
    assertThat(answers).hasSizeGreaterThan(800).isEqualTo(expected);
  }

  @Test
  void theSchedulerMayDoWhatItsRolesSay() throws Exception {
    compare("system:kube-scheduler");
  }

  @Test
  void theControllerManagerMayDoWhatItsRolesSay() throws Exception {
    compare("system:kube-controller-manager");
  }

  /** No binding is asked about a node; beyond its role it may do nothing, within it not all. */
  @Test
  void aNodeMayDoNoMoreThanItsRoleSays() throws Exception {
    List<String> groups = List.of("system:nodes", "system:authenticated");
    List<JsonNode> rules = new ArrayList<>(ofRole("system:node"));
    rules.addAll(rules("system:node:n", groups));
    Map<Asked, Boolean> expected = new LinkedHashMap<>();
    Map<Asked, Boolean> answers = new LinkedHashMap<>();
    for (Asked question : asked) {
      boolean allowed =
          question.equals(OWN_SLICES) || rules.stream().anyMatch(rule -> allows(rule, question));
      boolean answer = answered("system:node:n", groups, question);
      if (!allowed || !NODE_GRAPH.contains(question.resource())) {
        expected.put(question, allowed);
        answers.put(question, answer);
      }
    }
    assertThat(answers).hasSizeGreaterThan(700).isEqualTo(expected);
  }
}
