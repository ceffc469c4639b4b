package io.jukung.registry.patch;

import io.jukung.registry.status.StatusException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of patches, told apart by the request's content type. */
public enum PatchType {
  /** A list of operations, RFC 6902. */
  JSON("application/json-patch+json"),
  /** A partial object whose nulls delete, RFC 7386. */
  MERGE("application/merge-patch+json"),
  /** A partial object merged as the schema says; built-in kinds only. */
  STRATEGIC_MERGE("application/strategic-merge-patch+json"),
  /** A partial object with an owner: server-side apply. */
  APPLY("application/apply-patch+yaml");

  private final String contentType;

  PatchType(String contentType) {
    this.contentType = contentType;
  }

  /** The type of the request's body. */
  public String contentType() {
    return contentType;
  }

  /** The type that a {@code Content-Type} header names, parameters aside. */
  public static Optional<PatchType> of(String header) {
    int semicolon = header.indexOf(';');
    String contentType = semicolon > 0 ? header.substring(0, semicolon) : header;
    for (PatchType type : values()) {
      if (type.contentType.equals(contentType)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Whether any of the types in a header is one, blanks and parameters aside. */
  public static boolean routed(String header) {
    return Arrays.stream(header.split(",", -1))
        .map(type -> type.indexOf(';') < 0 ? type : type.substring(0, type.indexOf(';')))
        .anyMatch(type -> of(type.strip()).isPresent());
  }

  /** 415 for a resource that takes only {@code accepted}, named in their order. */
  public static StatusException unsupported(Collection<PatchType> accepted) {
    return StatusException.unsupportedMediaType(
        "the body of the request was in an unknown format - accepted media types include: "
            + accepted.stream().map(PatchType::contentType).collect(Collectors.joining(", ")));
  }
}
