package io.jukung.conformance.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.Person;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.house.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the kubelet of one of two nodes may do, request by request. */
class NodeIsolationTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String SPACE = "/api/v1/namespaces/default";

  /** Where objects go, and what they are; N stands for the number of a node. */
  private static final List<String> OBJECTS =
      List.of(
          "/api/v1/nodes {metadata: {name: nN}}",
          SPACE + "/serviceaccounts {metadata: {name: saN}}",
          SPACE + "/secrets {metadata: {name: sN}}",
          SPACE + "/secrets {metadata: {name: pullN}}",
          SPACE + "/secrets {metadata: {name: otherN}}",
          SPACE + "/configmaps {metadata: {name: cN}}",
          SPACE + "/configmaps {metadata: {name: cmN}}",
          SPACE + "/configmaps {metadata: {name: othercmN}}",
          SPACE
              + "/persistentvolumeclaims {metadata: {name: vN}, spec: {accessModes:"
              + " [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, volumeName: pvN}}",
          "/api/v1/persistentvolumes {metadata: {name: pvN}, spec: {accessModes: [ReadWriteOnce],"
              + " capacity: {storage: 1Gi}, hostPath: {path: /x}, claimRef: {namespace: default,"
              + " name: vN}}}",
          SPACE
              + "/pods {metadata: {name: pN}, spec: {nodeName: nN, serviceAccountName: saN,"
              + " automountServiceAccountToken: false, imagePullSecrets: [{name: pullN}],"
              + " containers: [{name: c, image: i, envFrom: [{configMapRef: {name: cN}}]}],"
              + " volumes: [{name: a, secret: {secretName: sN}}, {name: b, configMap: {name: cmN}},"
              + " {name: d, persistentVolumeClaim: {claimName: vN}}]}}",
          "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases {metadata: {name: nN},"
              + " spec: {holderIdentity: nN}}",
          "/apis/storage.k8s.io/v1/csinodes {metadata: {name: nN}, spec: {drivers: []}}",
          "/apis/resource.k8s.io/v1/resourceslices {metadata: {name: sliceN}, spec: {driver:"
              + " d.example.com, pool: {name: pN, generation: 1, resourceSliceCount: 1}, nodeName:"
              + " nN, devices: []}}");

  private static final Map<String, Person> KUBELETS = new HashMap<>();
  private static TestCluster cluster;
  private static JsonApi api;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.startForPods();
    api = new JsonApi(cluster.client());
    for (String number : List.of("1", "2")) {
      KUBELETS.put(
          "n" + number, Person.of(cluster, "system:node:n" + number, List.of("system:nodes")));
      for (String object : OBJECTS) {
        String[] parts = object.replaceAll("N\\b", number).split(" ", 2);
        var _ = api.create(parts[0], YAML.readTree(parts[1]));
      }
    }
  }

  @AfterAll
  static void stop() throws IOException {
    KUBELETS.values().forEach(Person::close);
    cluster.close();
  }

  private static int asNode(String node, ApiRequest request) throws Exception {
    return Objects.requireNonNull(KUBELETS.get(node)).status(request);
  }

  private static String uid(String pod) throws Exception {
    return api.get(SPACE + "/pods/" + pod).at("/metadata/uid").asText();
  }

  private static ApiRequest request(JsonNode row, String uid1, String uid2) throws IOException {
    String method = row.path("do").asText();
    String path = row.path("at").asText();
    if (!row.has("send")) {
      return ApiRequest.of(method, path);
    }
    String body = row.path("send").asText().replace("$UID1", uid1).replace("$UID2", uid2);
    return method.equals("PATCH")
        ? ApiRequest.of(
            method, path, "application/merge-patch+json", body.getBytes(StandardCharsets.UTF_8))
        : ApiRequest.json(method, path, body);
  }

  @Test
  void aNodeReachesWhatItsPodsNeedAndNothingElse() throws Exception {
    for (String own :
        List.of(
            SPACE + "/secrets/s",
            SPACE + "/persistentvolumeclaims/v",
            "/api/v1/persistentvolumes/pv",
            "/apis/resource.k8s.io/v1/resourceslices/slice")) {
      for (String number : List.of("1", "2")) {
        Await.until(
            "node n" + number + " reaches " + own,
            Duration.ofSeconds(30),
            () -> asNode("n" + number, ApiRequest.of("GET", own + number)) == 200);
      }
    }
    String uid1 = uid("p1");
    String uid2 = uid("p2");
    Map<String, Integer> expected = new LinkedHashMap<>();
    Map<String, Integer> answered = new LinkedHashMap<>();
    List<JsonNode> rows = new ArrayList<>();
    YAML.readTree(
            Repository.find()
                .root()
                .resolve("conformance-tests/src/test/resources/auth/node-requests.yaml")
                .toFile())
        .forEach(rows::add);
    for (JsonNode row : rows) {
      String name = MAPPER.writeValueAsString(row);
      expected.put(name, row.path("is").asInt());
      answered.put(name, asNode("n1", request(row, uid1, uid2)));
    }
    assertThat(rows).hasSize(107);
    assertThat(answered).isEqualTo(expected);
  }
}
