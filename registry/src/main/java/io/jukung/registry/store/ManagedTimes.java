package io.jukung.registry.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jukung.registry.codec.RawObject;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds writes that change nothing but the times in {@code metadata.managedFields}: they are not
 * made.
 *
 * <p>Upstream: {@code endpoints/handlers/fieldmanager/equality.go}.
 */
final class ManagedTimes {
  private static final byte[] TIME = bytes(",\"time\":\"");

  /** Such as {@code 2026-11-25T21:15:00Z}. */
  private static final int LENGTH = 20;

  private ManagedTimes() {}

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Whether two canonical objects are the same but for those times. They have fixed lengths, so all
   * else stands at the same places.
   */
  static boolean onlyDiffer(Bytes one, Bytes other) {
    if (one.length() != other.length()) {
      return false;
    }
    byte[] a = one.array();
    byte[] b = other.array();
    int from = 0;
    int[] range = {};
    while (true) {
      int mismatch = Arrays.mismatch(a, from, a.length, b, from, b.length);
      if (mismatch < 0) {
        return true;
      }
      int time = start(a, from + mismatch);
      if (range.length == 0 && time >= 0) {
        range = managedFields(one);
      }
      if (time < 0 || time < range[0] || time + LENGTH > range[1]) {
        return false;
      }
      from = time + LENGTH;
    }
  }

  /** Where the time value that holds {@code place} begins, or -1. */
  private static int start(byte[] json, int place) {
    for (int at = place; at > place - LENGTH && at >= TIME.length; at--) {
      if (Arrays.equals(json, at - TIME.length, at, TIME, 0, TIME.length)) {
        return at;
      }
    }
    return -1;
  }

  /** Where {@code metadata.managedFields} begins and ends; nowhere when there are none. */
  private static int[] managedFields(Bytes json) {
    try (JsonParser parser = RawObject.parser(json)) {
      if (enter(parser, "metadata") && enter(parser, "managedFields")) {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        return new int[] {start, (int) parser.currentTokenLocation().getByteOffset()};
      }
      return new int[] {0, 0};
    } catch (IOException e) {
      throw new UncheckedIOException("stored bytes are no JSON object", e);
    }
  }

  /** Goes on to the value of a member of the object at hand. */
  private static boolean enter(JsonParser parser, String member) throws IOException {
    if (!parser.hasCurrentToken()) {
      parser.nextToken();
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return false;
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      if (name.equals(member)) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }
}
