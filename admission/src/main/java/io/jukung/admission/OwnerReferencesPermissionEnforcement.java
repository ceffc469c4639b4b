package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.admission.match.ResourceKinds;
import io.jukung.registry.cel.AccessChecks;
import io.jukung.registry.meta.GroupVersionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets only those change who owns an object who may delete it, and only those block the deletion of
 * an owner who may set its finalizers.
 *
 * <p>Upstream: {@code plugin/pkg/admission/gc} at v1.36.
 */
record OwnerReferencesPermissionEnforcement(ResourceKinds kinds, AccessChecks access)
    implements AdmissionPlugin {
  @Override
  public String name() {
    return "OwnerReferencesPermissionEnforcement";
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    // The strategy of a pod's status lets nobody change owners.
    if (!attributes.writes() || (attributes.isPod() && attributes.subresource().equals("status"))) {
      return;
    }
    JsonNode owners = owners(attributes.object());
    JsonNode before = owners(attributes.old());
    if (owners.equals(before) || (owners.isEmpty() && before.isEmpty())) {
      return;
    }
    if (attributes.operation() != Operation.CREATE) {
      requireDelete(attributes);
    }
    List<JsonNode> blocking = blocking(owners, before);
    if (blocking.isEmpty() || finalizesAnything(attributes)) {
      return;
    }
    blocking.forEach(owner -> requireFinalizers(attributes, owner));
  }

  private static JsonNode owners(Optional<? extends JsonNode> object) {
    return object
        .<JsonNode>map(node -> node.path("metadata").path("ownerReferences"))
        .orElse(MissingNode.getInstance());
  }

  private void requireDelete(AdmissionAttributes attributes) {
    AccessChecks.Decision decision =
        access.resource(
            attributes.user(),
            "delete",
            new AccessChecks.Resource(
                attributes.resource().group(),
                attributes.resource().resource(),
                attributes.subresource(),
                attributes.namespace(),
                attributes.name()));
    if (!decision.allowed()) {
      throw Refusal.forbidden(
          attributes, "cannot set an ownerRef on a resource you can't delete: " + told(decision));
    }
  }

  private static String told(AccessChecks.Decision decision) {
    return decision.reason() + ", " + (decision.error().isEmpty() ? "<nil>" : decision.error());
  }

  private static boolean blocks(JsonNode owner) {
    return owner.path("blockOwnerDeletion").asBoolean();
  }

  /** Those that block now and did not before. */
  private static List<JsonNode> blocking(JsonNode owners, JsonNode before) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode owner : owners) {
      boolean did = false;
      for (JsonNode old : before) {
        if (old.path("uid").equals(owner.path("uid"))) {
          did = blocks(old);
        }
      }
      if (blocks(owner) && !did) {
        found.add(owner);
      }
    }
    return found;
  }

  private boolean finalizesAnything(AdmissionAttributes attributes) {
    return access
        .resource(
            attributes.user(), "update", new AccessChecks.Resource("*", "*", "finalizers", "", "*"))
        .allowed();
  }

  private void requireFinalizers(AdmissionAttributes attributes, JsonNode owner) {
    String version = owner.path("apiVersion").asText("");
    int slash = version.indexOf('/');
    GroupVersionKind kind =
        new GroupVersionKind(
            slash < 0 ? "" : version.substring(0, slash),
            version.substring(slash + 1),
            owner.path("kind").asText(""));
    ResourceKinds.Known known =
        kinds
            .resourceOf(kind)
            .orElseThrow(
                () ->
                    Refusal.forbidden(
                        attributes,
                        "cannot set blockOwnerDeletion in this case because cannot find RESTMapping"
                            + " for APIVersion "
                            + version
                            + " Kind "
                            + kind.kind()
                            + ": no matches for kind \""
                            + kind.kind()
                            + "\" in version \""
                            + version
                            + "\""));
    AccessChecks.Decision decision =
        access.resource(
            attributes.user(),
            "update",
            new AccessChecks.Resource(
                known.resource().group(),
                known.resource().resource(),
                "finalizers",
                known.namespaced() ? attributes.namespace() : "",
                owner.path("name").asText("")));
    if (!decision.allowed()) {
      throw Refusal.forbidden(
          attributes,
          "cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set"
              + " finalizers on: "
              + told(decision));
    }
  }
}
