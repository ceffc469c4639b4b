package io.jukung.controllers.certificate;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** PEM in base 64, as the API has it in fields that hold bytes. */
final class ApiPem {
  private ApiPem() {}

  /**
   * The first block of a field; empty when there is none.
   *
   * @throws IllegalArgumentException when the field is not base 64
   * @throws IOException when a block is broken
   */
  static Optional<PemObject> read(String encoded) throws IOException {
    String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    try (PemReader reader = new PemReader(new StringReader(text))) {
      return Optional.ofNullable(reader.readPemObject());
    }
  }

  /** A field with one block. */
  static String write(String type, byte[] content) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(text.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
