package io.jukung.registry.encryption;

import io.jukung.storage.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several ciphers, told apart by what their values begin with: the first writes, all read. Prefixes
 * may repeat while keys are rotated; the first that can read a value does ({@code
 * pkg/storage/value/transformer.go} at v1.36).
 */
final class PrefixedCiphers implements ValueCipher {
  /** A cipher and its values' prefix; an empty one takes every value it can read. */
  record Part(Bytes prefix, ValueCipher cipher) {
    Part(String prefix, ValueCipher cipher) {
      this(Bytes.utf8(prefix), cipher);
    }
  }

  private final List<Part> parts;
  private final String noneFits;

  /**
   * Ciphers in their order.
   *
   * @param parts one at least
   * @param noneFits what is said of a value no prefix fits
   */
  PrefixedCiphers(List<Part> parts, String noneFits) {
    this.parts = List.copyOf(parts);
    this.noneFits = noneFits;
  }

  @Override
  public byte[] seal(byte[] value, byte[] key) throws CipherException {
    Part first = parts.getFirst();
    byte[] sealed = first.cipher.seal(value, key);
    int length = first.prefix.length();
    if (length == 0) {
      return sealed;
    }
    byte[] all = Arrays.copyOf(first.prefix.array(), length + sealed.length);
    System.arraycopy(sealed, 0, all, length, sealed.length);
    return all;
  }

  @Override
  public Opened open(byte[] stored, byte[] key) throws CipherException {
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      int length = part.prefix.length();
      if (!Bytes.wrap(stored).startsWith(part.prefix)) {
        continue;
      }
      try {
        byte[] rest = length == 0 ? stored : Arrays.copyOfRange(stored, length, stored.length);
        Opened opened = part.cipher.open(rest, key);
        return i == 0 ? opened : new Opened(opened.value(), true);
      } catch (CipherException e) {
        if (length > 0) {
          failures.add(e.getMessage());
        }
      }
    }
    if (failures.isEmpty()) {
      throw new CipherException(noneFits);
    }
    List<String> distinct = failures.stream().distinct().toList();
    throw new CipherException(
        distinct.size() == 1 ? distinct.getFirst() : "[" + String.join(", ", distinct) + "]");
  }
}
