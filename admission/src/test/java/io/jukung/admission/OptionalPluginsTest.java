package io.jukung.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.admission.quota.LimitedResource;
import io.jukung.admission.quota.ResourceQuota;
import io.jukung.registry.codec.YamlCodec;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.status.StatusException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plugins that run by choice, one table each, from upstream's documented behaviour. */
class OptionalPluginsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final GroupVersionKind POD = new GroupVersionKind("", "v1", "Pod");
  private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");

  private final FakeServices fakes = new FakeServices();

  static ObjectNode yaml(String text) throws Exception {
    return (ObjectNode)
        MAPPER.readTree(new YamlCodec().tree(text.getBytes(StandardCharsets.UTF_8)).toString());
  }

  static Optional<byte[]> config(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }

  static AdmissionAttributes pod(
      Operation operation, String subresource, ObjectNode pod, Optional<ObjectNode> old) {
    return new AdmissionAttributes(
        operation,
        POD,
        PODS,
        subresource,
        "ns",
        "p",
        Optional.of(pod),
        old,
        new RequestContext(new UserInfo("alice", "", List.of(), Map.of()), "", "", Long.MAX_VALUE),
        false);
  }

  private static String outcome(Runnable action) {
    try {
      action.run();
      return "ok";
    } catch (StatusException e) {
      return e.code() + " " + e.text();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // namespace annotation | configuration | pod's | outcome | merged
        "infra=x | ''      | {}         | ok | {\"infra\":\"x\"}",
        "infra=x | ''      | {a: b}     | ok | {\"a\":\"b\",\"infra\":\"x\"}",
        "infra=x | ''      | {infra: z} | 403 pods \"p\" is forbidden: pod node label selector"
            + " conflicts with its namespace node label selector | {\"infra\":\"z\"}",
        "-       | d=e     | {}         | ok | {\"d\":\"e\"}",
        "``      | d=e     | {}         | ok | {}",
        "-       | d=e;a=b | {a: c}     | 403 pods \"p\" is forbidden: pod node label selector"
            + " labels conflict with its namespace whitelist | {\"a\":\"c\",\"d\":\"e\"}",
        "-       | a=b;a=b | {a: b}     | ok | {\"a\":\"b\"}",
        "a=b=c   | ''      | {}         | 500 invalid selector: [a b c] | {}"
      })
  void podNodeSelector(
      String annotation, String config, String selector, String outcome, String merged)
      throws Exception {
    fakes.objects.put(
        "namespaces",
        "",
        "ns",
        annotation.equals("-")
            ? "{}"
            : "{\"metadata\":{\"annotations\":{\"scheduler.alpha.kubernetes.io/node-selector\":\""
                + annotation
                + "\"}}}");
    String[] parts = config.replace("'", "").split(";", -1);
    String text =
        parts[0].isEmpty()
            ? ""
            : "podNodeSelectorPluginConfig: {clusterDefaultNodeSelector: '"
                + parts[0]
                + "'"
                + (parts.length > 1 ? ", ns: '" + parts[1] + "'" : "")
                + "}";
    PodNodeSelector plugin = new PodNodeSelector(fakes.objects, config(text));
    ObjectNode pod = yaml("spec: {nodeSelector: " + selector + "}");
    assertThat(outcome(() -> plugin.admit(pod(Operation.CREATE, "", pod, Optional.empty()))))
        .isEqualTo(outcome);
    assertThat(pod.at("/spec/nodeSelector").toString()).isEqualTo(merged);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // namespace's default | namespace's whitelist | cluster's default | cluster's whitelist |
        // pod's | outcome | merged keys
        "[{key: a, operator: Exists}] | - | - | - | [] | ok | a",
        "- | - | [{key: b, operator: Exists}] | - | [] | ok | b",
        "[] | - | [{key: b, operator: Exists}] | - | [] | ok | ``",
        "[{operator: Exists}] | - | - | - | [{key: c, operator: Exists}] | ok | ``",
        "- | [{key: a, operator: Exists}] | - | - | [{key: a, operator: Equal, value: v}] | ok | a",
        "- | [{key: a, operator: Exists}] | - | - | [{key: z, operator: Exists}] | 500 pod"
            + " tolerations (possibly merged with namespace default tolerations) conflict with its"
            + " namespace whitelist | z",
        "- | - | - | [{key: a, operator: Exists}] | [{key: z, operator: Exists}] | 500 pod"
            + " tolerations (possibly merged with namespace default tolerations) conflict with its"
            + " cluster whitelist | z",
        "- | [] | - | [{key: a, operator: Exists}] | [{key: z, operator: Exists}] | ok | z"
      })
  void podTolerationRestriction(
      String defaults,
      String whitelist,
      String clusterDefault,
      String clusterWhitelist,
      String tolerations,
      String outcome,
      String keys)
      throws Exception {
    ObjectNode annotations = MAPPER.createObjectNode();
    annotation(annotations, "defaultTolerations", defaults);
    annotation(annotations, "tolerationsWhitelist", whitelist);
    fakes.objects.put(
        "namespaces", "", "ns", "{\"metadata\":{\"annotations\":" + annotations + "}}");
    String config =
        "{apiVersion: podtolerationrestriction.admission.k8s.io/v1alpha1, kind: Configuration"
            + (clusterDefault.equals("-") ? "" : ", default: " + clusterDefault)
            + (clusterWhitelist.equals("-") ? "" : ", whitelist: " + clusterWhitelist)
            + "}";
    PodTolerationRestriction plugin = new PodTolerationRestriction(fakes.objects, config(config));
    ObjectNode pod = yaml("spec: {containers: [{name: c}], tolerations: " + tolerations + "}");
    assertThat(outcome(() -> plugin.admit(pod(Operation.CREATE, "", pod, Optional.empty()))))
        .isEqualTo(outcome);
    assertThat(String.join(",", pod.at("/spec/tolerations").findValuesAsText("key")))
        .isEqualTo(keys);
  }

  private static void annotation(ObjectNode annotations, String name, String tolerations)
      throws Exception {
    if (!tolerations.equals("-")) {
      annotations.put(
          "scheduler.alpha.kubernetes.io/" + name,
          yaml("list: " + tolerations).path("list").toString());
    }
  }

  @Test
  void podsWithRequestsTolerateMemoryPressure() throws Exception {
    fakes.objects.put("namespaces", "", "ns", "{}");
    ObjectNode pod = yaml("spec: {containers: [{name: c, resources: {requests: {memory: 1Gi}}}]}");
    new PodTolerationRestriction(fakes.objects, Optional.empty())
        .admit(pod(Operation.UPDATE, "", pod, Optional.of(pod.deepCopy())));
    assertThat(pod.at("/spec/tolerations").toString())
        .isEqualTo(
            "[{\"key\":\"node.kubernetes.io/memory-pressure\",\"operator\":\"Exists\","
                + "\"effect\":\"NoSchedule\"}]");
  }

  @Test
  void namespacesAreMadeOrMissed() throws Exception {
    AdmissionAttributes create =
        pod(Operation.CREATE, "", MAPPER.createObjectNode(), Optional.empty());
    NamespaceExists exists = new NamespaceExists(fakes.objects);
    NamespaceAutoProvision provision =
        new NamespaceAutoProvision(fakes.objects, fakes.namespacesMade::add);
    assertThat(outcome(() -> exists.validate(create))).isEqualTo("404 namespaces \"ns\" not found");
    provision.admit(create);
    assertThat(fakes.namespacesMade).containsExactly("ns");
    fakes.objects.put("namespaces", "", "ns", "{}");
    assertThatCode(() -> exists.validate(create)).doesNotThrowAnyException();
    provision.admit(create);
    provision.admit(pod(Operation.UPDATE, "", MAPPER.createObjectNode(), Optional.empty()));
    assertThat(fakes.namespacesMade).as("what is there is not made again").hasSize(1);
    NamespaceAutoProvision late =
        new NamespaceAutoProvision(
            new FakeObjects(),
            name -> {
              throw StatusException.alreadyExists(NamespaceLifecycle.NAMESPACES, name);
            });
    assertThatCode(() -> late.admit(create)).as("somebody was quicker").doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // operation | old owners | new owners | allowed | outcome
        "CREATE | - | [{uid: u, kind: Deployment, apiVersion: apps/v1, name: d}] | - | ok",
        "UPDATE | [] | [{uid: u}] | - | 403 pods \"p\" is forbidden: cannot set an ownerRef on a"
            + " resource you can't delete: , <nil>",
        "UPDATE | [] | [{uid: u}] | delete pods./ ns/p | ok",
        "UPDATE | [{uid: u}] | [{uid: u}] | - | ok",
        "CREATE | - | [{uid: u, kind: Deployment, apiVersion: apps/v1, name: d,"
            + " blockOwnerDeletion: true}] | - | 403 pods \"p\" is forbidden: cannot set"
            + " blockOwnerDeletion if an ownerReference refers to a resource you can't set"
            + " finalizers on: , <nil>",
        "CREATE | - | [{uid: u, kind: Deployment, apiVersion: apps/v1, name: d,"
            + " blockOwnerDeletion: true}] | update deployments.apps/finalizers ns/d | ok",
        "CREATE | - | [{uid: u, kind: None, apiVersion: apps/v1, name: d, blockOwnerDeletion:"
            + " true}] | update *.*/finalizers /* | ok",
        "CREATE | - | [{uid: u, kind: None, apiVersion: apps/v1, name: d, blockOwnerDeletion:"
            + " true}] | - | 403 pods \"p\" is forbidden: cannot set blockOwnerDeletion in this"
            + " case because cannot find RESTMapping for APIVersion apps/v1 Kind None: no matches"
            + " for kind \"None\" in version \"apps/v1\""
      })
  void ownerReferencesPermissionEnforcement(
      String operation, String old, String owners, String allowed, String outcome)
      throws Exception {
    fakes.allowed.add("alice " + allowed);
    OwnerReferencesPermissionEnforcement plugin =
        new OwnerReferencesPermissionEnforcement(fakes, fakes);
    ObjectNode pod = yaml("metadata: {ownerReferences: " + owners + "}");
    Optional<ObjectNode> before =
        old.equals("-")
            ? Optional.empty()
            : Optional.of(yaml("metadata: {ownerReferences: " + old + "}"));
    assertThat(outcome(() -> plugin.validate(pod(Operation.valueOf(operation), "", pod, before))))
        .isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{resources: {requests: {cpu: 1}}} | [] | 403 pods \"p\" is forbidden: pod update requires"
            + " features InPlacePodLevelResourcesVerticalScaling which are not available on node"
            + " \"n\"",
        "{resources: {requests: {cpu: 1}}} | [InPlacePodLevelResourcesVerticalScaling] | ok",
        "{initContainers: [{resources: {requests: {cpu: 1}}}]} | [] | 403 pods \"p\" is forbidden:"
            + " pod update requires features InPlacePodVerticalScalingInitContainers which are not"
            + " available on node \"n\"",
        "{initContainers: [{}]} | [] | ok"
      })
  void nodeDeclaredFeatureValidator(String spec, String declared, String outcome) throws Exception {
    fakes.objects.put(
        "nodes", "", "n", yaml("status: {declaredFeatures: " + declared + "}").toString());
    ObjectNode pod = yaml("metadata: {generation: 2}\nspec: " + spec);
    pod.withObject("/spec").put("nodeName", "n");
    ObjectNode old = yaml("{metadata: {generation: 1}, spec: {initContainers: [{}]}}");
    if (!pod.path("spec").has("initContainers")) {
      pod.withObject("/spec").set("initContainers", old.at("/spec/initContainers").deepCopy());
    }
    NodeDeclaredFeatures plugin = new NodeDeclaredFeatures(fakes.objects);
    assertThat(
            outcome(() -> plugin.validate(pod(Operation.UPDATE, "resize", pod, Optional.of(old)))))
        .isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // limited | quota | pod's spec | outcome
        "{resource: pods, matchContains: [requests.cpu]} | - | {containers: [{resources:"
            + " {requests: {cpu: 1}}}]} | 403 pods \"p\" is forbidden: insufficient quota to"
            + " consume: requests.cpu",
        "{resource: pods, matchContains: [requests.cpu]} | {requests.cpu: 2} | {containers:"
            + " [{resources: {requests: {cpu: 1}}}]} | ok",
        "{resource: pods, matchContains: [memory]} | - | {containers: [{resources: {requests:"
            + " {cpu: 1}}}]} | ok",
        "{resource: pods, matchScopes: [{scopeName: PriorityClass, operator: In, values: [high]}]}"
            + " | - | {priorityClassName: high, containers: [{}]} | 500 insufficient quota to match"
            + " these scopes: [{PriorityClass In [high]}]",
        "{resource: pods, matchScopes: [{scopeName: PriorityClass, operator: In, values: [high]}]}"
            + " | - | {priorityClassName: low, containers: [{}]} | ok",
        "{resource: services, matchContains: [count]} | - | {containers: [{}]} | ok"
      })
  void resourceQuotaLimits(String limited, String hard, String spec, String outcome)
      throws Exception {
    if (!hard.equals("-")) {
      fakes.objects.put(
          "resourcequotas",
          "ns",
          "q",
          yaml("{metadata: {resourceVersion: '1'}, spec: {hard: %s}, status: {hard: %s, used: {requests.cpu: 0}}}"
                  .formatted(hard, hard))
              .toString());
    }
    ResourceQuota plugin =
        new ResourceQuota(
            fakes,
            LimitedResource.of(
                config(
                    "{apiVersion: apiserver.config.k8s.io/v1, kind: ResourceQuotaConfiguration,"
                        + " limitedResources: ["
                        + limited
                        + "]}")),
            InstantSource.system());
    assertThat(
            outcome(
                () -> {
                  try {
                    plugin.validate(
                        pod(Operation.CREATE, "", yaml("spec: " + spec), Optional.empty()));
                  } catch (StatusException e) {
                    throw e;
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                }))
        .isEqualTo(outcome);
  }

  @Test
  void goneAndIdlePlugins() {
    for (String gone : List.of("SecurityContextDeny", "DenyEscalatingExec", "InitialResources")) {
      assertThatThrownBy(
              () ->
                  new AdmissionConfig(java.util.Set.of(gone), java.util.Set.of(), Optional.empty()))
          .hasMessage("enable-admission-plugins plugin \"" + gone + "\" is unknown");
    }
    assertThat(AdmissionPlugins.NAMES).hasSize(41).doesNotHaveDuplicates();
  }
}
