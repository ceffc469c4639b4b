package io.jukung.server.serving;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The files that an operator gives to be served with; kube-apiserver's {@code --tls-cert-file},
 * {@code --tls-private-key-file} and {@code --tls-sni-cert-key}.
 *
 * @param standard what is shown to who asks for no name that is known; empty is the server's own
 * @param named shown to who asks for their names; of two with the same name the first counts
 */
public record ServingFiles(Optional<Pair> standard, List<Named> named) {
  /** None: the server's own certificate alone. */
  public static final ServingFiles NONE = new ServingFiles(Optional.empty(), List.of());

  /** Copies the list. */
  public ServingFiles {
    named = List.copyOf(named);
  }

  /**
   * Two PEM files.
   *
   * @param certificate of the server, and those of authorities between it and its clients' after it
   * @param key the private key that belongs to it
   */
  public record Pair(Path certificate, Path key) {}

  /**
   * Two files and what they are for.
   *
   * @param names host names, {@code *.domain} and IP addresses; empty takes the certificate's own
   */
  public record Named(Pair files, List<String> names) {
    /** Copies the list. */
    public Named {
      names = List.copyOf(names);
    }

    /**
     * Reads {@code certificate,key} or {@code certificate,key:name,name}.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static Named parse(String text) {
      int colon = text.indexOf(':');
      List<String> files = words(colon < 0 ? text : text.substring(0, colon));
      if (files.size() != 2 || files.contains("")) {
        throw new IllegalArgumentException(
            "expected the file of a certificate, a comma and the file of its key, found \""
                + text
                + "\"");
      }
      List<String> names = colon < 0 ? List.of() : words(text.substring(colon + 1));
      if (names.contains("")) {
        throw new IllegalArgumentException("an empty name behind the colon of \"" + text + "\"");
      }
      return new Named(new Pair(Path.of(files.getFirst()), Path.of(files.getLast())), names);
    }

    private static List<String> words(String text) {
      return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }
  }

  /** Whether the operator gave any. */
  public boolean given() {
    return standard.isPresent() || !named.isEmpty();
  }
}
