package io.jukung.registry.codec;

import io.jukung.registry.codec.value.ValueException;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * One body on its way in, for the texts of its errors: they say what the body claims to be as far
 * as that is known. Used by one thread. Upstream: {@code transformDecodeError} in {@code
 * apiserver/pkg/endpoints/handlers/rest.go}.
 */
final class Body {
  private static final int SUMMARY_LENGTH = 30;

  private final byte[] bytes;
  private final GroupVersionKind expected;
  private GroupVersionKind actual = new GroupVersionKind("", "", "");

  Body(byte[] bytes, GroupVersionKind expected) {
    this.bytes = bytes;
    this.expected = expected;
  }

  GroupVersionKind expected() {
    return expected;
  }

  /** Takes what the body says it is, completed by what is expected. */
  GroupVersionKind kind(GroupVersionKind stated) {
    actual = stated.withDefaults(expected);
    return actual;
  }

  /** The bytes as text, for the messages that repeat the whole body. */
  String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  /** What precedes the cause in a message. */
  String prefix() {
    return actual.kind()
        + " in version "
        + '"'
        + actual.version()
        + "\" cannot be handled as a "
        + expected.kind()
        + ": ";
  }

  /** Runs a step; its refusal becomes the client's. */
  <T> T refuse(Supplier<T> step) {
    try {
      return step.get();
    } catch (ValueException e) {
      throw StatusException.badRequest(
          actual.kind().isEmpty()
              ? "the object provided is unrecognized (must be of type "
                  + expected.kind()
                  + "): "
                  + e.getMessage()
                  + " ("
                  + summary()
                  + ")"
              : prefix() + e.getMessage());
    }
  }

  private String summary() {
    if (bytes.length == 0) {
      return "<empty>";
    }
    byte[] start = Arrays.copyOf(bytes, Math.min(bytes.length, SUMMARY_LENGTH));
    String text =
        bytes[0] == '{'
            ? new String(start, StandardCharsets.UTF_8)
            : HexFormat.of().formatHex(start);
    return bytes.length > SUMMARY_LENGTH ? text + " ..." : text;
  }
}
