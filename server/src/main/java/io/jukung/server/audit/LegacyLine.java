package io.jukung.server.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.status.FieldError;
import io.jukung.server.http.ApiCall;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An event as one line of text ({@code pkg/audit/format.go} at v1.36). */
final class LegacyLine {
  private LegacyLine() {}

  static String of(
      ApiCall call,
      Instant received,
      AuditStep step,
      UserInfo user,
      @Nullable JsonNode objectRef,
      @Nullable JsonNode impersonated,
      @Nullable JsonNode status) {
    List<String> addresses = call.sourceAddresses();
    String namespace = objectRef == null ? "" : objectRef.path("namespace").asText("");
    JsonNode as = impersonated == null ? JsonNodeFactory.instance.objectNode() : impersonated;
    String code = status == null ? "<deferred>" : status.path("code").asText("0");
    return DateTimeFormatter.ISO_INSTANT.format(received)
        + " AUDIT:"
        + part("id", call.auditId())
        + part("stage", step.text())
        + part("ip", addresses.isEmpty() ? "<unknown>" : addresses.getFirst())
        + part("method", call.info().verb())
        + part("user", user.name().isEmpty() ? "<none>" : user.name())
        + part("groups", user.groups().isEmpty() ? "<none>" : quoted(user.groups()))
        + part("as", as.path("username").asText("<self>"))
        + part("asgroups", as.has("groups") ? quoted(texts(as.path("groups"))) : "<lookup>")
        + part("user-agent", EventTrail.userAgent(call))
        + part("namespace", namespace.isEmpty() ? "<none>" : namespace)
        + part("uri", EventTrail.uri(call))
        + " response=\""
        + code
        + "\"";
  }

  private static String part(String name, String value) {
    return " " + name + "=" + FieldError.quote(value);
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }

  private static String quoted(List<String> texts) {
    return texts.stream().map(FieldError::quote).collect(Collectors.joining(","));
  }
}
