package io.jukung.conformance.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.conformance.kubectl.Kubectl.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** create, apply, edit, replace, patch, label, annotate, delete, diff. */
final class ObjectScenarios {
  private static final String CONFIGMAP =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: one
      data:
        a: b
      """;

  private ObjectScenarios() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario("create", ObjectScenarios::create),
        new Scenario("create -f", ObjectScenarios::createFromFile),
        new Scenario("apply", ObjectScenarios::apply),
        new Scenario("apply several", ObjectScenarios::applySeveral),
        new Scenario("apply --prune=false, --dry-run=server", ObjectScenarios::dryRun),
        new Scenario("edit", ObjectScenarios::edit),
        new Scenario("replace", ObjectScenarios::replace),
        new Scenario("patch", ObjectScenarios::patch),
        new Scenario("label and annotate", ObjectScenarios::labelAndAnnotate),
        new Scenario("delete", ObjectScenarios::delete),
        new Scenario("diff", ObjectScenarios::diff));
  }

  private static void create(Kubectl kubectl) throws Exception {
    assertThat(kubectl.ok("create", "configmap", "cm", "--from-literal=k=v").out())
        .isEqualTo("configmap/cm created\n");
    assertThat(kubectl.ok("create", "secret", "generic", "s", "--from-literal=k=v").out())
        .isEqualTo("secret/s created\n");
    assertThat(kubectl.ok("create", "serviceaccount", "sa").out())
        .isEqualTo("serviceaccount/sa created\n");
    assertThat(kubectl.ok("create", "deployment", "d", "--image=i", "--replicas=0").out())
        .isEqualTo("deployment.apps/d created\n");
    assertThat(kubectl.ok("create", "service", "clusterip", "svc", "--tcp=80:8080").out())
        .isEqualTo("service/svc created\n");
    assertThat(kubectl.ok("create", "job", "j", "--image=i", "--", "true").out())
        .isEqualTo("job.batch/j created\n");
    assertThat(kubectl.ok("create", "cronjob", "cj", "--image=i", "--schedule=0 0 1 1 *").out())
        .isEqualTo("cronjob.batch/cj created\n");
    assertThat(kubectl.ok("create", "role", "r", "--verb=get", "--resource=pods").out())
        .isEqualTo("role.rbac.authorization.k8s.io/r created\n");
    assertThat(kubectl.ok("create", "rolebinding", "rb", "--role=r", "--user=u").out())
        .isEqualTo("rolebinding.rbac.authorization.k8s.io/rb created\n");
    assertThat(kubectl.ok("create", "quota", "q", "--hard=pods=5").out())
        .isEqualTo("resourcequota/q created\n");
    assertThat(kubectl.ok("create", "ingress", "ing", "--rule=example.com/*=svc:80").out())
        .isEqualTo("ingress.networking.k8s.io/ing created\n");
    assertThat(
            kubectl
                .ok("create", "poddisruptionbudget", "pdb", "--selector=a=b", "--min-available=1")
                .out())
        .isEqualTo("poddisruptionbudget.policy/pdb created\n");
    kubectl.fails(
        1,
        "failed to create configmap: configmaps \"cm\" already exists",
        "create",
        "configmap",
        "cm");
    assertThat(kubectl.ok("get", "secret", "s", "-o", "jsonpath={.data.k}").out())
        .isEqualTo("dg==");
  }

  private static void createFromFile(Kubectl kubectl) throws Exception {
    Path file = kubectl.file("create.yaml", CONFIGMAP);
    assertThat(kubectl.ok("create", "-f", file.toString()).out())
        .isEqualTo("configmap/one created\n");
    kubectl.fails(1, "(AlreadyExists)", "create", "-f", file.toString());
    Path bad = kubectl.file("bad.yaml", CONFIGMAP.replace("data:", "dta:"));
    kubectl.fails(
        1,
        "Error from server (BadRequest): error when creating \""
            + bad
            + "\": ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding"
            + " error: unknown field \"dta\"",
        "create",
        "-f",
        bad.toString());
    Path generate = kubectl.file("generate.yaml", CONFIGMAP.replace("name:", "generateName:"));
    assertThat(kubectl.ok("create", "-f", generate.toString()).out())
        .matches("configmap/one[a-z0-9]{5} created\n");
  }

  private static void apply(Kubectl kubectl) throws Exception {
    assertThat(kubectl.pipe(CONFIGMAP, "apply", "-f", "-").out())
        .isEqualTo("configmap/one created\n");
    assertThat(kubectl.pipe(CONFIGMAP, "apply", "-f", "-").out())
        .isEqualTo("configmap/one unchanged\n");
    String changed = CONFIGMAP.replace("a: b", "c: d");
    assertThat(kubectl.pipe(changed, "apply", "-f", "-").out())
        .isEqualTo("configmap/one configured\n");
    assertThat(kubectl.ok("get", "configmap", "one", "-o", "jsonpath={.data}").out())
        .isEqualTo("{\"c\":\"d\"}");
    String deployment =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 0
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - {name: a, image: "a:1"}
              - {name: b, image: "b:1"}
        """;
    kubectl.pipe(deployment, "apply", "-f", "-");
    String next =
        deployment.replace("a:1", "a:2").replace("      - {name: b, image: \"b:1\"}\n", "");
    assertThat(kubectl.pipe(next, "apply", "-f", "-").out())
        .isEqualTo("deployment.apps/web configured\n");
    assertThat(
            kubectl
                .ok(
                    "get",
                    "deploy",
                    "web",
                    "-o",
                    "jsonpath={.spec.template.spec.containers[*].image}")
                .out())
        .isEqualTo("a:2");
  }

  private static void applySeveral(Kubectl kubectl) throws Exception {
    String all =
        CONFIGMAP
            + "---\n"
            + CONFIGMAP.replace("one", "two")
            + "---\n"
            + "apiVersion: v1\nkind: Secret\nmetadata: {name: three}\nstringData: {a: b}\n";
    assertThat(kubectl.pipe(all, "apply", "-f", "-").lines())
        .containsExactly("configmap/one created", "configmap/two created", "secret/three created");
    assertThat(kubectl.ok("get", "secret", "three", "-o", "jsonpath={.data.a}").out())
        .isEqualTo("Yg==");
    assertThat(kubectl.pipe(all, "delete", "-f", "-").lines())
        .allSatisfy(line -> assertThat(line).contains("deleted"));
  }

  private static void dryRun(Kubectl kubectl) throws Exception {
    assertThat(kubectl.pipe(CONFIGMAP, "apply", "--dry-run=server", "-f", "-").out())
        .isEqualTo("configmap/one created (server dry run)\n");
    kubectl.fails(1, "configmaps \"one\" not found", "get", "configmap", "one");
    assertThat(kubectl.pipe(CONFIGMAP, "create", "--dry-run=server", "-o", "name", "-f", "-").out())
        .isEqualTo("configmap/one\n");
    kubectl.pipe(CONFIGMAP, "apply", "-f", "-");
    assertThat(kubectl.ok("delete", "configmap", "one", "--dry-run=server").out())
        .contains("configmap \"one\" deleted");
    assertThat(
            kubectl.ok("label", "configmap", "one", "x=y", "--dry-run=server", "-o", "name").out())
        .isEqualTo("configmap/one\n");
    assertThat(kubectl.ok("get", "configmap", "one", "-o", "jsonpath={.metadata.labels}").out())
        .isEmpty();
  }

  private static void edit(Kubectl kubectl) throws Exception {
    kubectl.pipe(CONFIGMAP.replace("a: b", "a: before"), "create", "-f", "-");
    Result edited =
        kubectl.run(
            "", Map.of("KUBE_EDITOR", "sed -i -e s/before/edited/"), "edit", "configmap", "one");
    assertThat(edited.out()).as(edited.err()).isEqualTo("configmap/one edited\n");
    assertThat(kubectl.ok("get", "configmap", "one", "-o", "jsonpath={.data.a}").out())
        .isEqualTo("edited");
    Result same = kubectl.run("", Map.of("KUBE_EDITOR", "touch"), "edit", "configmap", "one");
    assertThat(same.out() + same.err()).contains("Edit cancelled, no changes made.");
  }

  private static void replace(Kubectl kubectl) throws Exception {
    kubectl.pipe(CONFIGMAP, "create", "-f", "-");
    assertThat(kubectl.pipe(CONFIGMAP.replace("b", "r"), "replace", "-f", "-").exit()).isZero();
    assertThat(kubectl.pipe(CONFIGMAP.replace("a: b", "a: c"), "replace", "-f", "-").out())
        .isEqualTo("configmap/one replaced\n");
    assertThat(
            kubectl
                .pipe(CONFIGMAP.replace("a: b", "a: d"), "replace", "--force", "-f", "-")
                .lines())
        .last()
        .isEqualTo("configmap/one replaced");
    assertThat(kubectl.ok("get", "configmap", "one", "-o", "jsonpath={.data.a}").out())
        .isEqualTo("d");
    Path absent = kubectl.file("absent.yaml", CONFIGMAP.replace("one", "absent"));
    kubectl.fails(1, "configmaps \"absent\" not found", "replace", "-f", absent.toString());
  }

  private static void patch(Kubectl kubectl) throws Exception {
    kubectl.ok("create", "deployment", "d", "--image=i:1", "--replicas=0");
    assertThat(
            kubectl
                .ok(
                    "patch",
                    "deployment",
                    "d",
                    "-p",
                    "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"i\",\"image\":\"i:2\"}]}}}}")
                .out())
        .isEqualTo("deployment.apps/d patched\n");
    kubectl.ok("patch", "deployment", "d", "--type=merge", "-p", "{\"spec\":{\"paused\":true}}");
    kubectl.ok(
        "patch",
        "deployment",
        "d",
        "--type=json",
        "-p",
        "[{\"op\":\"replace\",\"path\":\"/spec/revisionHistoryLimit\",\"value\":3}]");
    assertThat(
            kubectl
                .ok(
                    "get",
                    "deployment",
                    "d",
                    "-o",
                    "jsonpath={.spec.template.spec.containers[0].image} {.spec.paused}"
                        + " {.spec.revisionHistoryLimit} {.metadata.generation}")
                .out())
        .isEqualTo("i:2 true 3 4");
    assertThat(
            kubectl
                .ok(
                    "patch",
                    "deployment",
                    "d",
                    "--type=merge",
                    "-p",
                    "{\"spec\":{\"paused\":true}}")
                .out())
        .isEqualTo("deployment.apps/d patched (no change)\n");
    assertThat(
            kubectl
                .ok(
                    "patch",
                    "deployment",
                    "d",
                    "--subresource=status",
                    "--type=merge",
                    "-p",
                    "{\"status\":{\"observedGeneration\":7}}")
                .out())
        .isEqualTo("deployment.apps/d patched\n");
    kubectl.fails(
        1,
        "The request is invalid: the server rejected our request due to an error in our request",
        "patch",
        "deployment",
        "d",
        "--type=json",
        "-p",
        "[{\"op\":\"test\",\"path\":\"/metadata/name\",\"value\":\"x\"}]");
  }

  private static void labelAndAnnotate(Kubectl kubectl) throws Exception {
    kubectl.pipe(CONFIGMAP, "create", "-f", "-");
    assertThat(kubectl.ok("label", "configmap", "one", "a=b").out())
        .isEqualTo("configmap/one labeled\n");
    kubectl.fails(
        1,
        "'a' already has a value (b), and --overwrite is false",
        "label",
        "configmap",
        "one",
        "a=c");
    assertThat(kubectl.ok("label", "configmap", "one", "a=c", "--overwrite").out())
        .isEqualTo("configmap/one labeled\n");
    assertThat(kubectl.ok("annotate", "configmap", "one", "n=o").out())
        .isEqualTo("configmap/one annotated\n");
    assertThat(
            kubectl
                .ok(
                    "get",
                    "cm",
                    "one",
                    "-o",
                    "jsonpath={.metadata.labels.a}{.metadata.annotations.n}")
                .out())
        .isEqualTo("co");
    assertThat(kubectl.ok("label", "configmap", "one", "a-").out())
        .isEqualTo("configmap/one unlabeled\n");
    assertThat(kubectl.ok("annotate", "configmap", "one", "n-").out())
        .isEqualTo("configmap/one annotated\n");
  }

  private static void delete(Kubectl kubectl) throws Exception {
    for (String name : List.of("a", "b", "c", "d")) {
      kubectl.ok("create", "configmap", name);
    }
    kubectl.ok("label", "configmap", "c", "x=y");
    assertThat(kubectl.ok("delete", "configmap", "a").out()).startsWith("configmap \"a\" deleted");
    assertThat(kubectl.ok("delete", "configmap", "-l", "x=y", "-o", "name").out())
        .isEqualTo("configmap/c\n");
    kubectl.fails(
        1, "Error from server (NotFound): configmaps \"a\" not found", "delete", "configmap", "a");
    assertThat(kubectl.ok("delete", "configmap", "a", "--ignore-not-found").out()).isEmpty();
    kubectl.ok("delete", "configmap", "--all");
    assertThat(
            kubectl
                .ok("get", "cm", "--field-selector=metadata.name!=kube-root-ca.crt", "-o", "name")
                .out())
        .isEmpty();
    kubectl.ok("run", "p", "--image=i");
    assertThat(kubectl.ok("delete", "pod", "p", "--now").out()).startsWith("pod \"p\" deleted");
  }

  private static void diff(Kubectl kubectl) throws Exception {
    kubectl.pipe(CONFIGMAP, "apply", "-f", "-");
    Path same = kubectl.file("same.yaml", CONFIGMAP);
    assertThat(kubectl.ok("diff", "-f", same.toString()).out()).isEmpty();
    Path other = kubectl.file("other.yaml", CONFIGMAP.replace("a: b", "a: other"));
    Result result = kubectl.run("", Map.of(), "diff", "-f", other.toString());
    assertThat(result.exit()).as(result.err()).isEqualTo(1);
    assertThat(result.lines()).contains("-  a: b", "+  a: other");
    Path absent = kubectl.file("new.yaml", CONFIGMAP.replace("one", "new"));
    assertThat(kubectl.run("", Map.of(), "diff", "-f", absent.toString()).lines())
        .contains("+kind: ConfigMap");
  }
}
