package io.jukung.server.cbor;

import io.jukung.server.response.Negotiator;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads from an {@code Accept} header whether an answer is wanted in CBOR. Pure. */
final class CborAccept {
  private static final List<String> FORMS =
      List.of(
          "application/json",
          "application/yaml",
          "application/vnd.kubernetes.protobuf",
          "application/cbor");

  private static final Pattern CBOR = Pattern.compile("application/cbor(?=\\s*(;|$))");
  private static final Pattern TABLE = Pattern.compile(";\\s*as=Table\\s*(;|$)");

  private CborAccept() {}

  /**
   * The header that asks for the same in JSON; empty when something else is wanted more. There are
   * no tables in CBOR, as upstream: whoever wants one is left to the other forms.
   */
  static Optional<String> instead(String accept) {
    List<String> clauses =
        Arrays.stream(accept.split(",", -1))
            .map(String::strip)
            .filter(clause -> !(CBOR.matcher(clause).lookingAt() && TABLE.matcher(clause).find()))
            .toList();
    String known = String.join(",", clauses);
    if (known.isEmpty()
        || Negotiator.firstOf(known, FORMS).filter(FORMS.getLast()::equals).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        clauses.stream()
            .filter(clause -> CBOR.matcher(clause).lookingAt())
            .map(clause -> CBOR.matcher(clause).replaceFirst("application/json"))
            .collect(Collectors.joining(",")));
  }
}
