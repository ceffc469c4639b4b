package io.jukung.registry.store;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusCause;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.status.StatusException.Details;
import java.util.List;

/**
 * The bridge between the API's opaque resourceVersion and the store's revision, with upstream's
 * texts ({@code k8s.io/apiserver/pkg/storage/api_object_versioner.go} at v1.36).
 */
final class ResourceVersions {
  private ResourceVersions() {}

  /**
   * Reads a resourceVersion; empty is 0.
   *
   * @throws NumberFormatException with Go's text
   */
  static long parse(String resourceVersion) {
    if (resourceVersion.isEmpty()) {
      return 0;
    }
    for (int i = 0; i < resourceVersion.length(); i++) {
      char c = resourceVersion.charAt(i);
      if (c < '0' || c > '9') {
        throw new NumberFormatException(error(resourceVersion, "invalid syntax"));
      }
    }
    try {
      long value = Long.parseUnsignedLong(resourceVersion);
      // What only fits without a sign is newer than anything there will be.
      return value < 0 ? Long.MAX_VALUE : value;
    } catch (NumberFormatException e) {
      throw new NumberFormatException(error(resourceVersion, "value out of range"));
    }
  }

  private static String error(String text, String what) {
    return "strconv.ParseUint: parsing " + FieldError.quote(text) + ": " + what;
  }

  /** Reads the {@code resourceVersion} parameter of a get or a watch. */
  static long parseParameter(String resourceVersion) {
    try {
      return parse(resourceVersion);
    } catch (NumberFormatException e) {
      throw plain(500, field(resourceVersion, e));
    }
  }

  /** Reads the {@code resourceVersion} parameter of a list. */
  static long parseListParameter(String resourceVersion) {
    try {
      return parse(resourceVersion);
    } catch (NumberFormatException e) {
      throw StatusException.badRequest("invalid resource version: " + field(resourceVersion, e));
    }
  }

  private static String field(String resourceVersion, NumberFormatException e) {
    return "resourceVersion: Invalid value: "
        + FieldError.quote(resourceVersion)
        + ": "
        + e.getMessage();
  }

  /** Reads {@code metadata.resourceVersion} of a body. */
  static long parseBody(String resourceVersion) {
    try {
      return parse(resourceVersion);
    } catch (NumberFormatException e) {
      String text = e.getMessage();
      throw plain(500, text == null ? "" : text);
    }
  }

  /** A failure upstream has no reason for. */
  static StatusException plain(int code, String message) {
    return new StatusException(code, "", message, Details.NONE);
  }

  /** The answer to a wish for a revision that does not come. */
  static StatusException tooLarge(long wanted, long current) {
    return tooLarge(wanted, current, 1);
  }

  /** The same with the time after which another try may help; 0 for none. */
  static StatusException tooLarge(long wanted, long current, int retryAfterSeconds) {
    return new StatusException(
        504,
        "Timeout",
        "Timeout: Too large resource version: "
            + Long.toUnsignedString(wanted)
            + ", current: "
            + current,
        new Details(
            "",
            "",
            "",
            "",
            List.of(new StatusCause("ResourceVersionTooLarge", "Too large resource version", "")),
            retryAfterSeconds));
  }
}
