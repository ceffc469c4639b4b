package io.jukung.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An immutable byte string with equality, a hash and unsigned lexicographic order.
 *
 * <p>Ownership: {@link #wrap} takes the array over, and {@link #array} lends it out; neither
 * copies, and nobody may change such an array afterwards. Safe for use by any number of threads.
 */
public final class Bytes implements Comparable<Bytes> {
  /** The byte string of length zero. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /**
   * The byte string over {@code array} itself, which the caller hands over and never changes again.
   */
  public static Bytes wrap(byte[] array) {
    return array.length == 0 ? EMPTY : new Bytes(array);
  }

  /** The UTF-8 form of {@code text}. */
  public static Bytes utf8(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes themselves, not a copy; never to be changed. */
  public byte[] array() {
    return array;
  }

  /** Length in bytes. */
  public int length() {
    return array.length;
  }

  /** True when the first bytes are those of {@code prefix}. */
  public boolean startsWith(Bytes prefix) {
    return array.length >= prefix.array.length
        && Arrays.equals(array, 0, prefix.array.length, prefix.array, 0, prefix.array.length);
  }

  /**
   * The smallest byte string greater than every one that starts with this; {@link #EMPTY} when
   * there is none (this is empty or all 0xff), which as the end of a {@link KeyRange} means
   * "without end".
   */
  public Bytes prefixEnd() {
    for (int i = array.length - 1; i >= 0; i--) {
      if (array[i] != (byte) 0xff) {
        byte[] end = Arrays.copyOf(array, i + 1);
        end[i]++;
        return wrap(end);
      }
    }
    return EMPTY;
  }

  /** The smallest byte string greater than this one: this followed by a zero byte. */
  public Bytes successor() {
    return wrap(Arrays.copyOf(array, array.length + 1));
  }

  /** The bytes read as UTF-8. */
  public String utf8() {
    return new String(array, StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(array, other.array);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(array, that.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  /** The bytes as UTF-8 text when short, else their length; for messages only. */
  @Override
  public String toString() {
    return array.length <= 256 ? utf8() : array.length + " bytes";
  }
}
