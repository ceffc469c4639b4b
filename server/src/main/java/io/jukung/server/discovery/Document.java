package io.jukung.server.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.server.response.Format;
import io.jukung.server.response.JsonText;
import io.jukung.server.response.Negotiated;
import io.jukung.server.response.TreeEncoder;
import io.jukung.storage.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A document that never changes; each form it was ever asked for is kept. Safe for all threads. */
public final class Document {
  private final ObjectNode tree;
  private final TreeEncoder encoder;
  private final String etag;
  private final Map<Negotiated, Bytes> forms = new ConcurrentHashMap<>();

  /** A document of a tree that nobody changes any more. */
  public Document(ObjectNode tree, TreeEncoder encoder) {
    this.tree = tree;
    this.encoder = encoder;
    this.etag = digest(JsonText.compact(tree));
  }

  private static String digest(Bytes json) {
    try {
      return HexFormat.of()
          .withUpperCase()
          .formatHex(MessageDigest.getInstance("SHA-512").digest(json.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A copy of what the document says. */
  public ObjectNode copy() {
    return tree.deepCopy();
  }

  /** The same for the same content, whatever the form. */
  public String etag() {
    return etag;
  }

  /** The document in the form wanted; only indented JSON is told apart from the plain forms. */
  public Bytes bytes(Format format, boolean pretty) {
    boolean indented = pretty && format == Format.JSON;
    return forms.computeIfAbsent(
        new Negotiated(format, indented, Optional.empty()), form -> encoder.encode(tree, form));
  }
}
