package io.jukung.conformance.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.conformance.cluster.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** create token, auth can-i, whoami and reconcile, --as: who may do what, as kubectl tells it. */
final class AccessScenarios {
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private AccessScenarios() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario(
            "create sa, role, rolebinding, token; auth can-i, whoami", AccessScenarios::token),
        new Scenario("auth reconcile, create role --as", AccessScenarios::reconcile));
  }

  private static void token(Kubectl kubectl) throws Exception {
    kubectl.ok("create", "serviceaccount", "bob");
    kubectl.ok("create", "role", "reader", "--verb=get,list", "--resource=configmaps");
    String bob = "system:serviceaccount:" + kubectl.namespace() + ":bob";
    kubectl.fails(
        1,
        "configmaps is forbidden: User \""
            + bob
            + "\" cannot list resource \"configmaps\" in API group \"\" in the namespace \""
            + kubectl.namespace()
            + "\"",
        "get",
        "configmaps",
        "--as=" + bob);
    kubectl.ok(
        "create",
        "rolebinding",
        "bob-reads",
        "--role=reader",
        "--serviceaccount=" + kubectl.namespace() + ":bob");
    Path own = kubeconfig(kubectl, kubectl.ok("create", "token", "bob").out().strip());
    String as = "--kubeconfig=" + own;
    Await.until(
        "the binding counts",
        BOUND,
        () ->
            kubectl
                .run("", Map.of(), "auth", "can-i", "list", "configmaps", as)
                .out()
                .equals("yes\n"));
    assertThat(kubectl.run("", Map.of(), "auth", "can-i", "delete", "configmaps", as).out())
        .isEqualTo("no\n");
    kubectl.ok("get", "configmaps", as);
    kubectl.fails(1, "cannot list resource \"secrets\"", "get", "secrets", as);
    assertThat(kubectl.ok("auth", "can-i", "--list", as).lines())
        .anyMatch(line -> line.matches("configmaps\\s+\\[\\]\\s+\\[\\]\\s+\\[get list\\]"))
        .anyMatch(line -> line.contains("selfsubjectaccessreviews.authorization.k8s.io"));
    assertThat(kubectl.ok("auth", "whoami", as, "-o", "jsonpath={.status.userInfo.username}").out())
        .isEqualTo(bob);
  }

  /** The cluster's kubeconfig with a token in place of the administrator's certificate. */
  private static Path kubeconfig(Kubectl kubectl, String token) throws Exception {
    String text =
        kubectl.ok("config", "view", "--raw", "--minify", "--flatten", "-o", "json").out();
    ObjectNode config = (ObjectNode) MAPPER.readTree(text);
    ObjectNode user = (ObjectNode) config.path("users").path(0);
    user.putObject("user").put("token", token);
    return kubectl.file(kubectl.namespace() + "-token.kubeconfig", config.toString());
  }

  private static void reconcile(Kubectl kubectl) throws Exception {
    String role =
        "apiVersion: rbac.authorization.k8s.io/v1\n"
            + "kind: Role\n"
            + "metadata: {name: made, namespace: $NS}\n"
            + "rules: [{apiGroups: [\"\"], resources: [pods], verbs: [get, watch]}]\n";
    assertThat(kubectl.pipe(role, "auth", "reconcile", "-f", "-").out())
        .contains("role.rbac.authorization.k8s.io/made reconciled");
    kubectl.ok(
        "create", "role", "writer", "--verb=create", "--resource=roles.rbac.authorization.k8s.io");
    kubectl.ok("create", "rolebinding", "eve-writes", "--role=writer", "--user=eve");
    Await.until(
        "eve is stopped by what she has, not by what she may do",
        BOUND,
        () ->
            kubectl
                .run(
                    "",
                    Map.of(),
                    "create",
                    "role",
                    "more",
                    "--verb=get",
                    "--resource=secrets",
                    "--as=eve")
                .err()
                .contains("is attempting to grant RBAC permissions not currently held"));
  }
}
