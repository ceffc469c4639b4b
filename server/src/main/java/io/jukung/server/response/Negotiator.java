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
   * The form of an answer about an object or a list.
   *
   * @param accept the {@code Accept} header; empty when there is none
   * @param streamed whether the path has watches too, which the failure's text then names
   * @throws StatusException 406 when none of the wanted forms can be made
   */
  public static Negotiated object(
      String accept, String userAgent, Optional<String> pretty, boolean streamed) {
    if (!reachable(accept)) {
      throw unreachable(streamed ? TYPES + ", " + STREAMS : TYPES);
    }
    return negotiate(accept, userAgent, pretty, true)
        .orElseThrow(
            () ->
                StatusException.notAcceptable(
                    "only the following media types are accepted: " + TYPES));
  }

  /** The failure of a client that accepts none of {@code available}. */
  public static StatusException unreachable(String available) {
    return new StatusException(
        406,
        "NotAcceptable",
        "406: Not Acceptable\n\nAvailable representations: " + available,
        StatusException.Details.NONE);
  }

  /** The first of {@code available} that the client takes most; the first when it has no wish. */
  public static Optional<String> firstOf(String accept, List<String> available) {
    if (accept.isEmpty()) {
      return Optional.of(available.getFirst());
    }
    for (AcceptClause clause : AcceptClause.parse(accept)) {
      for (String type : available) {
        int slash = type.indexOf('/');
        boolean subtype =
            clause.subtype().equals("*") || clause.subtype().equals(type.substring(slash + 1));
        if (clause.type().equals("*")
            || (clause.type().equals(type.substring(0, slash)) && subtype)) {
          return Optional.of(type);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * For answers that are JSON and nothing else.
   *
   * @throws StatusException 406 when the client does not take it
   */
  public static void requireJson(String accept) {
    if (!accept.isEmpty()
        && AcceptClause.parse(accept).stream().noneMatch(c -> c.covers(Format.JSON))) {
      throw unreachable(Format.JSON.mediaType());
    }
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
    if (routed && !reachable(accept)) {
      throw unreachable(TYPES);
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
    throw StatusException.notAcceptable("only the following media types are accepted: " + TYPES);
  }

  /** What a client asks for that wants all groups in one document. */
  public static final Conversion AGGREGATED_DISCOVERY =
      new Conversion("apidiscovery.k8s.io", "v2", "APIGroupDiscoveryList");

  private static boolean pretty(String userAgent, Optional<String> pretty) {
    return pretty.filter(p -> !p.isEmpty()).map(Negotiator::isTrue).orElse(human(userAgent));
  }

  /**
   * The form of a watch's events.
   *
   * @throws StatusException 406 as {@link #object}, and for YAML, which has no stream
   */
  public static Negotiated stream(String accept, String userAgent, Optional<String> pretty) {
    Negotiated found = object(accept, userAgent, pretty, true);
    if (found.format() == Format.YAML) {
      throw StatusException.notAcceptable(
          "only the following media types are accepted: " + STREAMS);
    }
    return found;
  }

  /** The form of a failure, which is never turned into another kind; empty when none fits. */
  public static Optional<Negotiated> status(
      String accept, String userAgent, Optional<String> pretty) {
    return negotiate(accept, userAgent, pretty, false);
  }

  /** Whether any of the wanted types is one of ours, parameters left aside. */
  private static boolean reachable(String accept) {
    if (accept.isEmpty()) {
      return true;
    }
    for (AcceptClause clause : AcceptClause.parse(accept)) {
      for (Format format : Format.values()) {
        if (clause.covers(format)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Optional<Negotiated> negotiate(
      String accept, String userAgent, Optional<String> pretty, boolean conversions) {
    boolean human = pretty(userAgent, pretty);
    if (accept.isEmpty()) {
      return Optional.of(new Negotiated(Format.JSON, human, Optional.empty()));
    }
    for (AcceptClause clause : AcceptClause.parse(accept)) {
      for (Format format : Format.values()) {
        if (clause.covers(format) && allowed(clause.parameters(), format, conversions)) {
          return Optional.of(
              new Negotiated(format, human || clause.pretty(), conversion(clause.parameters())));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean allowed(
      Map<String, String> parameters, Format format, boolean conversions) {
    String stream = parameters.getOrDefault("stream", "");
    if (!stream.isEmpty() && (format == Format.YAML || !stream.equals("watch"))) {
      return false;
    }
    String serverVersion = parameters.getOrDefault("sv", "");
    if (!serverVersion.isEmpty() && !(conversions && serverVersion.equals("v1"))) {
      return false;
    }
    Optional<Conversion> conversion = conversion(parameters);
    return conversion.isEmpty()
        || (conversions
            && conversion.get().known()
            && !(conversion.get().isTable() && format == Format.PROTOBUF));
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
