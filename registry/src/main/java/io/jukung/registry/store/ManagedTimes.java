package io.jukung.registry.store;

import io.jukung.storage.Bytes;
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
  private static final byte[] FIELDS_TYPE = bytes("\",\"fieldsType\":\"FieldsV1\"");

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
    while (true) {
      int mismatch = Arrays.mismatch(a, from, a.length, b, from, b.length);
      if (mismatch < 0) {
        return true;
      }
      int time = start(a, from + mismatch);
      if (time < 0 || !inManagedFields(a, time) || time + LENGTH > a.length) {
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

  /**
   * Whether an entry of the list goes on behind the time: an entry's time is always followed by its
   * {@code fieldsType}, and by it alone in what upstream prints.
   */
  private static boolean inManagedFields(byte[] json, int time) {
    int at = time + LENGTH;
    return at + FIELDS_TYPE.length <= json.length
        && Arrays.equals(json, at, at + FIELDS_TYPE.length, FIELDS_TYPE, 0, FIELDS_TYPE.length);
  }
}
