package io.jukung.server.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.store.AdmissionHook;
import io.jukung.registry.store.DeleteOptions;
import io.jukung.server.request.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The options of a delete, from the body or, without one, from the query. */
record DeleteParameters(
    OptionalLong gracePeriodSeconds,
    Optional<String> preconditionUid,
    Optional<String> preconditionResourceVersion,
    Optional<String> propagationPolicy,
    Optional<Boolean> orphanDependents,
    List<String> dryRun) {

  /** Those of the query. */
  static DeleteParameters of(Query query) {
    return new DeleteParameters(
            Parameters.number(query, "gracePeriodSeconds"),
            // As upstream, which knows these by the names of their fields alone.
            query.first("uid").filter(v -> !v.isEmpty()),
            query.first("resourceVersion").filter(v -> !v.isEmpty()),
            query.first("propagationPolicy").filter(v -> !v.isEmpty()),
            Parameters.bool(query, "orphanDependents"),
            query.all("dryRun"))
        .checked();
  }

  /** Those of a decoded {@code DeleteOptions}. */
  static DeleteParameters of(ObjectNode body) {
    JsonNode grace = body.path("gracePeriodSeconds");
    JsonNode preconditions = body.path("preconditions");
    JsonNode orphan = body.path("orphanDependents");
    List<String> dryRun = new ArrayList<>();
    body.path("dryRun").forEach(value -> dryRun.add(value.asText()));
    return new DeleteParameters(
            grace.isNumber() ? OptionalLong.of(grace.longValue()) : OptionalLong.empty(),
            text(preconditions.path("uid")),
            text(preconditions.path("resourceVersion")),
            text(body.path("propagationPolicy")),
            orphan.isBoolean() ? Optional.of(orphan.booleanValue()) : Optional.empty(),
            dryRun)
        .checked();
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }

  private DeleteParameters checked() {
    List<FieldError> errors = new ArrayList<>();
    if (orphanDependents.isPresent() && propagationPolicy.isPresent()) {
      errors.add(
          FieldError.invalid(
              "propagationPolicy",
              propagationPolicy.get(),
              "orphanDependents and deletionPropagation cannot be both set"));
    }
    if (propagationPolicy.isPresent()
        && !List.of("Foreground", "Background", "Orphan").contains(propagationPolicy.get())) {
      errors.add(
          new FieldError(
              FieldError.Type.NOT_SUPPORTED,
              "propagationPolicy",
              '"' + propagationPolicy.get() + '"',
              "supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\""));
    }
    Parameters.checkDryRun(dryRun, errors);
    Parameters.require("DeleteOptions", errors);
    return this;
  }

  /** As the object admission is told of. */
  ObjectNode tree() {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    options.put("kind", "DeleteOptions").put("apiVersion", "meta.k8s.io/v1");
    gracePeriodSeconds.ifPresent(seconds -> options.put("gracePeriodSeconds", seconds));
    preconditionUid.ifPresent(uid -> options.withObject("/preconditions").put("uid", uid));
    preconditionResourceVersion.ifPresent(
        version -> options.withObject("/preconditions").put("resourceVersion", version));
    orphanDependents.ifPresent(orphan -> options.put("orphanDependents", orphan));
    propagationPolicy.ifPresent(policy -> options.put("propagationPolicy", policy));
    if (!dryRun.isEmpty()) {
      dryRun.forEach(options.putArray("dryRun")::add);
    }
    return options;
  }

  DeleteOptions options(AdmissionHook admission) {
    return new DeleteOptions(
        gracePeriodSeconds,
        preconditionUid,
        preconditionResourceVersion,
        propagationPolicy,
        orphanDependents,
        !dryRun.isEmpty(),
        admission);
  }
}
