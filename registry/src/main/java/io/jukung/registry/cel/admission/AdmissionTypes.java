package io.jukung.registry.cel.admission;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The types of {@code request}, {@code namespaceObject} and {@code variables}. Variables are added
 * while the expressions of one policy are compiled, by one thread.
 */
@SuppressWarnings("Immutable") // grows while expressions are compiled, and never after
final class AdmissionTypes implements CelTypeProvider {
  static final CelType REQUEST = StructTypeReference.create("kubernetes.AdmissionRequest");
  static final CelType NAMESPACE = StructTypeReference.create("kubernetes.Namespace");
  static final CelType VARIABLES = StructTypeReference.create("kubernetes.variables");

  private static final CelType STRINGS = ListType.create(SimpleType.STRING);
  private static final CelType TEXTS = MapType.create(SimpleType.STRING, SimpleType.STRING);
  private static final Map<String, CelType> FIXED = fixed();

  private final Map<String, CelType> variables = new LinkedHashMap<>();
  private final List<CelTypeProvider> more;

  /** These types, and those that others know. */
  AdmissionTypes(List<CelTypeProvider> more) {
    this.more = List.copyOf(more);
  }

  private static Map<String, CelType> fixed() {
    Map<String, CelType> types = new HashMap<>();
    CelType kind = texts(types, "kubernetes.GroupVersionKind", "group", "version", "kind");
    CelType resource =
        texts(types, "kubernetes.GroupVersionResource", "group", "version", "resource");
    CelType user =
        struct(
            types,
            "kubernetes.UserInfo",
            Map.of(
                "username",
                SimpleType.STRING,
                "uid",
                SimpleType.STRING,
                "groups",
                STRINGS,
                "extra",
                MapType.create(SimpleType.STRING, STRINGS)));
    Map<String, CelType> request = new LinkedHashMap<>();
    request.put("kind", kind);
    request.put("resource", resource);
    request.put("requestKind", kind);
    request.put("requestResource", resource);
    for (String field :
        new String[] {"subResource", "requestSubResource", "name", "namespace", "operation"}) {
      request.put(field, SimpleType.STRING);
    }
    request.put("userInfo", user);
    request.put("dryRun", SimpleType.BOOL);
    request.put("options", SimpleType.DYN);
    struct(types, REQUEST.name(), request);
    namespace(types);
    return Map.copyOf(types);
  }

  private static void namespace(Map<String, CelType> types) {
    Map<String, CelType> condition = new LinkedHashMap<>();
    for (String field : new String[] {"status", "type", "message", "reason"}) {
      condition.put(field, SimpleType.STRING);
    }
    condition.put("lastTransitionTime", SimpleType.TIMESTAMP);
    CelType conditions = ListType.create(struct(types, "kubernetes.NamespaceCondition", condition));
    Map<String, CelType> metadata = new LinkedHashMap<>();
    for (String field :
        new String[] {"name", "generateName", "namespace", "UID", "resourceVersion"}) {
      metadata.put(field, SimpleType.STRING);
    }
    metadata.put("labels", TEXTS);
    metadata.put("annotations", TEXTS);
    metadata.put("creationTimestamp", SimpleType.TIMESTAMP);
    metadata.put("deletionTimestamp", SimpleType.TIMESTAMP);
    metadata.put("deletionGracePeriodSeconds", SimpleType.INT);
    metadata.put("generation", SimpleType.INT);
    metadata.put("finalizers", STRINGS);
    struct(
        types,
        NAMESPACE.name(),
        Map.of(
            "metadata", struct(types, "kubernetes.NamespaceMetadata", metadata),
            "spec", struct(types, "kubernetes.NamespaceSpec", Map.of("finalizers", STRINGS)),
            "status",
                struct(
                    types,
                    "kubernetes.NamespaceStatus",
                    Map.of("conditions", conditions, "phase", SimpleType.STRING))));
  }

  private static CelType texts(Map<String, CelType> types, String name, String... fields) {
    Map<String, CelType> of = new LinkedHashMap<>();
    for (String field : fields) {
      of.put(field, SimpleType.STRING);
    }
    return struct(types, name, of);
  }

  private static CelType struct(
      Map<String, CelType> types, String name, Map<String, CelType> fields) {
    types.put(name, struct(name, fields));
    return StructTypeReference.create(name);
  }

  private static CelType struct(String name, Map<String, CelType> of) {
    ImmutableMap<String, CelType> fields = ImmutableMap.copyOf(of);
    return StructType.create(
        name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
  }

  void variable(String name, CelType type) {
    variables.put(name, type);
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return ImmutableList.copyOf(FIXED.values());
  }

  @Override
  public Optional<CelType> findType(String name) {
    return name.equals(VARIABLES.name())
        ? Optional.of(struct(name, variables))
        : Optional.ofNullable(FIXED.get(name))
            .or(
                () ->
                    more.stream()
                        .map(other -> other.findType(name))
                        .flatMap(Optional::stream)
                        .findFirst());
  }
}
