package io.jukung.conformance.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;

/** get with every output, selectors, pages and watches; describe, wait, explain, api-resources. */
final class ReadScenarios {
  private ReadScenarios() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario("get tables", ReadScenarios::tables),
        new Scenario("get -o", ReadScenarios::outputs),
        new Scenario("get -l, --field-selector, --chunk-size, -A", ReadScenarios::selectors),
        new Scenario("get -w", ReadScenarios::watch),
        new Scenario("get absent", ReadScenarios::absent),
        new Scenario("describe", ReadScenarios::describe),
        new Scenario("wait", ReadScenarios::waits),
        new Scenario("explain", ReadScenarios::explain),
        new Scenario("api-resources, api-versions, version", ReadScenarios::discovery),
        new Scenario("auth", ReadScenarios::auth),
        new Scenario("get --raw, cluster-info", ReadScenarios::raw));
  }

  private static void tables(Kubectl kubectl) throws Exception {
    kubectl.ok("create", "configmap", "cm", "--from-literal=k=v");
    kubectl.ok("create", "deployment", "d", "--image=i:1", "--replicas=0");
    kubectl.ok("create", "service", "clusterip", "svc", "--tcp=80:8080", "--clusterip=None");
    kubectl.ok("run", "p", "--image=i:1");
    kubectl.ok("create", "secret", "generic", "s");
    assertThat(kubectl.ok("get", "configmap", "cm").lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("NAME  DATA  AGE"),
            line -> assertThat(line).matches("cm +1  \\d+s"));
    assertThat(kubectl.ok("get", "deploy").lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("NAME  READY  UP-TO-DATE  AVAILABLE  AGE"),
            line -> assertThat(line).matches("d +0/0 +0 +0 +\\d+s"));
    assertThat(kubectl.ok("get", "deploy", "-o", "wide").lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "NAME  READY  UP-TO-DATE  AVAILABLE  AGE  CONTAINERS  IMAGES  SELECTOR"),
            line -> assertThat(line).matches("d +0/0 +0 +0 +\\d+s +i +i:1 +app=d"));
    assertThat(kubectl.ok("get", "svc", "svc").lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("NAME  TYPE  CLUSTER-IP  EXTERNAL-IP  PORT(S)  AGE"),
            line -> assertThat(line).matches("svc +ClusterIP +None +<none> +80/TCP +\\d+s"));
    assertThat(kubectl.ok("get", "pod").lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("NAME  READY  STATUS  RESTARTS  AGE"),
            line -> assertThat(line).matches("p +0/1 +Pending +0 +\\d+s"));
    assertThat(kubectl.ok("get", "pod", "-o", "wide", "--show-labels").lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "NAME  READY  STATUS  RESTARTS  AGE  IP  NODE  NOMINATED NODE"
                            + "  READINESS GATES  LABELS"),
            line ->
                assertThat(line)
                    .matches("p +0/1 +Pending +0 +\\d+s +<none> +<none> +<none> +<none> +run=p"));
    assertThat(kubectl.ok("get", "secret", "s", "--no-headers").lines())
        .satisfiesExactly(line -> assertThat(line).matches("s +Opaque +0 +\\d+s"));
    assertThat(kubectl.ok("get", "deploy,svc", "-L", "app").lines())
        .anyMatch(line -> line.startsWith("deployment.apps/d"))
        .anyMatch(line -> line.startsWith("service/svc"))
        .anyMatch(line -> line.endsWith("AGE  APP"));
    assertThat(kubectl.ok("get", "namespace", kubectl.namespace()).lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("NAME  STATUS  AGE"),
            line -> assertThat(line).matches(kubectl.namespace() + " +Active +\\d+s"));
  }

  private static void outputs(Kubectl kubectl) throws Exception {
    kubectl.ok("create", "configmap", "cm", "--from-literal=k=v");
    assertThat(kubectl.ok("get", "cm", "cm", "-o", "yaml").out())
        .startsWith(
            "apiVersion: v1\ndata:\n  k: v\nkind: ConfigMap\nmetadata:\n  creationTimestamp:")
        .contains("\n  name: cm\n  namespace: " + kubectl.namespace() + "\n  resourceVersion: \"");
    assertThat(kubectl.ok("get", "cm", "cm", "-o", "json").out())
        .startsWith(
            "{\n    \"apiVersion\": \"v1\",\n    \"data\": {\n        \"k\": \"v\"\n    },\n");
    assertThat(kubectl.ok("get", "cm", "cm", "-o", "name").out()).isEqualTo("configmap/cm\n");
    assertThat(kubectl.ok("get", "cm", "cm", "-o", "jsonpath={.kind}/{.data.k}").out())
        .isEqualTo("ConfigMap/v");
    assertThat(
            kubectl
                .ok("get", "cm", "cm", "-o", "custom-columns=N:.metadata.name,K:.data.k")
                .lines())
        .containsExactly("N  K", "cm  v");
    assertThat(kubectl.ok("get", "cm", "cm", "-o", "go-template={{.data.k}}").out()).isEqualTo("v");
    assertThat(kubectl.ok("get", "cm,secret", "-o", "jsonpath={.kind}").out()).isEqualTo("List");
  }

  private static void selectors(Kubectl kubectl) throws Exception {
    List<String> names = new ArrayList<>();
    StringBuilder objects = new StringBuilder();
    for (int i = 10; i < 35; i++) {
      names.add("configmap/n" + i);
      objects
          .append("---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: n")
          .append(i)
          .append(", labels: {parity: ")
          .append(i % 2 == 0 ? "even" : "odd")
          .append(", all: them}}\n");
    }
    kubectl.pipe(objects.toString(), "create", "-f", "-");
    assertThat(kubectl.ok("get", "cm", "-l", "all=them", "-o", "name", "--chunk-size=4").lines())
        .isEqualTo(names);
    assertThat(kubectl.ok("get", "cm", "-l", "parity=odd", "-o", "name").lines()).hasSize(12);
    assertThat(kubectl.ok("get", "cm", "-l", "parity!=odd,all", "-o", "name").lines()).hasSize(13);
    assertThat(kubectl.ok("get", "cm", "-l", "parity in (odd,even)", "-o", "name").lines())
        .hasSize(25);
    assertThat(kubectl.ok("get", "cm", "-l", "!parity,all", "-o", "name").out()).isEmpty();
    assertThat(kubectl.ok("get", "cm", "--field-selector=metadata.name=n20", "-o", "name").lines())
        .containsExactly("configmap/n20");
    assertThat(
            kubectl
                .ok("get", "cm", "-A", "-l", "all=them", "-o", "name", "--sort-by=.metadata.name")
                .lines())
        .containsAll(names);
    assertThat(kubectl.ok("get", "cm", "n10", "n11", "-o", "name").lines())
        .containsExactly("configmap/n10", "configmap/n11");
    kubectl.fails(
        1,
        "\"spec.foo\" is not a known field selector",
        "get",
        "cm",
        "--field-selector=spec.foo=bar");
    kubectl.ok("run", "p", "--image=i");
    assertThat(
            kubectl.ok("get", "pod", "--field-selector=status.phase=Pending", "-o", "name").lines())
        .containsExactly("pod/p");
    assertThat(
            kubectl.ok("get", "pod", "--field-selector=status.phase!=Pending", "-o", "name").out())
        .isEmpty();
  }

  private static void watch(Kubectl kubectl) throws Exception {
    kubectl.ok("create", "configmap", "first", "--from-literal=a=b");
    Process watch =
        kubectl.start(
            "get",
            "cm",
            "-w",
            "--output-watch-events",
            "-o",
            "name",
            "--field-selector=metadata.name!=kube-root-ca.crt");
    try (BufferedReader lines = watch.inputReader()) {
      assertThat(lines.readLine()).endsWith("configmap/first");
      kubectl.ok("create", "configmap", "second");
      assertThat(lines.readLine()).endsWith("configmap/second");
      kubectl.ok("label", "configmap", "second", "x=y");
      assertThat(lines.readLine()).endsWith("configmap/second");
      kubectl.ok("delete", "configmap", "first");
      assertThat(lines.readLine()).endsWith("configmap/first");
    } finally {
      watch.destroy();
    }
    Process table = kubectl.start("get", "cm", "second", "-w");
    try (BufferedReader lines = table.inputReader()) {
      assertThat(lines.readLine()).matches("NAME +DATA +AGE");
      assertThat(lines.readLine()).matches("second +0 +\\d+s");
      kubectl.ok("patch", "cm", "second", "-p", "{\"data\":{\"a\":\"b\",\"c\":\"d\"}}");
      assertThat(lines.readLine()).matches("second +2 +\\d+s");
    } finally {
      table.destroy();
    }
  }

  private static void absent(Kubectl kubectl) throws Exception {
    kubectl.fails(
        1, "Error from server (NotFound): pods \"absent\" not found", "get", "pod", "absent");
    kubectl.fails(1, "error: the server doesn't have a resource type \"foos\"", "get", "foos");
    assertThat(kubectl.ok("get", "pods").err())
        .isEqualTo("No resources found in " + kubectl.namespace() + " namespace.\n");
    assertThat(kubectl.ok("get", "pods", "--ignore-not-found", "absent").out()).isEmpty();
  }

  private static void describe(Kubectl kubectl) throws Exception {
    kubectl.ok("create", "configmap", "cm", "--from-literal=k=v");
    kubectl.ok("create", "deployment", "d", "--image=i:1", "--replicas=0");
    kubectl.ok("run", "p", "--image=i:1");
    kubectl.ok("create", "service", "clusterip", "svc", "--tcp=80:8080", "--clusterip=None");
    assertThat(kubectl.ok("describe", "configmap", "cm").lines())
        .contains("Name:  cm", "Namespace:  " + kubectl.namespace(), "k:", "v");
    assertThat(kubectl.ok("describe", "deployment", "d").lines())
        .contains("Name:  d", "Selector:  app=d", "StrategyType:  RollingUpdate", "Image:  i:1");
    assertThat(kubectl.ok("describe", "pod", "p").lines())
        .contains("Name:  p", "Status:  Pending", "QoS Class:  BestEffort", "Events:  <none>");
    assertThat(kubectl.ok("describe", "service", "svc").lines())
        .contains("Type:  ClusterIP", "IP:  None", "Port:  80-8080  80/TCP");
    assertThat(kubectl.ok("describe", "namespace", kubectl.namespace()).lines())
        .contains("Status:  Active", "No resource quota.");
    kubectl.fails(1, "pods \"absent\" not found", "describe", "pod", "absent");
  }

  private static void waits(Kubectl kubectl) throws Exception {
    kubectl.ok("create", "configmap", "cm", "--from-literal=k=v");
    assertThat(kubectl.ok("wait", "cm/cm", "--for=jsonpath={.data.k}=v", "--timeout=20s").out())
        .isEqualTo("configmap/cm condition met\n");
    kubectl.ok("create", "deployment", "d", "--image=i", "--replicas=0");
    Process waiting = kubectl.start("wait", "deploy/d", "--for=condition=Walked", "--timeout=30s");
    kubectl.ok(
        "patch",
        "deployment",
        "d",
        "--subresource=status",
        "--type=merge",
        "-p",
        "{\"status\":{\"conditions\":[{\"type\":\"Walked\",\"status\":\"True\"}]}}");
    try (BufferedReader lines = waiting.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("deployment.apps/d condition met");
    }
    Process gone = kubectl.start("wait", "cm/cm", "--for=delete", "--timeout=30s");
    kubectl.ok("delete", "cm", "cm");
    assertThat(gone.waitFor()).isZero();
    kubectl.fails(
        1,
        "timed out waiting for the condition on deployments/d",
        "wait",
        "deploy/d",
        "--for=condition=Never",
        "--timeout=1s");
  }

  private static void explain(Kubectl kubectl) throws Exception {
    assertThat(kubectl.ok("explain", "pods.spec.containers.image").out())
        .contains("KIND:       Pod")
        .contains("VERSION:    v1")
        .contains("FIELD: image <string>");
    assertThat(kubectl.ok("explain", "deployment.spec").out())
        .contains("GROUP:      apps")
        .contains("KIND:       Deployment")
        .contains("replicas\t<integer>")
        .contains("selector\t<LabelSelector> -required-");
    assertThat(kubectl.ok("explain", "cm", "--recursive").out())
        .contains("FIELDS:")
        .contains("creationTimestamp\t<string>");
    kubectl.fails(1, "field \"foo\" does not exist", "explain", "pod.foo");
  }

  private static void discovery(Kubectl kubectl) throws Exception {
    assertThat(kubectl.ok("api-resources").lines())
        .contains(
            "pods  po  v1  true  Pod",
            "configmaps  cm  v1  true  ConfigMap",
            "namespaces  ns  v1  false  Namespace",
            "deployments  deploy  apps/v1  true  Deployment",
            "customresourcedefinitions  crd,crds  apiextensions.k8s.io/v1  false"
                + "  CustomResourceDefinition");
    assertThat(kubectl.ok("api-resources", "--api-group=batch", "-o", "name").lines())
        .containsExactly("cronjobs.batch", "jobs.batch");
    assertThat(kubectl.ok("api-resources", "--verbs=list,create", "-o", "wide").out())
        .contains("create,delete,deletecollection,get,list,patch,update,watch");
    assertThat(kubectl.ok("api-versions").lines())
        .contains("v1", "apps/v1", "batch/v1", "rbac.authorization.k8s.io/v1", "autoscaling/v2");
    assertThat(kubectl.ok("version").lines())
        .anyMatch(line -> line.startsWith("Server Version: v1.36."));
  }

  private static void auth(Kubectl kubectl) throws Exception {
    assertThat(kubectl.ok("auth", "whoami").out())
        .contains("ATTRIBUTE")
        .contains("Username")
        .contains("system:authenticated");
    assertThat(kubectl.ok("auth", "can-i", "create", "pods").out()).isEqualTo("yes\n");
    assertThat(kubectl.ok("auth", "can-i", "--list").out()).contains("*.*");
  }

  private static void raw(Kubectl kubectl) throws Exception {
    assertThat(kubectl.ok("get", "--raw", "/readyz").out()).isEqualTo("ok");
    assertThat(kubectl.ok("get", "--raw", "/api/v1/namespaces/default").out())
        .startsWith(
            "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"default\"");
    assertThat(kubectl.ok("cluster-info").out()).contains("Kubernetes control plane");
  }
}
