package io.jukung.registry.openapi;

import io.jukung.storage.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * One document, kept compressed. Immutable.
 *
 * @param contentType what to answer with
 * @param hash SHA-512 of the content in upper-case hexadecimal digits: the ETag (in quotes) and the
 *     {@code hash} parameter of the document's address
 * @param length of the content in bytes
 * @param gzip the content, compressed: may be sent as it is with {@code Content-Encoding: gzip}
 */
public record Document(String contentType, String hash, int length, Bytes gzip) {
  /** A document with this content, which it takes over. */
  public static Document of(String contentType, byte[] content) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 8 + 64);
      try (GZIPOutputStream zip = new Best(out)) {
        zip.write(content);
      }
      byte[] digest = MessageDigest.getInstance("SHA-512").digest(content);
      String hash = HexFormat.of().withUpperCase().formatHex(digest);
      return new Document(contentType, hash, content.length, Bytes.wrap(out.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-512", e);
    }
  }

  private static final class Best extends GZIPOutputStream {
    Best(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  /** The content, to be read once and closed. */
  public InputStream open() {
    try {
      return new GZIPInputStream(new ByteArrayInputStream(gzip.array()), 1 << 13);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The content as a whole; a new array. */
  public byte[] content() {
    try (InputStream in = open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
