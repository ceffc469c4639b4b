package io.jukung.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * Finds, in a stream of watch events cut anywhere, the annotation that says when a change was sent.
 * Understands JSON and protobuf, where at most three bytes that are no digits stand between the
 * annotation's name and its value. Not thread-safe; one for each stream.
 */
final class SentMarker {
  /** The annotation; its value is a nanosecond reading of the sender's clock. */
  static final String ANNOTATION = "jukung.bench/sent";

  private static final byte[] NAME = ANNOTATION.getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_BETWEEN = 3;

  private final LongConsumer found;
  private int matched;
  private int between;
  private boolean inDigits;
  private long value;

  SentMarker(LongConsumer found) {
    this.found = found;
  }

  /** Consumes the bytes; tells each value at its end. */
  void scan(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      step(bytes.get());
    }
  }

  private void step(byte b) {
    boolean digit = b >= '0' && b <= '9';
    if (matched < NAME.length) {
      // The name's first letter occurs nowhere else in it, so a mismatch restarts there or at 1.
      matched = b == NAME[matched] ? matched + 1 : b == NAME[0] ? 1 : 0;
    } else if (digit) {
      inDigits = true;
      value = value * 10 + (b - '0');
    } else if (inDigits) {
      found.accept(value);
      reset();
    } else if (++between > MAX_BETWEEN) {
      // The name stands in managedFields, not among the annotations.
      reset();
    }
  }

  private void reset() {
    matched = 0;
    between = 0;
    inDigits = false;
    value = 0;
  }
}
