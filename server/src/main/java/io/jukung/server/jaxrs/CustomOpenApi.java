package io.jukung.server.jaxrs;

import io.jukung.registry.catalog.ApiGroup;
import io.jukung.registry.crd.CustomResources;
import io.jukung.registry.crd.ServedResources;
import io.jukung.registry.crd.ServedVersion;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.openapi.CustomDocuments;
import io.jukung.registry.openapi.Document;
import io.jukung.registry.openapi.ForeignDocuments;
import io.jukung.registry.openapi.ForeignDocuments.Foreign;
import io.jukung.registry.openapi.OpenApi;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI documents of custom resources, made when first asked for and again after a change of
 * their version's resources. Safe for all threads.
 */
public final class CustomOpenApi {
  private final CustomResources resources;
  private final OpenApi builtIn;
  private final CustomDocuments documents;
  private final Supplier<List<Foreign>> others;
  private final Object v2Lock = new Object();
  private @Nullable V2 v2;
  private final Map<GroupVersion, Made> made = new ConcurrentHashMap<>();

  /** A document, and what it was made of. */
  private record Made(List<String> sources, Document document) {}

  /**
   * Documents about {@code resources}, beside those of {@code builtIn}.
   *
   * @param others what other servers say in version 2
   */
  public CustomOpenApi(
      CustomResources resources,
      OpenApi builtIn,
      CustomDocuments documents,
      Supplier<List<Foreign>> others) {
    this.others = others;
    this.resources = resources;
    this.builtIn = builtIn;
    this.documents = documents;
  }

  /** All documents by name. */
  public Map<String, Document> all() {
    ServedResources served = resources.current();
    Map<String, Document> all = new LinkedHashMap<>();
    for (ApiGroup group : served.groups()) {
      for (String name : group.versions()) {
        GroupVersion version = new GroupVersion(group.name(), name);
        all.put(CustomDocuments.name(version), document(served, version));
      }
    }
    made.keySet().removeIf(version -> !all.containsKey(CustomDocuments.name(version)));
    return all;
  }

  private Document document(ServedResources served, GroupVersion version) {
    List<ServedVersion> versions = served.versions(version);
    List<String> sources = sources(versions);
    Made known = made.get(version);
    if (known == null || !known.sources().equals(sources)) {
      known = new Made(sources, documents.v3(version, models(versions)));
      made.put(version, known);
    }
    return known.document();
  }

  private static List<String> sources(List<ServedVersion> versions) {
    return versions.stream().map(v -> v.type().resource() + v.schema().source()).toList();
  }

  private static List<CustomDocuments.Model> models(List<ServedVersion> versions) {
    return versions.stream()
        .map(
            v ->
                new CustomDocuments.Model(
                    v.type(),
                    v.schema().listKind(),
                    v.schema().schema(),
                    v.schema().preserves(),
                    v.schema().selectablePaths()))
        .toList();
  }

  /** The document of version 2 with the custom resources in it, as JSON. */
  public Document v2() {
    return both().json();
  }

  /** The same as protobuf. */
  public Document v2Protobuf() {
    return both().protobuf();
  }

  private V2 both() {
    ServedResources served = resources.current();
    List<ServedVersion> versions = new ArrayList<>();
    for (ApiGroup group : served.groups()) {
      for (String name : group.versions()) {
        versions.addAll(served.versions(new GroupVersion(group.name(), name)));
      }
    }
    List<Foreign> foreign = others.get();
    List<String> sources = new ArrayList<>(sources(versions));
    foreign.forEach(other -> sources.add(other.prefix() + other.document().hash()));
    synchronized (v2Lock) {
      V2 known = v2;
      if (known == null || !known.sources().equals(sources)) {
        known = new V2(List.copyOf(sources), versions, foreign);
        v2 = known;
      }
      return known;
    }
  }

  /** Both forms of one document, each made when first asked for. */
  private final class V2 {
    private final List<String> sources;
    private final List<ServedVersion> versions;
    private final List<Foreign> foreign;
    private @Nullable Document json;
    private @Nullable Document protobuf;

    V2(List<String> sources, List<ServedVersion> versions, List<Foreign> foreign) {
      this.foreign = foreign;
      this.sources = sources;
      this.versions = versions;
    }

    List<String> sources() {
      return sources;
    }

    synchronized Document json() {
      Document known = json;
      if (known == null) {
        known = versions.isEmpty() ? builtIn.v2() : documents.v2(builtIn.v2(), models(versions));
        known = foreign.isEmpty() ? known : ForeignDocuments.merged(known, foreign);
        json = known;
      }
      return known;
    }

    synchronized Document protobuf() {
      Document known = protobuf;
      if (known == null) {
        known =
            versions.isEmpty() && foreign.isEmpty()
                ? builtIn.v2Protobuf()
                : CustomDocuments.v2Protobuf(json());
        protobuf = known;
      }
      return known;
    }
  }
}
