package io.jukung.server.response;

import java.util.Optional;

/**
 * The form in which a client wants its answer.
 *
 * @param pretty whether JSON is to be indented
 * @param conversion the kind asked for in place of the object's own
 */
public record Negotiated(Format format, boolean pretty, Optional<Conversion> conversion) {
  /** Compact JSON of the object itself. */
  public static final Negotiated JSON = new Negotiated(Format.JSON, false, Optional.empty());

  /** Whether the answer is JSON to be indented; other encodings know no such wish. */
  public boolean indented() {
    return pretty && format == Format.JSON;
  }

  /** A kind that any object or list can be turned into; the empty strings are parts not given. */
  public record Conversion(String group, String version, String kind) {
    /** A table of columns. */
    public boolean isTable() {
      return kind.equals("Table");
    }

    /** Whether the server has such a conversion. */
    boolean known() {
      return group.equals("meta.k8s.io")
          && (version.equals("v1") || version.equals("v1beta1"))
          && switch (kind) {
            case "Table", "PartialObjectMetadata", "PartialObjectMetadataList" -> true;
            default -> false;
          };
    }
  }
}
