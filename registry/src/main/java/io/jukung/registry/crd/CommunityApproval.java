package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.status.FieldError;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Whether the community's reviewers agreed to a definition in one of its groups, as an annotation
 * tells ({@code GetAPIApprovalState} of {@code apihelpers/helpers.go} at v1.36).
 *
 * @param sign the annotation; may be empty
 * @param reason what a condition or a refusal says
 */
public record CommunityApproval(State state, String sign, String reason) {
  /** The annotation's name. */
  public static final String ANNOTATION = "api-approved.kubernetes.io";

  private static final String RULES = "see https://github.com/kubernetes/enhancements/pull/1111";

  /** What the annotation says. */
  public enum State {
    MISSING,
    INVALID,
    BYPASSED,
    APPROVED
  }

  /** Whether definitions of the group need a sign. */
  public static boolean watched(String group) {
    return group.equals("k8s.io")
        || group.endsWith(".k8s.io")
        || group.equals("kubernetes.io")
        || group.endsWith(".kubernetes.io");
  }

  /** What a definition says. */
  public static CommunityApproval of(JsonNode definition) {
    String sign = definition.path("metadata").path("annotations").path(ANNOTATION).asText("");
    String wanted =
        "protected groups must have approval annotation " + FieldError.quote(ANNOTATION);
    if (sign.isEmpty()) {
      return new CommunityApproval(State.MISSING, sign, wanted + ", " + RULES);
    }
    if (sign.startsWith("unapproved")) {
      return new CommunityApproval(State.BYPASSED, sign, "not approved: " + FieldError.quote(sign));
    }
    if (isUrl(sign)) {
      return new CommunityApproval(State.APPROVED, sign, "approved in " + sign);
    }
    return new CommunityApproval(
        State.INVALID,
        sign,
        wanted + " with either a URL or a reason starting with \"unapproved\", " + RULES);
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = new URI(text);
      return uri.getScheme() != null && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
