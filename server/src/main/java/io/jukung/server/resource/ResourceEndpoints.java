package io.jukung.server.resource;

import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.catalog.Subresource;
import io.jukung.registry.selector.SelectableFields;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.StoredObject;
import io.jukung.server.http.ApiCall;
import io.jukung.server.request.RequestInfo;
import io.jukung.server.response.ApiResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the resource a path is about and hands the request to the endpoint of its verb. Safe for
 * all threads.
 */
public final class ResourceEndpoints {
  /** Serves a subresource or a resource that is not stored. */
  @FunctionalInterface
  public interface Special {
    /** The answer. */
    ApiResponse serve(SpecialCall call) throws IOException;
  }

  private final Catalog catalog;
  private final CustomTypes custom;
  private final Function<ResourceType, ResourceStore> stores;
  private final Function<String, RuntimeException> unknownVersion;
  private final ReadEndpoint reads;
  private final WriteEndpoint writes;
  private final DeleteEndpoint deletes;
  private final Map<String, Special> specials;
  private final SpecialCall.Tools tools;

  ResourceEndpoints(
      Catalog catalog,
      CustomTypes custom,
      Function<ResourceType, ResourceStore> stores,
      Function<String, RuntimeException> unknownVersion,
      ReadEndpoint reads,
      WriteEndpoint writes,
      DeleteEndpoint deletes,
      Map<String, Special> specials,
      SpecialCall.Tools tools) {
    this.catalog = catalog;
    this.custom = custom;
    this.stores = stores;
    this.unknownVersion = unknownVersion;
    this.reads = reads;
    this.writes = writes;
    this.deletes = deletes;
    this.specials = Map.copyOf(specials);
    this.tools = tools;
  }

  /** Serves a request under {@code /api/<version>/} or {@code /apis/<group>/<version>/}. */
  public ApiResponse serve(ApiCall call) {
    RequestInfo info = call.info();
    if (info.verb().equals("proxy")) {
      throw StatusException.pathNotFound(); // a form of path that ended with Kubernetes 1.10
    }
    ResourceType type =
        catalog
            .resource(info.groupVersionResource())
            .or(() -> custom.find(info))
            .orElseThrow(() -> unknown(info));
    Deprecations.warn(call, type);
    if (info.parts().size() > 3 && !info.subresource().equals("proxy")) {
      throw StatusException.pathNotFound();
    }
    try {
      return info.subresource().isEmpty()
          ? resource(call, info, type)
          : subresource(call, info, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RuntimeException unknown(RequestInfo info) {
    boolean served =
        catalog.groups().stream()
            .anyMatch(
                group ->
                    group.name().equals(info.group()) && group.versions().contains(info.version()));
    return served ? StatusException.pathNotFound() : unknownVersion.apply(info.group());
  }

  private ApiResponse resource(ApiCall call, RequestInfo info, ResourceType type)
      throws IOException {
    // The name as the path has it; a field selector's is no part of the path.
    String name = info.parts().size() > 1 ? info.parts().get(1) : "";
    boolean namespaces = type.resource().resource().equals("namespaces");
    String namespace = namespaces || !type.namespaced() ? "" : info.namespace();
    boolean inNamespace = namespaces ? !name.equals(info.namespace()) : !info.namespace().isEmpty();
    if (!type.namespaced() && inNamespace) {
      throw StatusException.pathNotFound();
    }
    boolean allNamespaces = type.namespaced() && info.namespace().isEmpty();
    if (allNamespaces && !name.isEmpty()) {
      throw StatusException.pathNotFound();
    }
    String verb = info.verb();
    boolean listing = verb.equals("list") || verb.equals("watch");
    if (allNamespaces && !listing) {
      throw Target.methodNotAllowed();
    }
    Special special = specials.get(type.resource().groupResource());
    if (special != null) {
      if (listing) {
        SelectableFields.of(type.kind()).parse(call.query().text("fieldSelector"));
      }
      require(type.verbs(), verb);
      return special.serve(new SpecialCall(call, type, namespace, name, "", tools));
    }
    if (!verb.equals("watch")) {
      require(type.verbs(), verb);
    } else if (!call.method().equals("GET")) {
      throw Target.methodNotAllowed();
    }
    boolean onObject = !name.isEmpty() && !verb.equals("watch");
    Target target = new Target(call, type, stores.apply(type), namespace, name, "");
    return switch (verb) {
      case "get" -> onObject ? reads.get(target) : reads.list(target);
      case "list", "watch" -> reads.list(target);
      case "create" -> {
        if (onObject) {
          throw Target.methodNotAllowed();
        }
        yield writes.create(target);
      }
      case "update", "patch", "delete" -> {
        if (!onObject) {
          throw Target.methodNotAllowed();
        }
        yield switch (verb) {
          case "update" -> writes.update(target);
          case "patch" -> writes.patch(target);
          default -> deletes.delete(target);
        };
      }
      case "deletecollection" -> deletes.deleteCollection(target);
      default -> throw Target.methodNotAllowed();
    };
  }

  private ApiResponse subresource(ApiCall call, RequestInfo info, ResourceType type)
      throws IOException {
    Optional<Subresource> found = type.subresource(info.subresource());
    boolean namespaces = type.resource().resource().equals("namespaces");
    boolean wrongScope =
        type.namespaced() ? info.namespace().isEmpty() : !info.namespace().isEmpty() && !namespaces;
    if (found.isEmpty() && type.schema().unstructured()) {
      throw StatusException.notFound(type.resource(), info.name());
    }
    if (found.isEmpty() || wrongScope || info.name().isEmpty()) {
      throw StatusException.pathNotFound();
    }
    // A proxy takes every method, and OPTIONS has no verb.
    if (!found.get().name().equals("proxy")) {
      require(found.get().verbs(), info.verb());
    }
    String namespace = namespaces ? "" : info.namespace();
    Special special = specials.get(type.resource().groupResource() + "/" + found.get().name());
    if (special == null) {
      special = specials.get("*/" + found.get().name());
    }
    if (special != null) {
      return special.serve(
          new SpecialCall(call, type, namespace, info.name(), found.get().name(), tools));
    }
    if (!found.get().kind().equals(type.kind())) {
      StoredObject _ = stores.apply(type).get(namespace, info.name(), "");
      throw new StatusException(
          501,
          "NotImplemented",
          type.resource().groupResource()
              + "/"
              + found.get().name()
              + " is not served by this server yet",
          StatusException.Details.NONE);
    }
    Target target =
        new Target(call, type, stores.apply(type), namespace, info.name(), found.get().name());
    return switch (info.verb()) {
      case "get" -> reads.get(target);
      case "update" -> writes.update(target);
      case "patch" -> writes.patch(target);
      default -> throw Target.methodNotAllowed();
    };
  }

  private static void require(Set<String> verbs, String verb) {
    if (!verbs.contains(verb)) {
      throw Target.methodNotAllowed();
    }
  }
}
