package io.jukung.server.jaxrs;

import io.jukung.registry.catalog.ApiGroup;
import io.jukung.registry.crd.CustomResources;
import io.jukung.registry.crd.ServedResources;
import io.jukung.registry.crd.ServedVersion;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.openapi.CustomDocuments;
import io.jukung.registry.openapi.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The OpenAPI documents of custom resources, made when first asked for and again after a change of
 * their version's resources. Safe for all threads.
 */
public final class CustomOpenApi {
  private final CustomResources resources;
  private final CustomDocuments documents;
  private final Map<GroupVersion, Made> made = new ConcurrentHashMap<>();

  /** A document, and what it was made of. */
  private record Made(List<String> sources, Document document) {}

  /** Documents about {@code resources}. */
  public CustomOpenApi(CustomResources resources, CustomDocuments documents) {
    this.resources = resources;
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
    List<String> sources = versions.stream().map(v -> v.schema().source()).toList();
    Made known = made.get(version);
    if (known == null || !known.sources().equals(sources)) {
      known =
          new Made(
              sources,
              documents.v3(
                  version,
                  versions.stream()
                      .map(
                          v ->
                              new CustomDocuments.Model(
                                  v.type(), v.schema().listKind(), v.schema().schema()))
                      .toList()));
      made.put(version, known);
    }
    return known.document();
  }
}
