package io.jukung.server.response;

import io.jukung.registry.status.StatusException;
import io.jukung.server.response.Negotiated.Conversion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out in which form a client wants its answer. Pure. */
public final class Negotiator {
  private static final String TYPES =
      "application/json, application/yaml, application/vnd.kubernetes.protobuf";
  private static final String STREAMS =
      "application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch";

  private Negotiator() {}

  /**
   * The form of an answer about an object or a list of a built-in kind.
   *
   * @param accept the {@code Accept} header; empty when there is none
   * @param streamed whether the path has watches too, which the failure's text then names
   * @throws StatusException 406 when none of the wanted forms can be made
   */
  public static Negotiated object(
      String accept, String userAgent, Optional<String> pretty, boolean streamed) {
    requireRoute(accept, streamed ? TYPES + ", " + STREAMS : TYPES);
    return negotiate(accept, userAgent, pretty, Endpoint.BUILT_IN)
        .orElseThrow(() -> notAcceptable(TYPES));
  }

  /**
   * The form of an answer about a custom object or a list of them, which upstream's router does not
   * see, and which has protobuf only as metadata.
   *
   * @throws StatusException 406 when none of the wanted forms can be made
   */
  public static Negotiated custom(String accept, String userAgent, Optional<String> pretty) {
    return negotiate(accept, userAgent, pretty, Endpoint.CUSTOM)
        .orElseThrow(() -> notAcceptable(TYPES));
  }

  /**
   * Upstream's router, which looks at the header before anything else does: it takes only the exact
   * types and {@code *}{@code /*}, and no other range ({@code go-restful/v3/route.go}).
   *
   * @param produced what the path can answer with, comma and blank between
   * @throws StatusException 406 when the client takes none of them
   */
  public static void requireRoute(String accept, String produced) {
    if (accept.isEmpty()) {
      return;
    }
    List<String> types = List.of(produced.split(", "));
    for (String clause : accept.split(",", -1)) {
      int semicolon = clause.indexOf(';');
      String type = AcceptClause.trim(semicolon < 0 ? clause : clause.substring(0, semicolon));
      if (type.equals("*/*") || types.contains(type)) {
        return;
      }
    }
    throw new StatusException(
        406,
        "NotAcceptable",
        "406: Not Acceptable\n\nAvailable representations: " + produced,
        StatusException.Details.NONE);
  }

  /**
   * Refuses a client of a log that takes nothing the API has. The answer is text all the same;
   * upstream looks at the header before it knows.
   *
   * @throws StatusException 406 when none of the wanted forms can be made
   */
  public static void requireText(String accept) {
    requireRoute(accept, "text/plain, " + TYPES);
    requireOtherThanTable(accept);
  }

  /**
   * Refuses a client that wants nothing but a table where there is none.
   *
   * @throws StatusException 406 when none of the wanted forms can be made
   */
  public static void requireOtherThanTable(String accept) {
    if (negotiate(accept, "", Optional.empty(), Endpoint.WITHOUT_TABLE).isEmpty()) {
      throw notAcceptable(TYPES);
    }
  }

  private static StatusException notAcceptable(String types) {
    return StatusException.notAcceptable("only the following media types are accepted: " + types);
  }

  /** The first of {@code available} that the client takes most; the first when it has no wish. */
  public static Optional<String> firstOf(String accept, List<String> available) {
    if (accept.isEmpty()) {
      return Optional.of(available.getFirst());
    }
    for (AcceptClause clause : AcceptClause.parse(accept)) {
      for (String type : available) {
        int slash = type.indexOf('/');
        if (clause.covers(type.substring(0, slash), type.substring(slash + 1))) {
          return Optional.of(type);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The form of a discovery document.
   *
   * @param aggregated whether the document has the aggregated form, the only conversion there is
   * @param routed whether upstream's router looks at the types first, which has another message
   * @throws StatusException 406 when none of the wanted forms can be made
   */
  public static Negotiated discovery(
      String accept,
      String userAgent,
      Optional<String> pretty,
      boolean aggregated,
      boolean routed) {
    if (routed) {
      requireRoute(accept, TYPES);
    }
    for (AcceptClause clause : AcceptClause.parse(accept.isEmpty() ? "*/*" : accept)) {
      Optional<Conversion> conversion = conversion(clause.parameters());
      boolean fits =
          conversion.isEmpty() || (aggregated && conversion.get().equals(AGGREGATED_DISCOVERY));
      for (Format format : Format.values()) {
        if (clause.covers(format) && fits) {
          boolean indented = pretty(userAgent, pretty) || clause.pretty();
          return new Negotiated(format, indented, conversion);
        }
      }
    }
    throw notAcceptable(TYPES);
  }

  /** What a client asks for that wants all groups in one document. */
  public static final Conversion AGGREGATED_DISCOVERY =
      new Conversion("apidiscovery.k8s.io", "v2", "APIGroupDiscoveryList");

  private static boolean pretty(String userAgent, Optional<String> pretty) {
    return pretty.filter(p -> !p.isEmpty()).map(Negotiator::isTrue).orElse(human(userAgent));
  }

  /**
   * Judges the form of a list's answer for a watch.
   *
   * @throws StatusException 406 for YAML, which has no stream
   */
  public static void requireStream(Negotiated list) {
    if (list.format() == Format.YAML) {
      throw notAcceptable(STREAMS);
    }
  }

  /** The form of a failure, which is never turned into another kind; empty when none fits. */
  public static Optional<Negotiated> status(
      String accept, String userAgent, Optional<String> pretty) {
    return negotiate(accept, userAgent, pretty, Endpoint.FAILURES);
  }

  /** What an endpoint can answer with; upstream's {@code EndpointRestrictions}. */
  private enum Endpoint {
    BUILT_IN,
    CUSTOM,
    WITHOUT_TABLE,
    FAILURES
  }

  private static Optional<Negotiated> negotiate(
      String accept, String userAgent, Optional<String> pretty, Endpoint endpoint) {
    boolean human = pretty(userAgent, pretty);
    if (accept.isEmpty()) {
      return Optional.of(new Negotiated(Format.JSON, human, Optional.empty()));
    }
    for (AcceptClause clause : AcceptClause.parse(accept)) {
      for (Format format : Format.values()) {
        if (clause.covers(format) && allowed(clause.parameters(), format, endpoint)) {
          return Optional.of(
              new Negotiated(format, human || clause.pretty(), conversion(clause.parameters())));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean allowed(Map<String, String> parameters, Format format, Endpoint endpoint) {
    String stream = parameters.getOrDefault("stream", "");
    if (!stream.isEmpty() && (format == Format.YAML || !stream.equals("watch"))) {
      return false;
    }
    String serverVersion = parameters.getOrDefault("sv", "");
    if (!serverVersion.isEmpty()
        && (endpoint == Endpoint.FAILURES || !serverVersion.equals("v1"))) {
      return false;
    }
    Optional<Conversion> conversion = conversion(parameters);
    if (conversion.isEmpty()) {
      return endpoint != Endpoint.CUSTOM || format != Format.PROTOBUF;
    }
    return endpoint != Endpoint.FAILURES
        && conversion.get().known()
        && !(conversion.get().isTable()
            && (format == Format.PROTOBUF || endpoint == Endpoint.WITHOUT_TABLE));
  }

  private static Optional<Conversion> conversion(Map<String, String> parameters) {
    if (!parameters.containsKey("as")
        && !parameters.containsKey("g")
        && !parameters.containsKey("v")) {
      return Optional.empty();
    }
    return Optional.of(
        new Conversion(
            parameters.getOrDefault("g", ""),
            parameters.getOrDefault("v", ""),
            parameters.getOrDefault("as", "")));
  }

  private static boolean human(String userAgent) {
    return userAgent.startsWith("curl")
        || userAgent.startsWith("Wget")
        || userAgent.startsWith("Mozilla/5.0");
  }

  /** What Go's {@code strconv.ParseBool} takes as true. */
  private static boolean isTrue(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      default -> false;
    };
  }
}
