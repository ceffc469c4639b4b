package io.jukung.server.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.apply.FieldManagers;
import io.jukung.registry.codec.FieldValidation;
import io.jukung.registry.patch.PatchType;
import io.jukung.registry.status.FieldError;
import io.jukung.server.http.ApiCall;
import io.jukung.server.request.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The options of a create, update or patch.
 *
 * @param fieldManager who makes the change; empty when not given
 * @param force whether an apply takes fields from others
 * @param given the field validation as the client wrote it; may be empty
 */
record WriteParameters(
    boolean dryRun,
    String fieldManager,
    FieldValidation fieldValidation,
    boolean force,
    String given) {
  private static final int MAX_FIELD_MANAGER = 128;

  /**
   * Reads them.
   *
   * @param kind {@code CreateOptions}, {@code UpdateOptions} or {@code PatchOptions}
   * @param patch the type of a patch; empty for other writes
   * @throws io.jukung.registry.status.StatusException 422 with all that is wrong
   */
  static WriteParameters read(Query query, String kind, Optional<PatchType> patch) {
    List<FieldError> errors = new ArrayList<>();
    String manager = query.text("fieldManager");
    List<String> dryRun = query.all("dryRun");
    String validation = query.text("fieldValidation");
    if (patch.isPresent()) {
      if (patch.get() == PatchType.APPLY) {
        if (manager.isEmpty()) {
          errors.add(FieldError.required("fieldManager", "is required for apply patch"));
        }
      } else if (Parameters.bool(query, "force").isPresent()) {
        errors.add(FieldError.forbidden("force", "may not be specified for non-apply patch"));
      }
    }
    checkManager(manager, errors);
    Parameters.checkDryRun(dryRun, errors);
    FieldValidation mode =
        switch (validation) {
          case "", "Warn" -> FieldValidation.WARN;
          case "Ignore" -> FieldValidation.IGNORE;
          case "Strict" -> FieldValidation.STRICT;
          default -> {
            errors.add(
                FieldError.notSupported(
                    "fieldValidation", validation, List.of("", "Ignore", "Strict", "Warn")));
            yield FieldValidation.STRICT;
          }
        };
    Parameters.require(kind, errors);
    boolean force = patch.isPresent() && Parameters.bool(query, "force").orElse(false);
    return new WriteParameters(!dryRun.isEmpty(), manager, mode, force, validation);
  }

  /** Who makes the change: as given, or else what the client calls itself. */
  String manager(ApiCall call) {
    return FieldManagers.managerOf(fieldManager, call.userAgent());
  }

  /** As the object admission is told of: {@code CreateOptions} or {@code UpdateOptions}. */
  ObjectNode options(Operation operation) {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    options.put("kind", operation == Operation.CREATE ? "CreateOptions" : "UpdateOptions");
    options.put("apiVersion", "meta.k8s.io/v1");
    if (dryRun) {
      options.putArray("dryRun").add("All");
    }
    if (!fieldManager.isEmpty()) {
      options.put("fieldManager", fieldManager);
    }
    if (!given.isEmpty()) {
      options.put("fieldValidation", given);
    }
    return options;
  }

  private static void checkManager(String manager, List<FieldError> errors) {
    if (manager.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MAX_FIELD_MANAGER) {
      errors.add(FieldError.tooLong("fieldManager", MAX_FIELD_MANAGER));
    }
    int position = 0;
    for (int c : manager.codePoints().toArray()) {
      if (Character.isISOControl(c) || (Character.isWhitespace(c) && c != ' ')) {
        errors.add(
            FieldError.invalid(
                "fieldManager",
                manager,
                "invalid character U+%04X (at position %d)".formatted(c, position)));
      }
      position += Character.toString(c).getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    }
  }
}
