package io.jukung.admission.quota;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How single objects count. */
final class EvaluatorTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Evaluator PODS =
      new PodEvaluator(() -> Instant.parse("2026-01-01T00:01:00Z"));

  private static Evaluator evaluator(String resource) {
    return switch (resource) {
      case "pods" -> PODS;
      case "services" -> new ServiceEvaluator();
      case "persistentvolumeclaims" -> new VolumeClaimEvaluator();
      case "resourceclaims.resource.k8s.io" -> new ResourceClaimEvaluator();
      default -> CountEvaluator.of(resource);
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          secrets|{}|count/secrets=1,secrets=1
          deployments.apps|{}|count/deployments.apps=1
          services|{"spec":{"type":"ClusterIP","ports":[{},{}]}}|count/services=1,services=1,services.loadbalancers=0,services.nodeports=0
          services|{"spec":{"type":"NodePort","ports":[{},{}]}}|count/services=1,services=1,services.loadbalancers=0,services.nodeports=2
          services|{"spec":{"type":"LoadBalancer","ports":[{},{}]}}|count/services=1,services=1,services.loadbalancers=1,services.nodeports=2
          services|{"spec":{"type":"LoadBalancer","allocateLoadBalancerNodePorts":false,"ports":[{"nodePort":3},{}]}}|count/services=1,services=1,services.loadbalancers=1,services.nodeports=1
          persistentvolumeclaims|{"spec":{"resources":{"requests":{"storage":"1Gi"}}}}|count/persistentvolumeclaims=1,persistentvolumeclaims=1,requests.storage=1Gi
          persistentvolumeclaims|{"spec":{"storageClassName":"gold","resources":{"requests":{"storage":"1500m"}}},"status":{"allocatedResources":{"storage":"5"}}}|count/persistentvolumeclaims=1,gold.storageclass.storage.k8s.io/persistentvolumeclaims=1,gold.storageclass.storage.k8s.io/requests.storage=5,persistentvolumeclaims=1,requests.storage=5
          persistentvolumeclaims|{"spec":{"resources":{"requests":{"storage":"1500m"}}}}|count/persistentvolumeclaims=1,persistentvolumeclaims=1,requests.storage=2
          resourceclaims.resource.k8s.io|{"spec":{"devices":{"requests":[{"exactly":{"deviceClassName":"gpu","allocationMode":"ExactCount","count":2}},{"firstAvailable":[{"deviceClassName":"gpu","allocationMode":"ExactCount","count":1},{"deviceClassName":"gpu","allocationMode":"ExactCount","count":3},{"deviceClassName":"nic","allocationMode":"All"}]}]}}}|count/resourceclaims.resource.k8s.io=1,gpu.deviceclass.resource.k8s.io/devices=5,nic.deviceclass.resource.k8s.io/devices=32
          pods|{"spec":{"containers":[{}]}}|count/pods=1,pods=1
          pods|{"spec":{"containers":[{"resources":{"requests":{"cpu":"500m","memory":"1Gi","example.com/gpu":"2","hugepages-2Mi":"4Mi"},"limits":{"cpu":"1"}}},{"resources":{"requests":{"cpu":"100m"}}}],"overhead":{"cpu":"1m","memory":"1Gi"}}}|count/pods=1,cpu=601m,hugepages-2Mi=4Mi,limits.cpu=1001m,memory=2Gi,pods=1,requests.cpu=601m,requests.example.com/gpu=2,requests.hugepages-2Mi=4Mi,requests.memory=2Gi
          pods|{"spec":{"initContainers":[{"resources":{"requests":{"cpu":"2"}}}],"containers":[{"resources":{"requests":{"cpu":"1"}}}]}}|count/pods=1,cpu=2,pods=1,requests.cpu=2
          pods|{"spec":{"containers":[{"name":"c","resources":{"requests":{"cpu":"1"}}}]},"status":{"containerStatuses":[{"name":"c","resources":{"requests":{"cpu":"3"}},"allocatedResources":{"cpu":"2"}}]}}|count/pods=1,cpu=3,pods=1,requests.cpu=3
          pods|{"spec":{"resources":{"requests":{"cpu":"4"}},"containers":[{"resources":{"requests":{"cpu":"1"}}}]}}|count/pods=1,cpu=4,pods=1,requests.cpu=4
          pods|{"spec":{"containers":[{"resources":{"requests":{"cpu":"1"}}}]},"status":{"phase":"Succeeded"}}|count/pods=1
          pods|{"metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z","deletionGracePeriodSeconds":30},"spec":{"containers":[{}]}}|count/pods=1
          pods|{"metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z","deletionGracePeriodSeconds":90},"spec":{"containers":[{}]}}|count/pods=1,pods=1
          """)
  void usage(String resource, String json, String expected) throws Exception {
    Evaluator evaluator = evaluator(resource);
    Usage usage = evaluator.usage(MAPPER.readTree(json));
    assertThat(usage).hasToString(expected);
    assertThat(usage.amounts().keySet()).allMatch(evaluator::counts);
    assertThat(evaluator.counts("count/others.example.com")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"spec":{"activeDeadlineSeconds":5}}|Terminating,BestEffort
          {"spec":{}}|NotTerminating,BestEffort
          {"spec":{"containers":[{"resources":{"requests":{"cpu":"1"}}}]}}|NotTerminating,NotBestEffort
          {"spec":{"priorityClassName":"high"}}|NotTerminating,BestEffort,PriorityClass
          {"spec":{"affinity":{"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"podAffinityTerm":{"namespaces":["x"]}}]}}}}|NotTerminating,BestEffort,CrossNamespacePodAffinity
          {"spec":{"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"namespaceSelector":{}}]}}}}|NotTerminating,BestEffort,CrossNamespacePodAffinity
          """)
  void podsMatchScopes(String json, String expected) throws Exception {
    JsonNode pod = MAPPER.readTree(json);
    for (String scope :
        List.of(
            "Terminating",
            "NotTerminating",
            "BestEffort",
            "NotBestEffort",
            "PriorityClass",
            "CrossNamespacePodAffinity",
            "VolumeAttributesClass")) {
      assertThat(PODS.matches(new Scope(scope, "Exists", List.of()), pod))
          .as(scope)
          .isEqualTo(Set.of(expected.split(",")).contains(scope));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "In,true,false,false",
    "NotIn,false,true,true",
    "Exists,true,true,false",
    "DoesNotExist,false,false,true"
  })
  void selectors(String operator, boolean listed, boolean other, boolean none) {
    Scope scope = new Scope("PriorityClass", operator, List.of("high", "low"));
    assertThat(scope.selects(List.of("high"))).isEqualTo(listed);
    assertThat(scope.selects(List.of("other"))).isEqualTo(other);
    assertThat(scope.selects(List.of())).isEqualTo(none);
  }

  @Test
  void containersHaveToStateWhatIsLimited() throws Exception {
    JsonNode pod =
        MAPPER.readTree(
            "{\"spec\":{\"containers\":[{\"name\":\"b\"},{\"name\":\"a\",\"resources\":"
                + "{\"requests\":{\"memory\":\"1\"}}}]}}");
    assertThat(PODS.missing(Set.of("memory", "requests.cpu", "pods", "hugepages-2Mi"), pod))
        .isEqualTo("must specify memory for: b; requests.cpu for: a,b");
    assertThat(PODS.missing(Set.of("pods"), pod)).isEmpty();
    JsonNode whole = MAPPER.readTree("{\"spec\":{\"resources\":{\"limits\":{\"cpu\":\"1\"}}}}");
    assertThat(PODS.missing(Set.of("cpu", "memory"), whole)).isEmpty();
  }
}
