package io.jukung.server.http;

/**
 * A failure told as plain text, for the few that upstream finds before it speaks Kubernetes' API
 * (Go's {@code http.Error}).
 */
public final class PlainFailure extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final int retryAfterSeconds;

  /** A failure; a line feed follows the text. */
  public PlainFailure(int status, String text) {
    this(status, text, 0);
  }

  /** A failure after which the client may try again. */
  public PlainFailure(int status, String text, int retryAfterSeconds) {
    super(text, null, false, false);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Upstream's answer for paths that lead nowhere. */
  public static PlainFailure pageNotFound() {
    return new PlainFailure(404, "404 page not found");
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** When the client may try again; 0 is unknown. */
  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
