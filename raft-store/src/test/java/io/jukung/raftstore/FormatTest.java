package io.jukung.raftstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.storage.Bytes;
import io.jukung.storage.Compare;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.Txn;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bytes of log entries and records. */
class FormatTest {
  private final Random random = new Random(42);

  @Test
  void entriesComeBackAsTheyWere() {
    for (int i = 0; i < 500; i++) {
      LogEntry entry =
          new LogEntry(
              random.nextLong(1L << 20), random.nextLong(1L << 50), some(5, this::command));
      assertThat(LogEntryCodec.decode(bytes(entry))).isEqualTo(entry);
      byte[] head = LogEntryCodec.head(entry.term(), entry.timeMs());
      assertThat(LogEntryCodec.decode(head, LogEntryCodec.encode(entry.commands())))
          .isEqualTo(entry);
    }
  }

  @Test
  void brokenEntriesAreNoticed() {
    byte[] bytes = bytes(new LogEntry(3, 7, List.of(new Command.Txn(txn()), new Command.Grant(3))));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> LogEntryCodec.decode(cut)).isInstanceOf(IllegalStateException.class);
    }
    byte[] newer = bytes.clone();
    newer[0] = 3;
    assertThatThrownBy(() -> LogEntryCodec.decode(newer))
        .hasMessage("log entry of unknown format 3");
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatThrownBy(() -> LogEntryCodec.decode(longer)).hasMessageContaining("left over");
  }

  @Test
  void theFormatOfEntriesStaysAsItIs() {
    LogEntry entry =
        new LogEntry(
            5,
            300,
            List.of(
                new Command.Txn(Txn.putIf(Bytes.utf8("k"), 2, Bytes.utf8("v"), 3)),
                new Command.Barrier(),
                new Command.Grant(60),
                new Command.Grant(60, 300),
                new Command.Txn(
                    new Txn(List.of(), List.of(), List.of()),
                    List.of(new Unchanged(new KeyRange(Bytes.utf8("a"), Bytes.utf8("b")), 4, 5)))));
    assertThat(bytes(entry))
        .containsExactly(
            2, 5, 0xac, 2, 5, // version, term, time, commands
            1, 1, 1, 1, 'k', 2, // transaction, compares: mod revision of k is 2
            1, 1, 1, 'k', 1, 'v', 3, // success: put
            1, 3, 1, 'k', // failure: get
            7, // barrier
            3, 60, // grant
            8, 60, 0xac, 2, // grant with an id
            9, 1, 1, 'a', 1, 'b', 4, 5, 0, 0, 0); // transaction while a range is unchanged
    byte[] unbound = {1, (byte) 0xac, 2, 1, 2, 9};
    assertThat(LogEntryCodec.decode(unbound))
        .isEqualTo(new LogEntry(0, 300, List.of(new Command.Compact(9))));
  }

  @Test
  void anEntryCountsInItsOwnTermOnly() {
    assertThat(new LogEntry(5, 0, List.of()).countsIn(5)).isTrue();
    assertThat(new LogEntry(5, 0, List.of()).countsIn(6)).isFalse();
    assertThat(new LogEntry(0, 0, List.of()).countsIn(6)).isTrue();
  }

  @Test
  void historyKeysKeepTheOrderOfKeysAndRevisions() {
    List<Bytes> keys = new ArrayList<>(List.of(Bytes.utf8("a")));
    for (int i = 0; i < 300; i++) {
      keys.add(key());
    }
    for (int i = 0; i < 5_000; i++) {
      Bytes key = keys.get(random.nextInt(keys.size()));
      Bytes other = keys.get(random.nextInt(keys.size()));
      long revision = random.nextLong(1, 1L << 40);
      long otherRevision = random.nextLong(1, 1L << 40);
      int expected = key.compareTo(other);
      expected = expected != 0 ? expected : Long.compare(revision, otherRevision);
      assertThat(
              Integer.signum(
                  Arrays.compareUnsigned(
                      Records.history(key, revision), Records.history(other, otherRevision))))
          .isEqualTo(Integer.signum(expected));
      assertThat(Records.historyKey(Records.history(key, revision))).isEqualTo(key);
      assertThat(Bytes.wrap(Records.history(key, revision)))
          .matches(full -> full.startsWith(Bytes.wrap(Records.historyPrefix(key))));
    }
  }

  @Test
  void versionsComeBackAsTheyWere() {
    for (int i = 0; i < 500; i++) {
      KeyValue item =
          new KeyValue(
              key(), key(), random.nextLong(1L << 60), random.nextLong(1L << 60), i, i * 7L);
      assertThat(Records.version(item.key(), Records.version(item), false)).isEqualTo(item);
      ByteBuffer buffer = ByteBuffer.allocate(item.value().length() + 40);
      Records.version(item, buffer);
      assertThat(written(buffer)).isEqualTo(Records.version(item));
      assertThat(Records.version(item.key(), buffer.flip(), true)).isEqualTo(item);
      buffer = ByteBuffer.allocate(2 * item.key().length() + 10);
      Records.history(item.key(), i, buffer);
      assertThat(written(buffer)).isEqualTo(Records.history(item.key(), i));
    }
  }

  private static byte[] written(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.position()];
    buffer.duplicate().flip().get(bytes);
    return bytes;
  }

  private static byte[] bytes(LogEntry entry) {
    return Sealed.of(
        LogEntryCodec.head(entry.term(), entry.timeMs()), LogEntryCodec.encode(entry.commands()));
  }

  private Command command() {
    return switch (random.nextInt(7)) {
      case 6 -> new Command.Barrier();
      case 0 -> new Command.Compact(random.nextLong(1L << 60));
      case 1 -> new Command.Grant(random.nextLong(1L << 33), random.nextLong(3));
      case 2 -> new Command.KeepAlive(random.nextLong(1L << 60));
      case 3 -> new Command.Revoke(random.nextInt(100));
      case 4 -> new Command.Expire(random.nextInt(100));
      default ->
          new Command.Txn(
              txn(),
              some(
                  2,
                  () ->
                      new Unchanged(
                          new KeyRange(key(), key()), random.nextInt(9), random.nextInt(9))));
    };
  }

  private Txn txn() {
    return new Txn(
        some(3, () -> new Compare.ModRevision(key(), random.nextInt(1000))),
        some(4, this::operation),
        some(4, this::operation));
  }

  private Operation operation() {
    return switch (random.nextInt(3)) {
      case 0 -> new Operation.Get(key());
      case 1 -> new Operation.Delete(new KeyRange(key(), key()));
      default -> new Operation.Put(key(), key(), random.nextInt(3));
    };
  }

  private Bytes key() {
    byte[] key = new byte[random.nextInt(6)];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (random.nextInt(4) - 1);
    }
    return Bytes.wrap(key);
  }

  private <T> List<T> some(int most, Supplier<T> one) {
    return Stream.generate(one).limit(random.nextInt(most + 1)).toList();
  }
}
