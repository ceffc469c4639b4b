package io.jukung.conformance.weaknesses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.objects.Definition;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ways around what a caller is allowed. */
@ExtendWith(SharedCluster.class)
class AccessWeaknessesTest {
  private static final String RBAC = "rbac.authorization.k8s.io/v1";
  private static final String OPEN =
      "versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object,"
          + " x-kubernetes-preserve-unknown-fields: true}}}]\n";

  private static void allow(Space space, Caller caller, String scope, String rule)
      throws Exception {
    boolean whole = scope.equals("Cluster");
    String name = "allow-" + space.run();
    Resource roles =
        whole
            ? space.resource(RBAC, "clusterroles", "ClusterRole")
            : space.namespaced(RBAC, "roles", "Role");
    roles.create("{metadata: {name: " + name + "}, rules: [" + rule + "]}");
    Resource bindings =
        whole
            ? space.resource(RBAC, "clusterrolebindings", "ClusterRoleBinding")
            : space.namespaced(RBAC, "rolebindings", "RoleBinding");
    bindings.create(
        "{metadata: {name: "
            + name
            + "}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: "
            + (whole ? "ClusterRole" : "Role")
            + ", name: "
            + name
            + "}, subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: "
            + caller.user()
            + "}]}");
  }

  private static void until(String what, Callable<Boolean> condition) throws Exception {
    Await.until(what, Duration.ofSeconds(30), condition);
  }

  @Test
  @DisplayName("CVE-2019-11247: cluster-scoped custom objects by a namespace's path")
  void clusterObjectsByANamespacesPath(Space space) throws Exception {
    Definition boats = Definition.of(space, "boats", "Boat", space.yaml("scope: Cluster\n" + OPEN));
    boats.clusterObjects("v1").create("{metadata: {name: one}, secret: hidden}");
    Caller caller = Caller.somebody(space);
    allow(space, caller, "Namespace", "{apiGroups: ['*'], resources: ['*'], verbs: ['*']}");
    String maps = "/api/v1/namespaces/" + space.namespace() + "/configmaps";
    until("the role counts", () -> caller.send(ApiRequest.of("GET", maps)).statusCode() == 200);
    String path = "/apis/" + boats.group() + "/v1/namespaces/" + space.namespace() + "/boats";
    for (String method : List.of("GET", "DELETE")) {
      for (String target : List.of(path, path + "/one")) {
        assertThat(caller.refused(404, ApiRequest.of(method, target))).doesNotContain("hidden");
      }
    }
    caller.refused(
        404, Caller.patch(path + "/one", "application/merge-patch+json", "{\"secret\":\"taken\"}"));
    caller.refused(403, ApiRequest.of("GET", boats.clusterObjects("v1").path("one")));
    assertThat(boats.clusterObjects("v1").get("one").path("secret").asText()).isEqualTo("hidden");
  }

  @Test
  @DisplayName("CVE-2022-3162: custom objects of another kind of the group by a crafted path")
  void anotherKindByACraftedPath(Space space) throws Exception {
    Definition boats =
        Definition.of(space, "boats", "Boat", space.yaml("scope: Namespaced\n" + OPEN));
    Definition others =
        Definition.of(space, "others", "Other", space.yaml("scope: Namespaced\n" + OPEN));
    others.objects().create("{metadata: {name: one}, secret: hidden}");
    Caller caller = Caller.somebody(space);
    allow(
        space,
        caller,
        "Cluster",
        "{apiGroups: ["
            + boats.group()
            + "], resources: [boats], verbs: [get, list, watch, delete, deletecollection]}");
    String root = "/apis/" + boats.group() + "/v1";
    until(
        "the role counts",
        () -> caller.send(ApiRequest.of("GET", root + "/boats")).statusCode() == 200);
    assertThat(caller.text(ApiRequest.of("GET", root + "/boats"))).doesNotContain("hidden");
    for (String way :
        List.of("..", "..%2fothers", "%2e%2e%2fothers", "%2e%2e%2fothers%2f" + space.namespace())) {
      for (String path :
          List.of(
              root + "/namespaces/" + way + "/boats",
              root + "/namespaces/" + way + "/boats/one",
              root + "/namespaces/" + space.namespace() + "/boats/" + way)) {
        assertThat(caller.text(ApiRequest.of("GET", path))).as(path).doesNotContain("hidden");
        assertThat(caller.text(ApiRequest.of("DELETE", path))).as(path).doesNotContain("hidden");
      }
    }
    caller.refused(403, ApiRequest.of("GET", others.objects().path("one")));
    assertThat(others.objects().get("one").path("secret").asText()).isEqualTo("hidden");
  }

  /** What a policy denies when it is true, for the space's own objects. */
  private static void deny(Space space, String group, String resources, String condition)
      throws Exception {
    String version = "admissionregistration.k8s.io/v1";
    space
        .resource(version, "validatingadmissionpolicies", "ValidatingAdmissionPolicy")
        .create(
            """
            metadata: {name: deny-$RUN}
            spec:
              matchConstraints:
                resourceRules:
                - {apiGroups: ["$GROUP"], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [$RES]}
              matchConditions: [{name: own, expression: "object.metadata.name == 'one-$RUN'"}]
              validations: [{expression: "!($CONDITION)", message: denied by the policy}]
            """
                .replace("$GROUP", group)
                .replace("$RES", resources)
                .replace("$CONDITION", condition));
    space
        .resource(version, "validatingadmissionpolicybindings", "ValidatingAdmissionPolicyBinding")
        .create(
            "{metadata: {name: deny-$RUN}, spec: {policyName: deny-$RUN, validationActions:"
                + " [Deny]}}");
  }

  private static void denied(Space space, ApiRequest request) throws Exception {
    JsonNode status = space.api().call(422, request);
    assertThat(status.path("message").asText()).contains("denied by the policy");
  }

  private static final String MERGE = "application/merge-patch+json";

  /** What admission is shown of a node before the update is what is stored. */
  @Test
  @DisplayName("CVE-2021-25735: updates of nodes whose old state admission does not see")
  void nodesAsTheyWere(Space space) throws Exception {
    Resource nodes = space.resource("v1", "nodes", "Node");
    nodes.create("{metadata: {name: one-$RUN, labels: {changeable: 'no'}}}");
    String path = nodes.path("one-" + space.run());
    deny(
        space,
        "",
        "nodes, nodes/status",
        "oldObject != null && oldObject.metadata.labels['changeable'] == 'no' &&"
            + " object.metadata.labels['changeable'] != 'no'");
    ApiRequest merge =
        Caller.patch(path, MERGE, "{\"metadata\":{\"labels\":{\"changeable\":\"yes\"}}}");
    until("the policy counts", () -> space.client().send(dryRun(merge)).statusCode() == 422);
    denied(space, merge);
    denied(space, Caller.patch(path + "/status", MERGE, body(merge)));
    denied(
        space,
        Caller.patch(
            path,
            "application/json-patch+json",
            "[{\"op\":\"replace\",\"path\":\"/metadata/labels/changeable\",\"value\":\"yes\"}]"));
    String whole =
        nodes
            .get("one-" + space.run())
            .toString()
            .replace("\"changeable\":\"no\"", "\"changeable\":\"yes\"");
    denied(space, ApiRequest.json("PUT", path, whole));
    denied(space, ApiRequest.json("PUT", path + "/status", whole));
    assertThat(nodes.get("one-" + space.run()).at("/metadata/labels/changeable").asText())
        .isEqualTo("no");
  }

  private static ApiRequest dryRun(ApiRequest request) {
    return new ApiRequest(
        request.method(), request.path() + "?dryRun=All", request.headers(), request.body());
  }

  private static String body(ApiRequest request) {
    return new String(request.body().orElseThrow().bytes(), UTF_8);
  }

  @Test
  @DisplayName("CVE-2016-1905: patches that admission does not see")
  void patchesAreAdmitted(Space space) throws Exception {
    Resource maps = space.namespaced("v1", "configmaps", "ConfigMap");
    maps.create("{metadata: {name: one-$RUN}, data: {a: fine}}");
    deny(space, "", "configmaps", "has(object.data) && 'bad' in object.data");
    String path = maps.path("one-" + space.run());
    ApiRequest merge = Caller.patch(path, MERGE, "{\"data\":{\"bad\":\"x\"}}");
    until("the policy counts", () -> space.client().send(dryRun(merge)).statusCode() == 422);
    denied(space, merge);
    denied(space, Caller.patch(path, "application/strategic-merge-patch+json", body(merge)));
    denied(
        space,
        Caller.patch(
            path,
            "application/json-patch+json",
            "[{\"op\":\"add\",\"path\":\"/data/bad\",\"value\":\"x\"}]"));
    String applied = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"data\":{\"bad\":\"x\"}}";
    denied(
        space,
        Caller.patch(
            path + "?fieldManager=test&force=true", "application/apply-patch+yaml", applied));
    assertThat(maps.get("one-" + space.run()).path("data")).isEqualTo(space.yaml("{a: fine}"));
  }

  @Test
  @DisplayName("CVE-2023-2727: images of ephemeral containers that no policy sees")
  void imagesOfEphemeralContainers(Space space) throws Exception {
    Resource pods = space.namespaced("v1", "pods", "Pod");
    pods.create("{metadata: {name: one-$RUN}, spec: {containers: [{name: c, image: good}]}}");
    deny(
        space,
        "",
        "pods, pods/ephemeralcontainers",
        "has(object.spec.ephemeralContainers) &&"
            + " object.spec.ephemeralContainers.exists(c, c.image == 'bad')");
    ApiRequest patch =
        Caller.patch(
            pods.path("one-" + space.run() + "/ephemeralcontainers"),
            "application/strategic-merge-patch+json",
            "{\"spec\":{\"ephemeralContainers\":[{\"name\":\"e\",\"image\":\"bad\"}]}}");
    until("the policy counts", () -> space.client().send(dryRun(patch)).statusCode() == 422);
    denied(space, patch);
    assertThat(pods.get("one-" + space.run()).at("/spec/ephemeralContainers").isMissingNode())
        .isTrue();
    // Nor does a pod bring them along.
    pods.refused(
        422,
        "{metadata: {name: two}, spec: {containers: [{name: c, image: i}], ephemeralContainers:"
            + " [{name: e, image: bad}]}}");
  }

  private static void careful(Space space) throws Exception {
    space
        .namespaced("v1", "serviceaccounts", "ServiceAccount")
        .create(
            "{metadata: {name: careful, annotations: {kubernetes.io/enforce-mountable-secrets:"
                + " 'true'}}, secrets: [{name: own}]}");
    space.namespaced("v1", "secrets", "Secret").create("{metadata: {name: other}}");
  }

  private static final String TAKES = "{name: x, image: i, envFrom: [{secretRef: {name: other}}]}";
  private static final String PLAIN = "{name: c, image: i}";

  @Test
  @DisplayName("CVE-2023-2728: secrets an account may not mount, by ephemeral containers")
  void secretsOfEphemeralContainers(Space space) throws Exception {
    careful(space);
    Resource pods = space.namespaced("v1", "pods", "Pod");
    pods.create(
        "{metadata: {name: p}, spec: {serviceAccountName: careful, containers: [" + PLAIN + "]}}");
    for (String takes :
        List.of(
            TAKES,
            "{name: x, image: i, env: [{name: E, valueFrom: {secretKeyRef: {name: other, key:"
                + " k}}}]}")) {
      JsonNode status =
          pods.refusedPatch(
              403, "p/ephemeralcontainers", "{spec: {ephemeralContainers: [" + takes + "]}}");
      assertThat(status.path("message").asText())
          .contains("ephemeral container x with env")
          .contains("service account careful does not reference that secret");
    }
    assertThat(pods.get("p").at("/spec/ephemeralContainers").isMissingNode()).isTrue();
  }

  @Test
  @DisplayName("CVE-2024-3177: secrets an account may not mount, by envFrom")
  void secretsByEnvFrom(Space space) throws Exception {
    careful(space);
    Resource pods = space.namespaced("v1", "pods", "Pod");
    String spec = "{metadata: {name: p}, spec: {serviceAccountName: careful, ";
    assertThat(pods.refused(403, spec + "containers: [" + TAKES + "]}}").path("message").asText())
        .contains("container x with envFrom referencing secret.secretName=\"other\"");
    assertThat(
            pods.refused(
                    403, spec + "containers: [" + PLAIN + "], initContainers: [" + TAKES + "]}}")
                .path("message")
                .asText())
        .contains("init container x with envFrom referencing secret.secretName=\"other\"");
    pods.create(spec + "containers: [" + TAKES.replace("other", "own") + "]}}");
  }

  private static String node(Space space) throws Exception {
    String name = "node-" + space.run();
    space.resource("v1", "nodes", "Node").create("{metadata: {name: " + name + "}}");
    return name;
  }

  @Test
  @DisplayName("CVE-2025-4563: a node's mirror pods that take resource claims")
  void claimsOfMirrorPods(Space space) throws Exception {
    String node = node(space);
    String uid = space.resource("v1", "nodes", "Node").get(node).at("/metadata/uid").asText();
    Resource pods = space.namespaced("v1", "pods", "Pod");
    String mirror =
        """
        metadata:
          name: mirror
          annotations: {kubernetes.io/config.mirror: x}
          ownerReferences: [{apiVersion: v1, kind: Node, name: $NODE, uid: $UID, controller: true}]
        spec:
          nodeName: $NODE
          $CLAIMS
          containers: [{name: c, image: i}]
        """
            .replace("$NODE", node)
            .replace("$UID", uid);
    String claims = "resourceClaims: [{name: r, resourceClaimName: somebodys}]";
    Caller caller = Caller.node(space, node);
    String body = pods.body(mirror.replace("$CLAIMS", claims)).toString();
    assertThat(caller.refused(403, ApiRequest.json("POST", pods.path(), body)))
        .contains("can not create pods that reference resourceclaims");
    assertThat(pods.absent("mirror")).isTrue();
    String plain = pods.body(mirror.replace("$CLAIMS", "restartPolicy: Always")).toString();
    assertThat(caller.send(ApiRequest.json("POST", pods.path(), plain)).statusCode())
        .isEqualTo(201);
    assertThat(
            caller.refused(
                403,
                Caller.patch(
                    pods.path("mirror/status"),
                    MERGE,
                    "{\"status\":{\"resourceClaimStatuses\":[{\"name\":\"r\","
                        + "\"resourceClaimName\":\"somebodys\"}]}}")))
        .contains("cannot update resource claim");
  }

  @Test
  @DisplayName("CVE-2025-5187: a node that gives itself an owner, to be collected")
  void ownersOfNodes(Space space) throws Exception {
    String node = node(space);
    String path = "/api/v1/nodes/" + node;
    String owner =
        "{\"metadata\":{\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\","
            + "\"name\":\"gone\",\"uid\":\"00000000-0000-0000-0000-000000000001\"}]}}";
    Caller caller = Caller.node(space, node);
    for (String target : List.of(path, path + "/status")) {
      assertThat(caller.refused(403, Caller.patch(target, MERGE, owner)))
          .contains("is not allowed to modify ownerReferences");
    }
    caller.refused(403, ApiRequest.of("DELETE", path));
    assertThat(
            space
                .resource("v1", "nodes", "Node")
                .get(node)
                .at("/metadata/ownerReferences")
                .isMissingNode())
        .isTrue();
  }
}
