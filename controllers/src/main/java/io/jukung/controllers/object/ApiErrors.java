package io.jukung.controllers.object;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** What a refusal of the API server means. */
public final class ApiErrors {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int GONE = 410;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;
  private static final int INVALID = 422;

  private ApiErrors() {}

  /** The object is not there. */
  public static boolean isNotFound(KubernetesClientException failure) {
    return failure.getCode() == NOT_FOUND;
  }

  /** The object was there already. */
  public static boolean isAlreadyExists(KubernetesClientException failure) {
    return failure.getCode() == CONFLICT && "AlreadyExists".equals(reason(failure));
  }

  /** Somebody changed the object meanwhile, or a precondition does not hold. */
  public static boolean isConflict(KubernetesClientException failure) {
    return failure.getCode() == CONFLICT && !isAlreadyExists(failure);
  }

  /** What was asked for is no longer kept. */
  public static boolean isGone(KubernetesClientException failure) {
    return failure.getCode() == GONE;
  }

  /** The object breaks a rule. */
  public static boolean isInvalid(KubernetesClientException failure) {
    return failure.getCode() == INVALID;
  }

  /** The body's form is not taken. */
  public static boolean isUnsupportedMediaType(KubernetesClientException failure) {
    return failure.getCode() == UNSUPPORTED_MEDIA_TYPE;
  }

  /** The namespace is being deleted, so nothing can be made in it. */
  public static boolean isNamespaceTerminating(KubernetesClientException failure) {
    Status status = failure.getStatus();
    return status != null
        && status.getDetails() != null
        && status.getDetails().getCauses().stream()
            .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
  }

  /** What the API server said, without the client's words around it. */
  public static String message(RuntimeException failure) {
    if (failure instanceof KubernetesClientException refused
        && refused.getStatus() != null
        && refused.getStatus().getMessage() != null) {
      return refused.getStatus().getMessage();
    }
    return String.valueOf(failure.getMessage());
  }

  private static String reason(KubernetesClientException failure) {
    Status status = failure.getStatus();
    return status == null ? "" : String.valueOf(status.getReason());
  }
}
