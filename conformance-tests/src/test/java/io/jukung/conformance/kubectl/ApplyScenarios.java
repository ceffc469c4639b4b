package io.jukung.conformance.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

/** Managed fields, and server-side apply with all that it says and moves. */
final class ApplyScenarios {
  private static final String CONFIGMAP =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: a, labels: {x: "1"}}
      data: {k: v, l: w}
      """;

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: d, labels: {a: b}}
      spec:
        replicas: 2
        selector: {matchLabels: {a: b}}
        template:
          metadata: {labels: {a: b}}
          spec:
            containers:
            - {name: c, image: i, ports: [{containerPort: 80}]}
      """;

  private ApplyScenarios() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario("managed fields", ApplyScenarios::managedFields),
        new Scenario("apply --server-side", ApplyScenarios::serverSide),
        new Scenario("apply --server-side after apply", ApplyScenarios::takeOver),
        new Scenario("apply --server-side, wrong shapes", ApplyScenarios::wrongShapes));
  }

  private static String managers(Kubectl kubectl, String object) throws Exception {
    return kubectl
        .ok(
            "get",
            object,
            "--show-managed-fields",
            "-o",
            "jsonpath={range .metadata.managedFields[*]}{.manager}/{.operation}/{.subresource}"
                + " {end}")
        .out()
        .strip();
  }

  private static String fields(Kubectl kubectl, String object, int entry) throws Exception {
    return kubectl
        .ok(
            "get",
            object,
            "--show-managed-fields",
            "-o",
            "jsonpath={.metadata.managedFields[" + entry + "].fieldsV1}")
        .out()
        .replace('"', '\'');
  }

  private static void managedFields(Kubectl kubectl) throws Exception {
    kubectl.ok("create", "service", "clusterip", "s", "--tcp=80:8080", "--tcp=443:8443");
    assertThat(managers(kubectl, "svc/s")).isEqualTo("kubectl-create/Update/");
    assertThat(fields(kubectl, "svc/s", 0))
        .isEqualTo(
            "{'f:metadata':{'f:labels':{'.':{},'f:app':{}}},'f:spec':{'f:internalTrafficPolicy':{},"
                + "'f:ports':{'.':{},'k:{\\'port\\':443,\\'protocol\\':\\'TCP\\'}':{'.':{},'f:name':{},"
                + "'f:port':{},'f:protocol':{},'f:targetPort':{}},"
                + "'k:{\\'port\\':80,\\'protocol\\':\\'TCP\\'}':{'.':{},'f:name':{},'f:port':{},"
                + "'f:protocol':{},'f:targetPort':{}}},'f:selector':{},'f:sessionAffinity':{},"
                + "'f:type':{}}}");
    kubectl.ok("create", "configmap", "c", "--from-literal=x=1");
    kubectl.ok("annotate", "configmap", "c", "foo=bar", "--field-manager=other");
    kubectl.ok("annotate", "configmap", "c", "foo=baz", "--overwrite", "--field-manager=third");
    assertThat(managers(kubectl, "cm/c"))
        .contains("kubectl-create/Update/")
        .contains("other/Update/")
        .contains("third/Update/");
    kubectl.pipe(DEPLOYMENT, "create", "-f", "-");
    kubectl.ok("scale", "deployment", "d", "--replicas=5");
    assertThat(managers(kubectl, "deploy/d"))
        .isEqualTo("kubectl/Update/scale kubectl-create/Update/");
    assertThat(fields(kubectl, "deploy/d", 0)).isEqualTo("{'f:spec':{'f:replicas':{}}}");
    assertThat(kubectl.ok("get", "deploy", "d", "-o", "yaml").out()).doesNotContain("managed");
  }

  private static void serverSide(Kubectl kubectl) throws Exception {
    assertThat(apply(kubectl, CONFIGMAP)).isEqualTo("configmap/a serverside-applied\n");
    assertThat(fields(kubectl, "cm/a", 0))
        .isEqualTo("{'f:data':{'f:k':{},'f:l':{}},'f:metadata':{'f:labels':{'f:x':{}}}}");
    String other = CONFIGMAP.replace("k: v", "k: z").replace(", labels: {x: \"1\"}", "");
    Kubectl.Result refused =
        kubectl.run(other, Map.of(), "apply", "--server-side", "--field-manager=o", "-f", "-");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .contains("Apply failed with 1 conflict: conflict with \"kubectl\": .data.k");
    apply(kubectl, other, "--field-manager=o", "--force-conflicts");
    assertThat(data(kubectl)).isEqualTo("{\"k\":\"z\",\"l\":\"w\"}");
    // The first gives up what it does not apply any more: "l" is the other's too.
    apply(kubectl, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
    assertThat(data(kubectl)).isEqualTo("{\"k\":\"z\",\"l\":\"w\"}");
    assertThat(kubectl.ok("get", "cm", "a", "-o", "jsonpath={.metadata.labels}").out()).isEmpty();
    apply(kubectl, other.replace(", l: w", ""), "--field-manager=o");
    assertThat(data(kubectl)).isEqualTo("{\"k\":\"z\"}");
    assertThat(apply(kubectl, CONFIGMAP.replace("name: a", "name: dry"), "--dry-run=server"))
        .isEqualTo("configmap/dry serverside-applied (server dry run)\n");
    kubectl.fails(1, "not found", "get", "cm", "dry");
  }

  private static String data(Kubectl kubectl) throws Exception {
    return kubectl.ok("get", "cm", "a", "-o", "jsonpath={.data}").out();
  }

  private static String apply(Kubectl kubectl, String text, String... more) throws Exception {
    String[] arguments = new String[more.length + 4];
    arguments[0] = "apply";
    arguments[1] = "--server-side";
    arguments[2] = "-f";
    arguments[3] = "-";
    System.arraycopy(more, 0, arguments, 4, more.length);
    return kubectl.pipe(text, arguments).out();
  }

  private static void takeOver(Kubectl kubectl) throws Exception {
    kubectl.pipe(DEPLOYMENT, "apply", "-f", "-");
    apply(kubectl, DEPLOYMENT.replace("replicas: 2", "replicas: 3"));
    assertThat(kubectl.ok("get", "deploy", "d", "-o", "jsonpath={.spec.replicas}").out())
        .isEqualTo("3");
    assertThat(managers(kubectl, "deploy/d"))
        .contains("kubectl/Apply/")
        .doesNotContain("kubectl-client-side-apply");
    assertThat(kubectl.ok("apply", "view-last-applied", "deploy/d").out()).contains("replicas: 3");
    assertThat(kubectl.ok("get", "deploy", "d", "-o", "jsonpath={.metadata.generation}").out())
        .isEqualTo("2");
    kubectl.ok("scale", "deployment", "d", "--replicas=7");
    apply(kubectl, DEPLOYMENT.replace("  replicas: 2\n", ""));
    assertThat(kubectl.ok("get", "deploy", "d", "-o", "jsonpath={.spec.replicas}").out())
        .isEqualTo("7");
  }

  private static void wrongShapes(Kubectl kubectl) throws Exception {
    Kubectl.Result refused =
        kubectl.run(
            CONFIGMAP.replace("k: v, l: w", "k: 1").replace("name: a,", "name: a, foo: bar,"),
            Map.of(),
            "apply",
            "--server-side",
            "--validate=false",
            "-f",
            "-");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .contains("failed to create typed patch object")
        .contains(".metadata.foo: field not declared in schema")
        .contains(".data.k: expected string, got &value.valueUnstructured{Value:1}");
  }
}
