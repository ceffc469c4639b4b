package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.ObjectMetaValidation;
import java.util.Optional;

/** ServiceAccounts and ControllerRevisions. */
public final class PlainRules {
  private static final String MOUNTABLE = "kubernetes.io/enforce-mountable-secrets";

  private PlainRules() {}

  /** Those of ServiceAccounts: of a secret only the name is kept. */
  public static KindRules serviceAccount() {
    return KindRules.of((root, errors) -> {})
        .creates((context, object) -> cleanSecrets(object))
        .updates((context, object, old) -> cleanSecrets(object))
        .warns(PlainRules::warnOfMountable);
  }

  private static void cleanSecrets(ObjectNode object) {
    if (object.get("secrets") instanceof ArrayNode secrets) {
      for (int i = 0; i < secrets.size(); i++) {
        ObjectNode clean = JsonNodeFactory.instance.objectNode();
        JsonNode name = secrets.get(i).path("name");
        if (!name.isMissingNode()) {
          clean.set("name", name);
        }
        secrets.set(i, clean);
      }
    }
  }

  private static void warnOfMountable(
      RequestContext context, ObjectNode object, Optional<ObjectNode> old) {
    boolean before =
        old.isPresent() && old.get().path("metadata").path("annotations").has(MOUNTABLE);
    if (!before && object.path("metadata").path("annotations").has(MOUNTABLE)) {
      context.warn(
          "metadata.annotations["
              + MOUNTABLE
              + "]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted"
              + " secrets");
    }
  }

  /** Those of ControllerRevisions: their data never changes. */
  public static KindRules controllerRevision() {
    return KindRules.of(
            (root, errors) -> {
              Check.nonNegative(root.at("revision"), errors);
              Spot data = root.at("data");
              if (!data.has()) {
                Check.missing(data, "data is mandatory", errors);
              } else if (!data.node().isObject()) {
                Check.missing(data, "data must be a valid JSON object", errors);
              }
            })
        .changes(
            KindRules.Order.CHANGE_METADATA_CHANGE,
            (root, old, errors) -> {
              Check.nonNegative(root.at("revision"), errors);
              Spot data = root.at("data");
              JsonNode before = old.at("data").node();
              // Kept as it was written, and so compared.
              if (!CanonicalJson.print(data.node()).equals(CanonicalJson.print(before))) {
                Check.invalid(data, ObjectMetaValidation.IMMUTABLE, errors);
              }
            });
  }
}
