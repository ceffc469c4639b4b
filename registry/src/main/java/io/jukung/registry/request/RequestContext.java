package io.jukung.registry.request;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What travels with one request through all the rooms. Used by one thread at a time.
 *
 * <p>Warnings collected here become {@code Warning} headers of the answer.
 */
public final class RequestContext {
  /** The most characters of all warnings together before they are shortened, as upstream. */
  static final int MAX_WARNING_TEXT = 4096;

  /** What is left of each warning when they are shortened, in characters. */
  static final int SHORT_WARNING = 256;

  /** The most annotations one audit event carries. */
  public static final int MAX_ANNOTATIONS = 256;

  private final UserInfo user;
  private final String auditId;
  private final String userAgent;
  private final long deadlineNs;
  private final Said said;

  /** What was said about a request so far, whoever it is made as. */
  private static final class Said {
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private final List<String> shortened = new ArrayList<>();
    private int warned;
  }

  /**
   * A request.
   *
   * @param deadlineNs when the request must be over, on {@link System#nanoTime}'s scale
   */
  public RequestContext(UserInfo user, String auditId, String userAgent, long deadlineNs) {
    this(user, auditId, userAgent, deadlineNs, new Said());
  }

  private RequestContext(
      UserInfo user, String auditId, String userAgent, long deadlineNs, Said said) {
    this.user = user;
    this.auditId = auditId;
    this.userAgent = userAgent;
    this.deadlineNs = deadlineNs;
    this.said = said;
  }

  /** The same request, made as somebody else: warnings and annotations are shared. */
  public RequestContext as(UserInfo other) {
    return new RequestContext(other, auditId, userAgent, deadlineNs, said);
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

  /**
   * Adds a warning for the client; empty ones and those that are there already are dropped. When
   * all are too long together, each is shortened, and what still goes beyond the limit is dropped
   * ({@code apiserver/pkg/endpoints/filters/warning.go} at v1.36).
   */
  public void warn(String text) {
    boolean full = said.warned >= MAX_WARNING_TEXT && !said.shortened.isEmpty();
    if (text.isEmpty() || full || !said.warnings.add(text)) {
      return;
    }
    if (!said.shortened.isEmpty()) {
      shorten(text);
    } else if (said.warned + characters(text) <= MAX_WARNING_TEXT) {
      said.warned += characters(text);
    } else {
      said.warned = 0;
      said.warnings.forEach(this::shorten);
    }
  }

  private void shorten(String text) {
    String kept =
        characters(text) <= SHORT_WARNING
            ? text
            : text.substring(0, text.offsetByCodePoints(0, SHORT_WARNING));
    said.warned += characters(kept);
    said.shortened.add(kept);
  }

  private static int characters(String text) {
    return text.codePointCount(0, text.length());
  }

  /** The warnings so far, in order. */
  public List<String> warnings() {
    return List.copyOf(said.shortened.isEmpty() ? said.warnings : said.shortened);
  }

  /**
   * Adds an annotation to the request's audit event; as upstream, the first under a key stays, and
   * what is over the limit is dropped.
   */
  public void annotate(String key, String value) {
    if (said.annotations.size() < MAX_ANNOTATIONS) {
      said.annotations.putIfAbsent(key, value);
    }
  }

  /** The annotations so far, in order. */
  public Map<String, String> annotations() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(said.annotations));
  }
}
