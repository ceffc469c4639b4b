package io.jukung.registry.codec;

import com.fasterxml.jackson.core.JsonParser;
import io.jukung.registry.codec.value.ValueException;
import java.io.IOException;

/** The door to untrusted JSON for those who read it token by token, such as patches. */
public final class CheckedJson {
  private CheckedJson() {}

  /**
   * A parser over bytes that are one JSON value of at most 300 levels; invalid UTF-8 reads as
   * U+FFFD.
   *
   * @throws ValueException when they are not, with Go's text
   */
  public static JsonParser open(byte[] body) throws IOException {
    JsonSyntax.check(body);
    return JsonSource.open(body);
  }
}
