package io.jukung.registry.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Makes inputs of good ones by cutting, doubling, joining and spoiling them. */
public final class Mutator {
  private static final List<String> TOKENS =
      List.of(
          "\"\\ud800\"",
          "\\u0000",
          "null",
          "{",
          "}",
          "[",
          "]",
          "\"",
          ":",
          ",",
          "&a ",
          "*a ",
          "<<: ",
          "!!binary ",
          "- ",
          "\n",
          "\n  ",
          "\t",
          "---\n",
          "...",
          "# ",
          "| ",
          ">-",
          "'",
          "1e999",
          "-0",
          "0x7f",
          "9223372036854775808",
          "18446744073709551616",
          "1e-400",
          "~1",
          "/-",
          "$patch",
          "$retainKeys",
          "$setElementOrder/containers",
          "$deleteFromPrimitiveList/finalizers",
          "\ufeff",
          "\u2028",
          "k8s\0",
          "metadata",
          "=",
          "!=",
          " in (",
          ")",
          "!",
          "%",
          ";",
          "==",
          "Ki",
          "e3",
          ".",
          "-",
          "+",
          "2026-01-02T03:04:05.123456Z",
          "f:",
          "k:{\"name\":\"a\"}",
          "v:\"a\"");
  private static final int MAX_LENGTH = 64 << 10;

  private final Random random;
  private final List<byte[]> corpus;

  /** Makes inputs of those of {@code corpus}. */
  public Mutator(long seed, List<byte[]> corpus) {
    this.random = new Random(seed);
    this.corpus = List.copyOf(corpus);
  }

  /** The same for texts. */
  public static Mutator ofTexts(long seed, String... corpus) {
    List<byte[]> bytes = new ArrayList<>();
    for (String text : corpus) {
      bytes.add(text.getBytes(StandardCharsets.UTF_8));
    }
    return new Mutator(seed, bytes);
  }

  /** The next input. */
  public byte[] next() {
    byte[] input = pick();
    for (int n = random.nextInt(4); n >= 0; n--) {
      input = mutated(input);
    }
    return input.length > MAX_LENGTH ? slice(input, 0, MAX_LENGTH) : input;
  }

  /** The next input as text, whatever its bytes are. */
  public String nextText() {
    return new String(next(), StandardCharsets.UTF_8);
  }

  /** How a failed input is told, to be decoded and tried alone. */
  public static String told(byte[] input) {
    return "base64 " + Base64.getEncoder().encodeToString(input);
  }

  private byte[] pick() {
    return corpus.get(random.nextInt(corpus.size()));
  }

  private byte[] mutated(byte[] input) {
    int from = random.nextInt(input.length + 1);
    int to = Math.min(input.length, from + random.nextInt(1 + random.nextInt(32)));
    return switch (random.nextInt(8)) {
      case 0 -> flipped(input);
      case 1 -> joined(slice(input, 0, from), slice(input, to, input.length));
      case 2 -> slice(input, 0, from);
      case 3 -> joined(slice(input, 0, to), slice(input, from, input.length));
      case 4 -> joined(slice(input, 0, from), repeated(slice(input, from, to)), rest(input, to));
      case 5 -> joined(slice(input, 0, from), token(), rest(input, from));
      case 6 -> joined(slice(input, 0, from), token(), rest(input, to));
      default -> {
        byte[] other = pick();
        yield joined(slice(input, 0, from), rest(other, random.nextInt(other.length + 1)));
      }
    };
  }

  private byte[] flipped(byte[] input) {
    byte[] copy = input.clone();
    if (copy.length > 0) {
      copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
    }
    return copy;
  }

  private byte[] token() {
    return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] repeated(byte[] piece) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int n = random.nextInt(1, random.nextInt(8) == 0 ? 2000 : 5); n > 0; n--) {
      out.writeBytes(piece);
    }
    return out.toByteArray();
  }

  private static byte[] rest(byte[] input, int from) {
    return slice(input, from, input.length);
  }

  private static byte[] slice(byte[] input, int from, int to) {
    return java.util.Arrays.copyOfRange(input, from, to);
  }

  private static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      out.writeBytes(piece);
    }
    return out.toByteArray();
  }
}
