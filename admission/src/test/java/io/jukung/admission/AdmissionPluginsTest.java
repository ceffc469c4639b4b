package io.jukung.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.request.UserInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdmissionPluginsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final UserInfo NODE =
      new UserInfo("system:node:n1", "", List.of("system:nodes", "system:authenticated"), Map.of());
  private final FakeObjects objects = new FakeObjects();
  private UserInfo user = UserInfo.SERVER;

  private AdmissionAttributes attributes(
      Operation operation, String resource, String subresource, ObjectNode object) {
    return new AdmissionAttributes(
        operation,
        new GroupVersionKind("", "v1", "Any"),
        new GroupVersionResource(
            resource.contains(".") ? resource.substring(resource.indexOf('.') + 1) : "",
            "v1",
            resource.contains(".") ? resource.substring(0, resource.indexOf('.')) : resource),
        subresource,
        "ns",
        object.path("metadata").path("name").asText(""),
        Optional.of(object),
        Optional.empty(),
        new RequestContext(user, "", "", Long.MAX_VALUE),
        false);
  }

  private ObjectNode admitted(AdmissionPlugin plugin, String resource, String json)
      throws Exception {
    ObjectNode object = (ObjectNode) MAPPER.readTree(json);
    plugin.admit(attributes(Operation.CREATE, resource, "", object));
    plugin.validate(attributes(Operation.CREATE, resource, "", object));
    return object;
  }

  private ServiceAccountPlugin serviceAccount() {
    return new ServiceAccountPlugin(objects, new Random(1), pause -> {});
  }

  @Test
  void podsGetTheDefaultAccountAndItsToken() throws Exception {
    objects.put("serviceaccounts", "ns", "default", "{\"imagePullSecrets\":[{\"name\":\"reg\"}]}");
    ObjectNode pod =
        admitted(
            serviceAccount(),
            "pods",
            "{\"spec\":{\"initContainers\":[{\"name\":\"i\"}],\"containers\":[{\"name\":\"c\"}]}}");
    JsonNode spec = pod.path("spec");
    assertThat(spec.path("serviceAccountName").asText()).isEqualTo("default");
    assertThat(spec.path("serviceAccount").asText()).isEqualTo("default");
    assertThat(spec.path("imagePullSecrets").toString()).isEqualTo("[{\"name\":\"reg\"}]");
    String volume = spec.at("/volumes/0/name").asText();
    assertThat(volume).matches("kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}");
    for (String kind : List.of("initContainers", "containers")) {
      assertThat(spec.at("/" + kind + "/0/volumeMounts").toString())
          .isEqualTo(
              "[{\"name\":\""
                  + volume
                  + "\",\"readOnly\":true,"
                  + "\"mountPath\":\"/var/run/secrets/kubernetes.io/serviceaccount\"}]");
    }
    assertThat(spec.at("/volumes/0/projected").toString())
        .isEqualTo(
            "{\"sources\":[{\"serviceAccountToken\":{\"expirationSeconds\":3607,\"path\":\"token\"}},"
                + "{\"configMap\":{\"name\":\"kube-root-ca.crt\","
                + "\"items\":[{\"key\":\"ca.crt\",\"path\":\"ca.crt\"}]}},"
                + "{\"downwardAPI\":{\"items\":[{\"path\":\"namespace\","
                + "\"fieldRef\":{\"apiVersion\":\"v1\",\"fieldPath\":\"metadata.namespace\"}}]}}],"
                + "\"defaultMode\":420}");
  }

  @Test
  void aMountAtThePathOrAWishKeepsTheTokenOut() throws Exception {
    objects.put("serviceaccounts", "ns", "default", "{}");
    objects.put("serviceaccounts", "ns", "shy", "{\"automountServiceAccountToken\":false}");
    String mount =
        "[{\"name\":\"own\",\"mountPath\":\"/var/run/secrets/kubernetes.io/serviceaccount\"}]";
    assertThat(
            admitted(
                    serviceAccount(),
                    "pods",
                    "{\"spec\":{\"containers\":[{\"name\":\"c\",\"volumeMounts\":" + mount + "}]}}")
                .path("spec")
                .has("volumes"))
        .isFalse();
    String shy = "{\"spec\":{\"serviceAccountName\":\"shy\",\"containers\":[{\"name\":\"c\"}]}}";
    assertThat(admitted(serviceAccount(), "pods", shy).path("spec").has("volumes")).isFalse();
  }

  @Test
  void aMissingAccountIsTold() {
    assertThatThrownBy(
            () -> admitted(serviceAccount(), "pods", "{\"metadata\":{\"name\":\"p\"},\"spec\":{}}"))
        .hasMessage(
            "pods \"p\" is forbidden: error looking up service account ns/default: serviceaccount"
                + " \"default\" not found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"spec":{}}|{"priority":0,"preemptionPolicy":"PreemptLowerPriority"}
          {"spec":{"priorityClassName":"high"}}|{"priorityClassName":"high","priority":7,"preemptionPolicy":"Never"}
          {"spec":{"priority":0}}|{"priority":0,"preemptionPolicy":"PreemptLowerPriority"}
          """)
  void prioritiesComeFromTheClass(String pod, String spec) throws Exception {
    objects.put("priorityclasses", "", "high", "{\"value\":7,\"preemptionPolicy\":\"Never\"}");
    assertThat(admitted(new Priority(objects), "pods", pod).path("spec"))
        .isEqualTo(MAPPER.readTree(spec));
  }

  @Test
  void aPriorityOfOnesOwnIsRefused() {
    assertThatThrownBy(
            () ->
                admitted(
                    new Priority(objects),
                    "pods",
                    "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"priority\":5}}"))
        .hasMessage(
            "pods \"p\" is forbidden: the integer value of priority (5) must not be provided in pod"
                + " spec; priority admission controller computed 0 from the given PriorityClass"
                + " name");
    assertThatThrownBy(
            () ->
                admitted(
                    new Priority(objects),
                    "pods",
                    "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"priorityClassName\":\"x\"}}"))
        .hasMessage("pods \"p\" is forbidden: no PriorityClass with name x was found");
  }

  @Test
  void thereIsOneDefaultPriorityClass() throws Exception {
    objects.put("priorityclasses", "", "one", "{\"value\":3,\"globalDefault\":true}");
    assertThat(
            admitted(new Priority(objects), "pods", "{\"spec\":{}}")
                .at("/spec/priorityClassName")
                .asText())
        .isEqualTo("one");
    assertThatThrownBy(
            () ->
                admitted(
                    new Priority(objects),
                    "priorityclasses.scheduling.k8s.io",
                    "{\"metadata\":{\"name\":\"two\"},\"globalDefault\":true}"))
        .hasMessageEndingWith(
            "PriorityClass one is already marked as default. Only one default can exist");
  }

  @Test
  void tolerationsAreFilledUnlessThere() throws Exception {
    String own = "{\"key\":\"node.kubernetes.io/not-ready\",\"operator\":\"Exists\"}";
    ObjectNode pod =
        admitted(
            new DefaultTolerationSeconds(), "pods", "{\"spec\":{\"tolerations\":[" + own + "]}}");
    assertThat(pod.at("/spec/tolerations").toString())
        .isEqualTo(
            "["
                + own
                + ",{\"key\":\"node.kubernetes.io/unreachable\",\"operator\":\"Exists\","
                + "\"effect\":\"NoExecute\",\"tolerationSeconds\":300}]");
  }

  @Test
  void limitRangesFillAndBound() throws Exception {
    objects.put(
        "limitranges",
        "ns",
        "l",
        "{\"spec\":{\"limits\":[{\"type\":\"Container\",\"default\":{\"cpu\":\"1\"},"
            + "\"defaultRequest\":{\"cpu\":\"500m\"},\"max\":{\"cpu\":\"2\"},"
            + "\"maxLimitRequestRatio\":{\"cpu\":\"2\"}},"
            + "{\"type\":\"Pod\",\"max\":{\"cpu\":\"2500m\"}}]}}");
    ObjectNode pod =
        admitted(
            new LimitRanger(objects), "pods", "{\"spec\":{\"containers\":[{\"name\":\"c\"}]}}");
    assertThat(pod.at("/spec/containers/0/resources").toString())
        .isEqualTo("{\"requests\":{\"cpu\":\"500m\"},\"limits\":{\"cpu\":\"1\"}}");
    assertThat(pod.at("/metadata/annotations").toString())
        .isEqualTo(
            "{\"kubernetes.io/limit-ranger\":\"LimitRanger plugin set: cpu request for container c;"
                + " cpu limit for container c\"}");
    assertThatThrownBy(
            () ->
                admitted(
                    new LimitRanger(objects),
                    "pods",
                    "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\","
                        + "\"resources\":{\"limits\":{\"cpu\":\"3\"},"
                        + "\"requests\":{\"cpu\":\"1\"}}}]}}"))
        .hasMessage(
            "pods \"p\" is forbidden: [maximum cpu usage per Container is 2, but limit is 3, cpu"
                + " max limit to request ratio per Container is 2, but provided ratio is 3.000000,"
                + " maximum cpu usage per Pod is 2500m, but limit is 3]");
  }

  @Test
  void classesMarkedAsDefaultAreTaken() throws Exception {
    String marked =
        "{\"metadata\":{\"creationTimestamp\":\"%s\",\"annotations\":"
            + "{\"storageclass.kubernetes.io/is-default-class\":\"true\"}}}";
    objects.put("storageclasses", "", "old", String.format(marked, "2026-01-01T00:00:00Z"));
    objects.put("storageclasses", "", "young", String.format(marked, "2026-02-01T00:00:00Z"));
    DefaultStorageClass plugin = new DefaultStorageClass(objects);
    assertThat(
            admitted(plugin, "persistentvolumeclaims", "{\"spec\":{}}")
                .at("/spec/storageClassName")
                .asText())
        .isEqualTo("young");
    assertThat(
            admitted(plugin, "persistentvolumeclaims", "{\"spec\":{\"storageClassName\":\"\"}}")
                .at("/spec/storageClassName")
                .asText())
        .isEmpty();
  }

  @Test
  void runtimeClassesBringOverheadAndPlaces() throws Exception {
    objects.put(
        "runtimeclasses",
        "",
        "kata",
        "{\"overhead\":{\"podFixed\":{\"cpu\":\"10m\"}},"
            + "\"scheduling\":{\"nodeSelector\":{\"vm\":\"yes\"}}}");
    ObjectNode pod =
        admitted(new RuntimeClass(objects), "pods", "{\"spec\":{\"runtimeClassName\":\"kata\"}}");
    assertThat(pod.at("/spec/overhead").toString()).isEqualTo("{\"cpu\":\"10m\"}");
    assertThat(pod.at("/spec/nodeSelector").toString()).isEqualTo("{\"vm\":\"yes\"}");
    assertThatThrownBy(
            () ->
                admitted(
                    new RuntimeClass(objects), "pods", "{\"spec\":{\"runtimeClassName\":\"x\"}}"))
        .hasMessageEndingWith("pod rejected: RuntimeClass \"x\" not found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          nodes|{"metadata":{"name":"n2"}}|nodes "n2" is forbidden: node "n1" is not allowed to modify node "n2"
          nodes|{"metadata":{"name":"n1","labels":{"node-restriction.kubernetes.io/x":"1","kubernetes.io/os":"linux"}}}|nodes "n1" is forbidden: node "n1" is not allowed to set the following labels: node-restriction.kubernetes.io/x
          pods|{"metadata":{"name":"p"}}|pods "p" is forbidden: pod does not have "kubernetes.io/config.mirror" annotation, node "n1" can only create mirror pods
          leases.coordination.k8s.io|{"metadata":{"name":"n1"}}|leases.coordination.k8s.io "n1" is forbidden: can only access leases in the "kube-node-lease" system namespace
          """)
  void nodesKeepToThemselves(String resource, String json, String message) {
    user = NODE;
    assertThatThrownBy(() -> admitted(new NodeRestriction(objects), resource, json))
        .hasMessage(message);
    user = UserInfo.SERVER;
    assertThatCode(() -> admitted(new NodeRestriction(objects), resource, json))
        .doesNotThrowAnyException();
  }

  @Test
  void tokensOfANodeAreForPodsOnIt() throws Exception {
    user = NODE;
    objects.put(
        "pods",
        "ns",
        "p",
        "{\"metadata\":{\"uid\":\"u\"},\"spec\":{\"nodeName\":\"n1\",\"volumes\":[{\"projected\":"
            + "{\"sources\":[{\"serviceAccountToken\":{}}]}}]}}");
    objects.put("pods", "ns", "q", "{\"metadata\":{\"uid\":\"u\"},\"spec\":{\"nodeName\":\"n2\"}}");
    assertThatCode(() -> token("p", "u")).doesNotThrowAnyException();
    assertThatThrownBy(() -> token("q", "u"))
        .hasMessageEndingWith("node requested token bound to a pod scheduled on a different node");
    assertThatThrownBy(() -> token("p", ""))
        .hasMessageEndingWith("node requested token with a pod binding without a uid");
  }

  private void token(String pod, String uid) throws Exception {
    ObjectNode request =
        (ObjectNode)
            MAPPER.readTree(
                "{\"spec\":{\"boundObjectRef\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\""
                    + pod
                    + "\",\"uid\":\""
                    + uid
                    + "\"}}}");
    new NodeRestriction(objects)
        .admit(attributes(Operation.CREATE, "serviceaccounts", "token", request));
  }

  @Test
  void unknownAndContradictoryNamesAreRefused() {
    assertThatThrownBy(() -> new AdmissionConfig(Set.of("Nope"), Set.of(), Optional.empty()))
        .hasMessage("enable-admission-plugins plugin \"Nope\" is unknown");
    assertThatThrownBy(
            () -> new AdmissionConfig(Set.of("Priority"), Set.of("Priority"), Optional.empty()))
        .hasMessageContaining("overlapped");
    AdmissionConfig config =
        new AdmissionConfig(Set.of("NodeRestriction"), Set.of("Priority"), Optional.empty());
    assertThat(config.runs("NodeRestriction", false)).isTrue();
    assertThat(config.runs("Priority", true)).isFalse();
    assertThat(config.runs("ServiceAccount", true)).isTrue();
  }
}
