package io.jukung.registry.request;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What travels with one request through all the rooms. Used by one thread at a time.
 *
 * <p>Warnings collected here become {@code Warning} headers of the answer.
 */
public final class RequestContext {
  /** The most warnings one answer carries. */
  public static final int MAX_WARNINGS = 64;

  /** The most annotations one audit event carries. */
  public static final int MAX_ANNOTATIONS = 256;

  private final UserInfo user;
  private final String auditId;
  private final String userAgent;
  private final long deadlineNs;
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, String> annotations = new LinkedHashMap<>();

  /**
   * A request.
   *
   * @param deadlineNs when the request must be over, on {@link System#nanoTime}'s scale
   */
  public RequestContext(UserInfo user, String auditId, String userAgent, long deadlineNs) {
    this.user = user;
    this.auditId = auditId;
    this.userAgent = userAgent;
    this.deadlineNs = deadlineNs;
  }

  /** A request of the server to itself, without a deadline. */
  public static RequestContext server() {
    return new RequestContext(UserInfo.SERVER, "", "jukung", Long.MAX_VALUE);
  }

  /** Who asks. */
  public UserInfo user() {
    return user;
  }

  /** The id that ties logs and audit events of this request together; may be empty. */
  public String auditId() {
    return auditId;
  }

  /** The client's {@code User-Agent}; may be empty. */
  public String userAgent() {
    return userAgent;
  }

  /** When the request must be over, on {@link System#nanoTime}'s scale. */
  public long deadlineNs() {
    return deadlineNs;
  }

  /** Adds a warning for the client; one that is there already, or over the limit, is dropped. */
  public void warn(String text) {
    if (warnings.size() < MAX_WARNINGS && !warnings.contains(text)) {
      warnings.add(text);
    }
  }

  /** The warnings so far, in order. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /**
   * Adds an annotation to the request's audit event; as upstream, the first under a key stays, and
   * what is over the limit is dropped.
   */
  public void annotate(String key, String value) {
    if (annotations.size() < MAX_ANNOTATIONS) {
      annotations.putIfAbsent(key, value);
    }
  }

  /** The annotations so far, in order. */
  public Map<String, String> annotations() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }
}
