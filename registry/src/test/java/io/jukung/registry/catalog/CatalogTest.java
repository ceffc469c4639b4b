package io.jukung.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.registry.catalog.FieldType.ListOf;
import io.jukung.registry.catalog.FieldType.MapOf;
import io.jukung.registry.catalog.FieldType.Reference;
import io.jukung.registry.catalog.FieldType.Scalar;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogTest {
  private static final Catalog CATALOG = Catalog.load();
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

  @Test
  void servesWhatUpstreamServesByDefault() {
    assertThat(CATALOG.groups()).hasSize(21);
    assertThat(CATALOG.groups().stream().mapToInt(g -> g.versions().size()).sum()).isEqualTo(22);
    assertThat(CATALOG.resources()).hasSize(68);
    assertThat(CATALOG.resources().stream().mapToInt(r -> r.subresources().size()).sum())
        .isEqualTo(45);
    assertThat(CATALOG.groups().stream().map(ApiGroup::name))
        .startsWith("", "apiregistration.k8s.io", "apps", "events.k8s.io");
    assertThat(CATALOG.groups().stream().filter(g -> g.name().equals("autoscaling")).findFirst())
        .contains(new ApiGroup("autoscaling", List.of("v2", "v1")));
  }

  @Test
  void everyReferenceLeadsToAType() {
    List<String> lost = new ArrayList<>();
    for (TypeSchema type : CATALOG.types()) {
      Stream.concat(
              type.fields().stream().flatMap(f -> reference(f.type())),
              type.embedded().values().stream())
          .filter(name -> CATALOG.type(name).isEmpty())
          .forEach(lost::add);
    }
    assertThat(lost).isEmpty();
  }

  private static Stream<String> reference(FieldType type) {
    return switch (type) {
      case Scalar ignored -> Stream.of();
      case Reference(String name) -> Stream.of(name);
      case ListOf(FieldType element) -> reference(element);
      case MapOf(FieldType value) -> reference(value);
    };
  }

  @Test
  void protobufNumbersAreThereAndOnce() {
    for (TypeSchema type : CATALOG.types()) {
      Set<List<Integer>> paths = new HashSet<>();
      for (Field field : type.fields()) {
        if (field.number() == 0) {
          continue;
        }
        List<Integer> path = new ArrayList<>(field.embeddedIn());
        path.add(field.number());
        assertThat(paths.add(path)).as("%s.%s", type, field.name()).isTrue();
        if (field.embeddedIn().isEmpty()) {
          assertThat(type.embedded(field.number())).isEmpty();
          assertThat(type.field(field.number())).contains(field);
        } else {
          assertThat(type.embedded(field.embeddedIn().getFirst())).isPresent();
        }
      }
    }
  }

  @Test
  void everyStoredResourceHasNumbersForAllFields() {
    Set<String> seen = new HashSet<>();
    for (ResourceType resource : CATALOG.resources()) {
      checkNumbers(resource.schema(), true, seen);
    }
    assertThat(seen).hasSizeGreaterThan(400);
  }

  private static void checkNumbers(TypeSchema type, boolean topLevel, Set<String> seen) {
    if (!seen.add(type.name())) {
      return;
    }
    for (Field field : type.fields()) {
      boolean typeMeta =
          topLevel && (field.name().equals("kind") || field.name().equals("apiVersion"));
      assertThat(field.number() > 0).as("%s.%s", type, field.name()).isNotEqualTo(typeMeta);
      reference(field.type())
          .forEach(name -> checkNumbers(CATALOG.type(name).orElseThrow(), false, seen));
    }
  }

  @Test
  void everyKindThatIsServedHasABody() {
    for (ResourceType resource : CATALOG.resources()) {
      GroupVersionKind kind = resource.kind();
      assertThat(CATALOG.kind(kind)).contains(resource.schema());
      assertThat(CATALOG.resource(resource.resource())).contains(resource);
      assertThat(CATALOG.resourceForKind(kind)).contains(resource);
      if (resource.verbs().contains("list")) {
        assertThat(CATALOG.kind(kind.groupVersion().kind(kind.kind() + "List"))).isPresent();
      }
      for (Subresource subresource : resource.subresources()) {
        assertThat(CATALOG.kind(subresource.kind())).as(subresource.toString()).isPresent();
      }
      assertThat(CATALOG.kind(kind.groupVersion().kind("DeleteOptions"))).isPresent();
      assertThat(CATALOG.resource(resource.storage())).as(resource.toString()).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', v1, Status",
    "'', v1, APIResourceList",
    "'', v1, List",
    "meta.k8s.io, v1, Table",
    "meta.k8s.io, v1, PartialObjectMetadata",
    "meta.k8s.io, v1, PartialObjectMetadataList",
    "autoscaling, v1, Scale",
    "policy, v1, Eviction",
    "'', v1, Binding",
    "authentication.k8s.io, v1, TokenRequest",
    "authentication.k8s.io, v1, SelfSubjectReview",
    "authorization.k8s.io, v1, SelfSubjectRulesReview",
    "apidiscovery.k8s.io, v2, APIGroupDiscoveryList",
    "apiextensions.k8s.io, v1, CustomResourceDefinition",
    "apiregistration.k8s.io, v1, APIServiceList",
    "events.k8s.io, v1, WatchEvent",
    "extensions, v1beta1, DeleteOptions"
  })
  void knowsKindsThatAreNotResources(String group, String version, String kind) {
    assertThat(CATALOG.kind(new GroupVersionKind(group, version, kind))).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "'', v1, pods, /registry/pods/",
    "'', v1, services, /registry/services/specs/",
    "'', v1, endpoints, /registry/services/endpoints/",
    "'', v1, nodes, /registry/minions/",
    "'', v1, replicationcontrollers, /registry/controllers/",
    "networking.k8s.io, v1, ingresses, /registry/ingress/",
    "apps, v1, deployments, /registry/deployments/",
    "apiregistration.k8s.io, v1, apiservices, /registry/apiregistration.k8s.io/apiservices/",
    "events.k8s.io, v1, events, /registry/events/",
    "authorization.k8s.io, v1, subjectaccessreviews, ''"
  })
  void keepsObjectsWhereUpstreamDoes(
      String group, String version, String resource, String keyPrefix) {
    ResourceType type =
        CATALOG.resource(new GroupVersionResource(group, version, resource)).orElseThrow();
    assertThat(type.keyPrefix()).isEqualTo(keyPrefix);
    assertThat(type.stored()).isEqualTo(!keyPrefix.isEmpty());
  }

  @Test
  void sharedStorage() {
    assertThat(resource("events.k8s.io/v1", "events").storage())
        .isEqualTo(new GroupVersionResource("", "v1", "events"));
    assertThat(resource("autoscaling/v1", "horizontalpodautoscalers").storage())
        .isEqualTo(new GroupVersionResource("autoscaling", "v2", "horizontalpodautoscalers"));
    assertThat(CATALOG.resources().stream().filter(r -> !r.storage().equals(r.resource())))
        .hasSize(2);
  }

  private static ResourceType resource(String groupVersion, String name) {
    return CATALOG.resource(GroupVersion.parse(groupVersion).resource(name)).orElseThrow();
  }

  @Test
  void embeddedFieldsAreFieldsInJson() {
    Field emptyDir = field("io.k8s.api.core.v1.Volume", "emptyDir");
    assertThat(emptyDir.number()).isEqualTo(2);
    assertThat(emptyDir.embeddedIn()).containsExactly(2);
    assertThat(type("io.k8s.api.core.v1.Volume").embedded(2))
        .contains("io.k8s.api.core.v1.VolumeSource");
    assertThat(
            field("io.k8s.api.admissionregistration.v1.NamedRuleWithOperations", "apiGroups")
                .embeddedIn())
        .containsExactly(2, 2);
  }

  @Test
  void markersAndFlags() {
    Field ports = field("io.k8s.api.core.v1.Container", "ports");
    assertThat(ports.patchStrategy()).isEqualTo("merge");
    assertThat(ports.patchMergeKey()).isEqualTo("containerPort");
    assertThat(ports.listType()).isEqualTo("map");
    assertThat(ports.listMapKeys()).containsExactly("containerPort", "protocol");
    assertThat(field("io.k8s.api.core.v1.ContainerPort", "protocol").defaultValue())
        .isEqualTo("\"TCP\"");
    assertThat(field("io.k8s.api.apps.v1.DeploymentSpec", "strategy").patchStrategy())
        .isEqualTo("retainKeys");
    assertThat(field("io.k8s.api.core.v1.Container", "imagePullPolicy").enumValues())
        .containsExactly("Always", "IfNotPresent", "Never");
    assertThat(field(META + "ObjectMeta", "creationTimestamp").omitZero()).isTrue();
    assertThat(field("io.k8s.api.apps.v1.DeploymentSpec", "replicas").pointer()).isTrue();
    assertThat(field("io.k8s.api.core.v1.PodStatus", "phase").omitEmpty()).isTrue();
    assertThat(type("io.k8s.api.core.v1.ObjectReference").mapType()).isEqualTo("atomic");
    assertThat(field("io.k8s.api.core.v1.ConfigMap", "binaryData").type())
        .isEqualTo(new MapOf(Scalar.BYTES));
    assertThat(field("io.k8s.api.authentication.v1.UserInfo", "extra").type())
        .isEqualTo(new MapOf(Scalar.STRING_LIST_MESSAGE));
  }

  @Test
  void fieldsStandInUpstreamsOrder() {
    assertThat(type("io.k8s.api.core.v1.Pod").fields().stream().map(Field::name))
        .containsExactly("kind", "apiVersion", "metadata", "spec", "status");
    assertThat(type(META + "ObjectMeta").fields().stream().map(Field::name))
        .startsWith("name", "generateName", "namespace", "selfLink", "uid", "resourceVersion");
  }

  @Test
  void textsAreThere() {
    long silent =
        CATALOG.types().stream()
            .flatMap(type -> type.fields().stream())
            .filter(field -> field.description().isEmpty())
            .count();
    assertThat(silent).isLessThan(150);
    assertThat(field("io.k8s.api.core.v1.Pod", "kind").description()).startsWith("Kind is");
  }

  private static TypeSchema type(String name) {
    return CATALOG.type(name).orElseThrow();
  }

  private static Field field(String type, String name) {
    return type(type).field(name).orElseThrow();
  }

  @Test
  void textsBreakWhereUpstreamsDo() {
    assertThat(field(META + "ListOptions", "resourceVersion").description())
        .endsWith("for details.\n\nDefaults to unset");
    assertThat(field(META + "ListOptions", "shardSelector").description())
        .contains("hash ranges:\n\n  shardRange(");
    assertThat(CATALOG.type(META + "FieldsV1").orElseThrow().description())
        .contains("in JSON format.\n\nEach key");
  }
}
