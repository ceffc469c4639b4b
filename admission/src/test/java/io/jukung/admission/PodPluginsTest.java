package io.jukung.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.RequestContext;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Plugins about where pods run and how large they are. */
final class PodPluginsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private final FakeObjects objects = new FakeObjects();

  private static ObjectNode tree(String json) throws Exception {
    return (ObjectNode) MAPPER.readTree(json);
  }

  private static AdmissionAttributes write(
      Operation operation, String subresource, ObjectNode object, Optional<ObjectNode> old) {
    return new AdmissionAttributes(
        operation,
        new GroupVersionKind("", "v1", "Pod"),
        new GroupVersionResource("", "v1", "pods"),
        subresource,
        "ns",
        "p",
        Optional.of(object),
        old,
        RequestContext.server(),
        false);
  }

  @Test
  void aBindingTakesTheZoneOfItsNode() throws Exception {
    objects.put(
        "nodes",
        "",
        "n",
        "{\"metadata\":{\"labels\":{\"topology.kubernetes.io/zone\":\"z\",\"other\":\"o\"}}}");
    ObjectNode binding = tree("{\"target\":{\"kind\":\"Node\",\"name\":\"n\"}}");
    new PodTopologyLabels(objects)
        .admit(write(Operation.CREATE, "binding", binding, Optional.empty()));
    assertThat(binding.at("/metadata/labels").toString())
        .isEqualTo("{\"topology.kubernetes.io/zone\":\"z\"}");
    ObjectNode elsewhere = tree("{\"spec\":{\"nodeName\":\"gone\"}}");
    new PodTopologyLabels(objects).admit(write(Operation.CREATE, "", elsewhere, Optional.empty()));
    assertThat(elsewhere.has("metadata")).isFalse();
  }

  private void resize(String cpu) throws Exception {
    ObjectNode pod =
        tree(
            "{\"metadata\":{\"generation\":2},\"spec\":{\"nodeName\":\"n\",\"containers\":[{\"resources\":"
                + "{\"requests\":{\"cpu\":\""
                + cpu
                + "\",\"memory\":\"1Ki\"}}}]}}");
    new PodResizeValidator(objects)
        .validate(
            write(
                Operation.UPDATE,
                "resize",
                pod,
                Optional.of(tree("{\"metadata\":{\"generation\":1}}"))));
  }

  @Test
  void aPodCanNotOutgrowItsNode() throws Exception {
    assertThatThrownBy(() -> resize("1")).hasMessageEndingWith("node \"n\" not found");
    objects.put(
        "nodes", "", "n", "{\"status\":{\"allocatable\":{\"cpu\":\"2\",\"memory\":\"1000\"}}}");
    assertThatThrownBy(() -> resize("2500m"))
        .hasMessageEndingWith(
            "node didn't have enough allocatable resources: cpu, requested: 2500, allocatable:"
                + " 2000; memory, requested: 1024, allocatable: 1000");
    objects.put(
        "nodes", "", "n", "{\"status\":{\"allocatable\":{\"cpu\":\"2\",\"memory\":\"1Mi\"}}}");
    assertThatCode(() -> resize("2")).doesNotThrowAnyException();
    objects.put("nodes", "", "n", "{\"metadata\":{\"labels\":{\"kubernetes.io/os\":\"windows\"}}}");
    assertThatThrownBy(() -> resize("1"))
        .hasMessageEndingWith(
            "pod resize is only supported on linux nodes, node \"n\" is \"windows\"");
  }

  @Test
  void extendedResourcesAreTolerated() throws Exception {
    ObjectNode pod =
        tree(
            "{\"spec\":{\"tolerations\":[{\"key\":\"b.com/x\",\"operator\":\"Exists\",\"effect\":\"NoSchedule\"}],"
                + "\"containers\":[{\"resources\":{\"requests\":{\"cpu\":\"1\",\"b.com/x\":\"1\",\"a.com/y\":\"1\","
                + "\"kubernetes.io/z\":\"1\"}}}]}}");
    new ExtendedResourceToleration().admit(write(Operation.CREATE, "", pod, Optional.empty()));
    assertThat(pod.at("/spec/tolerations").findValuesAsText("key"))
        .isEqualTo(List.of("b.com/x", "a.com/y"));
  }

  @Test
  void antiAffinityReachesNoFartherThanTheNode() throws Exception {
    String pod =
        "{\"spec\":{\"affinity\":{\"podAntiAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":"
            + "[{\"topologyKey\":\"%s\"}]}}}}";
    LimitPodHardAntiAffinityTopology plugin = new LimitPodHardAntiAffinityTopology();
    AdmissionAttributes near =
        write(
            Operation.CREATE, "", tree(pod.formatted("kubernetes.io/hostname")), Optional.empty());
    assertThatCode(() -> plugin.validate(near)).doesNotThrowAnyException();
    AdmissionAttributes far =
        write(Operation.CREATE, "", tree(pod.formatted("zone")), Optional.empty());
    assertThatThrownBy(() -> plugin.validate(far))
        .hasMessage(
            "pods \"p\" is forbidden: affinity.PodAntiAffinity.RequiredDuringScheduling has"
                + " TopologyKey zone but only key kubernetes.io/hostname is allowed");
  }
}
