package io.jukung.registry.status;

import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A failure the client is told of as a Kubernetes {@code Status}. Immutable; carries no stack
 * trace, since it is an answer and not a fault.
 */
public final class StatusException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * What the failure is about, as {@code Status.details} carries it; empty strings, an empty list
   * and 0 are left out.
   *
   * @param kind for most reasons the resource's plural name, for {@code Invalid} the kind: as
   *     upstream
   * @param retryAfterSeconds when the client may try again
   */
  public record Details(
      String name,
      String group,
      String kind,
      String uid,
      List<StatusCause> causes,
      int retryAfterSeconds) {
    /** Nothing to tell. */
    public static final Details NONE = new Details("", "", "", "", List.of(), 0);

    /** Copies the list. */
    public Details {
      causes = List.copyOf(causes);
    }

    private static Details of(GroupVersionResource resource, String name) {
      return new Details(name, resource.group(), resource.resource(), "", List.of(), 0);
    }
  }

  private final int code;
  private final String reason;
  private final transient Details details;
  private final String continueToken;

  /**
   * A failure.
   *
   * @param code the HTTP status
   * @param reason such as {@code NotFound}
   */
  public StatusException(int code, String reason, String message, Details details) {
    this(code, reason, message, details, "");
  }

  /**
   * A failure that lets a list go on.
   *
   * @param continueToken what stands in the status' {@code metadata.continue}; may be empty
   */
  public StatusException(
      int code, String reason, String message, Details details, String continueToken) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
    this.details = details;
    this.continueToken = continueToken;
  }

  /** The HTTP status. */
  public int code() {
    return code;
  }

  /** Upstream's {@code StatusReason}. */
  public String reason() {
    return reason;
  }

  /** What the failure is about. */
  public Details details() {
    return details;
  }

  /** What stands in {@code metadata.continue}; mostly empty. */
  public String continueToken() {
    return continueToken;
  }

  /** The message; never null, unlike what {@link Throwable#getMessage} promises. */
  public String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  /** 404: the object does not exist. */
  public static StatusException notFound(GroupVersionResource resource, String name) {
    return new StatusException(
        404,
        "NotFound",
        resource.groupResource() + " " + FieldError.quote(name) + " not found",
        Details.of(resource, name));
  }

  /** 409: the object exists. */
  public static StatusException alreadyExists(GroupVersionResource resource, String name) {
    return new StatusException(
        409,
        "AlreadyExists",
        resource.groupResource() + " " + FieldError.quote(name) + " already exists",
        Details.of(resource, name));
  }

  /** 409: a generated name met an existing one again and again. */
  public static StatusException generateNameConflict(
      GroupVersionResource resource, String name, int retryAfterSeconds) {
    return new StatusException(
        409,
        "AlreadyExists",
        resource.groupResource()
            + " "
            + FieldError.quote(name)
            + " already exists, the server was not able to generate a unique name for the object",
        new Details(name, resource.group(), resource.resource(), "", List.of(), retryAfterSeconds));
  }

  /** 409: the object is not as the request expected it. */
  public static StatusException conflict(
      GroupVersionResource resource, String name, String explanation) {
    return new StatusException(
        409,
        "Conflict",
        "Operation cannot be fulfilled on "
            + resource.groupResource()
            + " "
            + FieldError.quote(name)
            + ": "
            + explanation,
        Details.of(resource, name));
  }

  /** 422: the object breaks rules. */
  public static StatusException invalid(
      GroupVersionKind kind, String name, List<FieldError> errors) {
    List<String> distinct = errors.stream().map(FieldError::toString).distinct().toList();
    String all =
        distinct.size() == 1
            ? distinct.getFirst()
            : distinct.stream().collect(Collectors.joining(", ", "[", "]"));
    String groupKind = kind.group().isEmpty() ? kind.kind() : kind.kind() + "." + kind.group();
    return new StatusException(
        422,
        "Invalid",
        groupKind + " " + FieldError.quote(name) + " is invalid: " + all,
        new Details(
            name,
            kind.group(),
            kind.kind(),
            "",
            errors.stream().map(FieldError::toCause).toList(),
            0));
  }

  /** 400: the request makes no sense. */
  public static StatusException badRequest(String message) {
    return new StatusException(400, "BadRequest", message, Details.NONE);
  }

  /** 401: no valid credential. */
  public static StatusException unauthorized() {
    return new StatusException(401, "Unauthorized", "Unauthorized", Details.NONE);
  }

  /** 403: not allowed, about one object. */
  public static StatusException forbidden(
      GroupVersionResource resource, String name, String explanation) {
    String what =
        resource.resource().isEmpty()
            ? "forbidden: " + explanation
            : resource.groupResource()
                + (name.isEmpty() ? "" : " " + FieldError.quote(name))
                + " is forbidden: "
                + explanation;
    return new StatusException(403, "Forbidden", what, Details.of(resource, name));
  }

  /** 404: there is nothing at this path. */
  public static StatusException pathNotFound() {
    return new StatusException(
        404, "NotFound", "the server could not find the requested resource", Details.NONE);
  }

  /** 405: the resource has no such verb. */
  public static StatusException methodNotSupported(GroupVersionResource resource, String verb) {
    return new StatusException(
        405,
        "MethodNotAllowed",
        verb
            + " is not supported on resources of kind "
            + FieldError.quote(resource.groupResource()),
        new Details("", resource.group(), resource.resource(), "", List.of(), 0));
  }

  /** 406: none of the types the client accepts can be made. */
  public static StatusException notAcceptable(String message) {
    return new StatusException(406, "NotAcceptable", message, Details.NONE);
  }

  /** 410: the revision asked for is gone. */
  public static StatusException expired(String message) {
    return new StatusException(410, "Expired", message, Details.NONE);
  }

  /** 413: the body is too large. */
  public static StatusException requestEntityTooLarge(String message) {
    return new StatusException(413, "RequestEntityTooLarge", message, Details.NONE);
  }

  /** 415: the body's type can't be read. */
  public static StatusException unsupportedMediaType(String message) {
    return new StatusException(415, "UnsupportedMediaType", message, Details.NONE);
  }

  /** 500: a fault of the server. */
  public static StatusException internal(String message) {
    return new StatusException(
        500,
        "InternalError",
        "Internal error occurred: " + message,
        new Details("", "", "", "", List.of(new StatusCause("", message, "")), 0));
  }

  /** 503: not now. */
  public static StatusException serviceUnavailable(String message) {
    return new StatusException(503, "ServiceUnavailable", message, Details.NONE);
  }

  /** 504: the answer took too long; the client may try again. */
  public static StatusException timeout(String message, int retryAfterSeconds) {
    return new StatusException(
        504,
        "Timeout",
        "Timeout: " + message,
        new Details("", "", "", "", List.of(), retryAfterSeconds));
  }
}
