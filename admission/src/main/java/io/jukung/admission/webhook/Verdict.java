package io.jukung.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusCause;
import io.jukung.registry.status.StatusException;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a webhook answered ({@code VerifyAdmissionResponse} and {@code ToStatusErr} at v1.36).
 * Immutable.
 *
 * @param patch JSON; empty when nothing is to be changed
 * @param patchType empty when there is no patch
 */
record Verdict(
    boolean allowed,
    JsonNode result,
    Bytes patch,
    String patchType,
    Map<String, String> annotations,
    List<String> warnings) {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int BAD_REQUEST = 400;

  /**
   * Reads an answer.
   *
   * @throws IOException with what is wrong with it
   */
  static Verdict read(Bytes answer, String version, String uid, boolean mutating)
      throws IOException {
    try {
      return read(MAPPER.readTree(answer.array()), version, uid, mutating);
    } catch (IllegalArgumentException e) {
      throw new IOException("response.patch is not base64", e);
    }
  }

  private static Verdict read(JsonNode review, String version, String uid, boolean mutating)
      throws IOException {
    JsonNode response = review.path("response");
    if (!response.isObject()) {
      throw new IOException("webhook response was absent");
    }
    byte[] patch =
        response.path("patch").isTextual()
            ? Base64.getDecoder().decode(response.path("patch").textValue())
            : new byte[0];
    boolean patches = patch.length > 0;
    Optional<String> type =
        response.path("patchType").isTextual()
            ? Optional.of(response.path("patchType").textValue())
            : Optional.empty();
    if (version.equals("v1")) {
      check(review, response, uid);
      if (mutating) {
        checkPatch(patches, type);
      } else if (patches || type.isPresent()) {
        throw new IOException(
            "validating webhook may not return response." + (patches ? "patch" : "patchType"));
      }
    } else {
      type = patches ? Optional.of("JSONPatch") : Optional.empty();
    }
    Map<String, String> annotations = new LinkedHashMap<>();
    response
        .path("auditAnnotations")
        .properties()
        .forEach(entry -> annotations.put(entry.getKey(), entry.getValue().asText("")));
    List<String> warnings = new ArrayList<>();
    response.path("warnings").forEach(warning -> warnings.add(warning.asText("")));
    return new Verdict(
        response.path("allowed").asBoolean(),
        response.has("result") ? response.path("result") : response.path("status"),
        mutating ? Bytes.wrap(patch) : Bytes.utf8(""),
        type.orElse(""),
        annotations,
        warnings);
  }

  private static void check(JsonNode review, JsonNode response, String uid) throws IOException {
    String answered = response.path("uid").asText("");
    if (!answered.equals(uid)) {
      throw new IOException(
          "expected response.uid=" + FieldError.quote(uid) + ", got " + FieldError.quote(answered));
    }
    String apiVersion = review.path("apiVersion").asText("");
    String kind = review.path("kind").asText("");
    if (!apiVersion.equals("admission.k8s.io/v1") || !kind.equals("AdmissionReview")) {
      throw new IOException(
          "expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got "
              + (apiVersion.contains("/") ? apiVersion : "/" + apiVersion)
              + ", Kind="
              + kind);
    }
  }

  private static void checkPatch(boolean patches, Optional<String> type) throws IOException {
    if (patches && type.isEmpty()) {
      throw new IOException("webhook returned response.patch but not response.patchType");
    }
    if (!patches && type.isPresent()) {
      throw new IOException("webhook returned response.patchType but not response.patch");
    }
    if (type.isPresent() && type.get().isEmpty()) {
      throw new IOException("webhook returned invalid response.patchType of \"\"");
    }
  }

  /** The refusal, in the words to tell. */
  StatusException refusal(String webhook) {
    String by = "admission webhook " + FieldError.quote(webhook) + " denied the request";
    String message = result.path("message").asText("");
    String reason = result.path("reason").asText("");
    String text =
        message.isEmpty()
            ? reason.isEmpty() ? by + " without explanation" : by + ": " + reason
            : by + ": " + message;
    JsonNode details = result.path("details");
    List<StatusCause> causes = new ArrayList<>();
    details
        .path("causes")
        .forEach(
            cause ->
                causes.add(
                    new StatusCause(
                        cause.path("reason").asText(""),
                        cause.path("message").asText(""),
                        cause.path("field").asText(""))));
    return new StatusException(
        Math.max(result.path("code").asInt(), BAD_REQUEST),
        reason,
        text,
        new StatusException.Details(
            details.path("name").asText(""),
            details.path("group").asText(""),
            details.path("kind").asText(""),
            details.path("uid").asText(""),
            causes,
            details.path("retryAfterSeconds").asInt()));
  }
}
