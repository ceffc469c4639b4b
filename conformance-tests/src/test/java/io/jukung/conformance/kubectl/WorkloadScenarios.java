package io.jukung.conformance.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** run, expose, scale, rollout, set, autoscale, taint, cordon: what kubectl does on typed kinds. */
final class WorkloadScenarios {
  private WorkloadScenarios() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario("run", WorkloadScenarios::run),
        new Scenario("expose", WorkloadScenarios::expose),
        new Scenario("scale", WorkloadScenarios::scale),
        new Scenario("rollout", WorkloadScenarios::rollout),
        new Scenario("set, autoscale", WorkloadScenarios::set),
        new Scenario("cordon, taint", WorkloadScenarios::nodes),
        new Scenario("create namespace, delete namespace", WorkloadScenarios::namespaces));
  }

  private static void run(Kubectl kubectl) throws Exception {
    assertThat(kubectl.ok("run", "p", "--image=i:1", "--labels=a=b", "--port=80").out())
        .isEqualTo("pod/p created\n");
    assertThat(
            kubectl
                .ok(
                    "get",
                    "pod",
                    "p",
                    "-o",
                    "jsonpath={.metadata.labels.a} {.spec.containers[0].imagePullPolicy}"
                        + " {.spec.restartPolicy} {.spec.dnsPolicy} {.status.phase}"
                        + " {.status.qosClass} {.spec.terminationGracePeriodSeconds}")
                .out())
        .isEqualTo("b IfNotPresent Always ClusterFirst Pending BestEffort 30");
    kubectl.fails(1, "pods \"p\" already exists", "run", "p", "--image=i");
  }

  private static void expose(Kubectl kubectl) throws Exception {
    kubectl.ok("create", "deployment", "d", "--image=i", "--replicas=0", "--port=8080");
    assertThat(kubectl.ok("expose", "deployment", "d", "--port=80", "--target-port=8080").out())
        .isEqualTo("service/d exposed\n");
    assertThat(
            kubectl
                .ok(
                    "get",
                    "svc",
                    "d",
                    "-o",
                    "jsonpath={.spec.selector} {.spec.ports[0].port} {.spec.ports[0].targetPort}"
                        + " {.spec.ports[0].protocol} {.spec.type} {.spec.sessionAffinity}")
                .out())
        .isEqualTo("{\"app\":\"d\"} 80 8080 TCP ClusterIP None");
    assertThat(kubectl.ok("get", "svc", "d", "-o", "jsonpath={.spec.clusterIP}").out())
        .matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
  }

  private static void scale(Kubectl kubectl) throws Exception {
    kubectl.ok("create", "deployment", "d", "--image=i", "--replicas=0");
    assertThat(kubectl.ok("scale", "deployment", "d", "--replicas=3").out())
        .isEqualTo("deployment.apps/d scaled\n");
    assertThat(kubectl.ok("get", "deploy", "d", "-o", "jsonpath={.spec.replicas}").out())
        .isEqualTo("3");
    kubectl.fails(
        1,
        "Expected replicas to be 7, was 3",
        "scale",
        "deployment",
        "d",
        "--current-replicas=7",
        "--replicas=1");
  }

  private static void rollout(Kubectl kubectl) throws Exception {
    kubectl.ok("create", "deployment", "d", "--image=i", "--replicas=0");
    assertThat(kubectl.ok("rollout", "history", "deployment/d").lines())
        .startsWith("deployment.apps/d");
    assertThat(kubectl.ok("rollout", "restart", "deployment/d").out())
        .isEqualTo("deployment.apps/d restarted\n");
    assertThat(
            kubectl
                .ok("get", "deploy", "d", "-o", "jsonpath={.spec.template.metadata.annotations}")
                .out())
        .contains("kubectl.kubernetes.io/restartedAt");
    assertThat(kubectl.ok("rollout", "pause", "deployment/d").out())
        .isEqualTo("deployment.apps/d paused\n");
    assertThat(kubectl.ok("rollout", "resume", "deployment/d").out())
        .isEqualTo("deployment.apps/d resumed\n");
  }

  private static void set(Kubectl kubectl) throws Exception {
    kubectl.ok("create", "deployment", "d", "--image=i:1", "--replicas=0");
    assertThat(kubectl.ok("set", "image", "deployment/d", "i=i:2").out())
        .isEqualTo("deployment.apps/d image updated\n");
    assertThat(kubectl.ok("set", "env", "deployment/d", "A=b").out())
        .isEqualTo("deployment.apps/d env updated\n");
    assertThat(
            kubectl
                .ok(
                    "get",
                    "deploy",
                    "d",
                    "-o",
                    "jsonpath={.spec.template.spec.containers[0].image}"
                        + "{.spec.template.spec.containers[0].env[0].value}")
                .out())
        .isEqualTo("i:2b");
    assertThat(kubectl.ok("autoscale", "deployment", "d", "--max=3", "--cpu-percent=80").out())
        .contains("horizontalpodautoscaler.autoscaling/d autoscaled");
  }

  private static void nodes(Kubectl kubectl) throws Exception {
    String name = kubectl.namespace() + "-node";
    kubectl.pipe(
        "apiVersion: v1\nkind: Node\nmetadata: {name: " + name + "}\n", "create", "-f", "-");
    try {
      assertThat(kubectl.ok("cordon", name).out()).isEqualTo("node/" + name + " cordoned\n");
      assertThat(kubectl.ok("taint", "node", name, "a=b:NoSchedule").out())
          .isEqualTo("node/" + name + " tainted\n");
      assertThat(kubectl.ok("get", "node", name, "-o", "jsonpath={.spec.unschedulable}").out())
          .isEqualTo("true");
      assertThat(kubectl.ok("uncordon", name).out()).isEqualTo("node/" + name + " uncordoned\n");
    } finally {
      kubectl.ok("delete", "node", name);
    }
  }

  private static void namespaces(Kubectl kubectl) throws Exception {
    String name = kubectl.namespace() + "-more";
    assertThat(kubectl.ok("create", "namespace", name).out())
        .isEqualTo("namespace/" + name + " created\n");
    assertThat(kubectl.ok("get", "ns", name, "-o", "jsonpath={.status.phase}").out())
        .isEqualTo("Active");
    assertThat(kubectl.ok("delete", "namespace", name, "--wait=false").out())
        .startsWith("namespace \"" + name + "\" deleted");
    kubectl.fails(1, "(Forbidden)", "delete", "namespace", "kube-system");
  }
}
