package io.jukung.server.response;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.StatusCause;
import io.jukung.registry.status.StatusException;

/** Kubernetes' {@code Status} as a tree, fields in upstream's order. */
public final class StatusJson {
  private StatusJson() {}

  /** A failure. */
  public static ObjectNode of(StatusException failure) {
    ObjectNode status = head("Failure");
    // With an expired list, how to go on without a consistent one.
    put(status.withObject("/metadata"), "continue", failure.continueToken());
    if (!failure.text().isEmpty()) {
      status.put("message", failure.text());
    }
    if (!failure.reason().isEmpty()) {
      status.put("reason", failure.reason());
    }
    StatusException.Details details = failure.details();
    ObjectNode shown = details(details);
    if (!shown.isEmpty() || printsEmptyDetails(failure)) {
      status.set("details", shown);
    }
    return status.put("code", failure.code());
  }

  /** A success, as a delete tells it; its {@code code} stands only where upstream has it. */
  public static ObjectNode success(StatusException.Details details) {
    ObjectNode status = head("Success");
    status.set("details", details(details));
    return status;
  }

  private static ObjectNode head(String outcome) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    return status.put("status", outcome);
  }

  /** Upstream gives these failures details even when there is nothing to tell. */
  private static boolean printsEmptyDetails(StatusException failure) {
    return failure.text().startsWith(failure.code() + ": ")
        || switch (failure.reason()) {
          case "NotFound", "Forbidden", "MethodNotAllowed" -> true;
          // About no object, so upstream's generic answer to the code.
          case "Invalid" -> true;
          default -> false;
        };
  }

  private static ObjectNode details(StatusException.Details details) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    put(node, "name", details.name());
    put(node, "group", details.group());
    put(node, "kind", details.kind());
    put(node, "uid", details.uid());
    if (!details.causes().isEmpty()) {
      ArrayNode causes = node.putArray("causes");
      for (StatusCause cause : details.causes()) {
        ObjectNode one = causes.addObject();
        put(one, "reason", cause.reason());
        put(one, "message", cause.message());
        put(one, "field", cause.field());
      }
    }
    if (details.retryAfterSeconds() > 0) {
      node.put("retryAfterSeconds", details.retryAfterSeconds());
    }
    return node;
  }

  private static void put(ObjectNode node, String name, String value) {
    if (!value.isEmpty()) {
      node.put(name, value);
    }
  }
}
