package io.jukung.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.controllers.policystatus.PolicyTypeChecker;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.cel.admission.CatalogTypes;
import io.jukung.registry.cel.admission.TypeCheck;
import io.jukung.registry.crd.rules.SchemaTypes;
import io.jukung.registry.crd.schema.Structural;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * Checks expressions of policies by the catalog's types and by the schemas of the definitions that
 * the API shows. Safe for all threads.
 */
public final class TypeChecks implements PolicyTypeChecker {
  private final Catalog catalog = Catalog.load();
  private final CatalogTypes types = new CatalogTypes(catalog);
  private final ObjectMapper json = new ObjectMapper();

  /** Checks by the kinds this release knows. */
  public TypeChecks() {}

  @Override
  public List<Warning> check(String policy, Supplier<String> definitions) {
    return new TypeCheck(new Served(definitions))
        .check(read(policy)).stream()
            .map(warning -> new Warning(warning.field(), warning.text()))
            .toList();
  }

  private JsonNode read(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("the API answered something else than JSON", e);
    }
  }

  /** What is served while one policy is checked. */
  private final class Served implements TypeCheck.Schemas {
    private final Supplier<String> definitions;
    private int schemas;

    Served(Supplier<String> definitions) {
      this.definitions = definitions;
    }

    @Override
    public Optional<GroupVersionKind> kind(GroupVersionResource resource) {
      Optional<ResourceType> known = catalog.resource(resource);
      return known.isPresent()
          ? known.map(ResourceType::kind)
          : custom(
                  (spec, version) ->
                      spec.path("group").asText().equals(resource.group())
                          && version.equals(resource.version())
                          && spec.at("/names/plural").asText().equals(resource.resource()))
              .map(
                  found ->
                      new GroupVersionKind(
                          resource.group(),
                          resource.version(),
                          found.spec().at("/names/kind").asText()));
    }

    @Override
    public Optional<TypeCheck.Typed> typed(GroupVersionKind kind) {
      Optional<TypeCheck.Typed> known = types.of(kind);
      return known.isPresent()
          ? known
          : custom(
                  (spec, version) ->
                      spec.path("group").asText().equals(kind.group())
                          && version.equals(kind.version())
                          && spec.at("/names/kind").asText().equals(kind.kind()))
              .map(found -> found.version().at("/schema/openAPIV3Schema"))
              .filter(JsonNode::isObject)
              .map(
                  schema -> {
                    SchemaTypes own = new SchemaTypes(kind.kind() + schemas++ + ".");
                    return new TypeCheck.Typed(own.of(Structural.of(schema), true), own);
                  });
    }

    private record Found(JsonNode spec, JsonNode version) {}

    private Optional<Found> custom(BiPredicate<JsonNode, String> wanted) {
      for (JsonNode definition : read(definitions.get()).path("items")) {
        JsonNode spec = definition.path("spec");
        for (JsonNode version : spec.path("versions")) {
          if (version.path("served").asBoolean()
              && wanted.test(spec, version.path("name").asText())) {
            return Optional.of(new Found(spec, version));
          }
        }
      }
      return Optional.empty();
    }
  }
}
