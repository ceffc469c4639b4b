package io.jukung.raftstore;

import io.jukung.storage.Bytes;
import io.jukung.storage.Compare;
import io.jukung.storage.KeyRange;
import io.jukung.storage.Operation;
import io.jukung.storage.Txn;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a {@link LogEntry}; the format stands in this module's DESIGN.md. The first byte is
 * the format's version; an unknown one fails, as such an entry comes from a newer release.
 */
final class LogEntryCodec {
  private static final int VERSION = 2;

  /** Written when there was one member only: without a term. */
  private static final int UNBOUND = 1;

  private static final int TXN = 1;
  private static final int COMPACT = 2;
  private static final int GRANT = 3;
  private static final int KEEP_ALIVE = 4;
  private static final int REVOKE = 5;
  private static final int EXPIRE = 6;
  private static final int BARRIER = 7;
  private static final int GRANT_AS = 8;
  private static final int TXN_WHILE = 9;

  private static final int COMPARE_MOD = 1;

  private static final int PUT = 1;
  private static final int DELETE = 2;
  private static final int GET = 3;

  private LogEntryCodec() {}

  /** The part of an entry that its proposer knows. */
  static byte[] encode(List<Command> commands) {
    // Gone through twice, so that the array has the right size and is not copied.
    ByteWriter length = ByteWriter.counting();
    writeAll(length, commands);
    ByteWriter out = new ByteWriter(length.length());
    writeAll(out, commands);
    return out.toArray();
  }

  private static void writeAll(ByteWriter out, List<Command> commands) {
    out.number(commands.size());
    for (Command command : commands) {
      write(out, command);
    }
  }

  /** What the leader puts before that. */
  static byte[] head(long term, long timeMs) {
    return new ByteWriter(1 + ByteWriter.numberBytes(term) + ByteWriter.numberBytes(timeMs))
        .u8(VERSION)
        .number(term)
        .number(timeMs)
        .toArray();
  }

  /** Reads an entry, in one piece or its head and its commands apart. */
  static LogEntry decode(byte[]... bytes) {
    ByteReader in = new ByteReader(bytes[0]);
    int version = in.u8();
    if (version != VERSION && version != UNBOUND) {
      throw new IllegalStateException("log entry of unknown format " + version);
    }
    long term = version == UNBOUND ? 0 : in.number();
    long timeMs = in.number();
    if (bytes.length > 1) {
      in.end();
      in = new ByteReader(bytes[1]);
    }
    int count = in.count();
    List<Command> commands = new ArrayList<>(count);
    for (int i = count; i > 0; i--) {
      commands.add(readCommand(in));
    }
    in.end();
    return new LogEntry(term, timeMs, commands);
  }

  private static void write(ByteWriter out, Command command) {
    switch (command) {
      case Command.Txn txn -> {
        if (txn.still().isEmpty()) {
          out.u8(TXN);
        } else {
          out.u8(TXN_WHILE).number(txn.still().size());
          txn.still().forEach(still -> write(out, still));
        }
        write(out, txn.txn());
      }
      case Command.Compact compact -> out.u8(COMPACT).number(compact.revision());
      case Command.Grant grant -> {
        out.u8(grant.lease() == 0 ? GRANT : GRANT_AS).number(grant.ttlSeconds());
        if (grant.lease() != 0) {
          out.number(grant.lease());
        }
      }
      case Command.KeepAlive keepAlive -> out.u8(KEEP_ALIVE).number(keepAlive.lease());
      case Command.Revoke revoke -> out.u8(REVOKE).number(revoke.lease());
      case Command.Expire expire -> out.u8(EXPIRE).number(expire.limit());
      case Command.Barrier barrier -> out.u8(BARRIER);
    }
  }

  private static Command readCommand(ByteReader in) {
    int type = in.u8();
    return switch (type) {
      case TXN -> new Command.Txn(readTxn(in));
      case COMPACT -> new Command.Compact(in.number());
      case GRANT -> new Command.Grant(in.number());
      case KEEP_ALIVE -> new Command.KeepAlive(in.number());
      case REVOKE -> new Command.Revoke(in.number());
      case EXPIRE -> new Command.Expire((int) in.number());
      case BARRIER -> new Command.Barrier();
      case GRANT_AS -> new Command.Grant(in.number(), in.number());
      case TXN_WHILE -> {
        List<Unchanged> still = readStill(in);
        yield new Command.Txn(readTxn(in), still);
      }
      default -> throw new IllegalStateException("unknown command " + type);
    };
  }

  private static void write(ByteWriter out, Txn txn) {
    out.number(txn.compares().size());
    for (Compare compare : txn.compares()) {
      switch (compare) {
        case Compare.ModRevision mod ->
            out.u8(COMPARE_MOD).bytes(mod.key()).number(mod.modRevision());
      }
    }
    write(out, txn.success());
    write(out, txn.failure());
  }

  private static void write(ByteWriter out, Unchanged still) {
    out.bytes(still.range().start())
        .bytes(still.range().end())
        .number(still.revision())
        .number(still.count());
  }

  private static List<Unchanged> readStill(ByteReader in) {
    List<Unchanged> still = new ArrayList<>();
    for (int i = in.count(); i > 0; i--) {
      still.add(new Unchanged(new KeyRange(in.bytes(), in.bytes()), in.number(), in.number()));
    }
    return still;
  }

  private static Txn readTxn(ByteReader in) {
    int count = in.count();
    List<Compare> compares = count == 0 ? List.of() : new ArrayList<>(count);
    for (int i = count; i > 0; i--) {
      int type = in.u8();
      if (type != COMPARE_MOD) {
        throw new IllegalStateException("unknown compare " + type);
      }
      compares.add(new Compare.ModRevision(in.bytes(), in.number()));
    }
    return new Txn(compares, readSide(in), readSide(in));
  }

  private static void write(ByteWriter out, List<Operation> side) {
    out.number(side.size());
    for (Operation operation : side) {
      switch (operation) {
        case Operation.Put put ->
            out.u8(PUT).bytes(put.key()).bytes(put.value()).number(put.lease());
        case Operation.Delete delete ->
            out.u8(DELETE).bytes(delete.range().start()).bytes(delete.range().end());
        case Operation.Get get -> out.u8(GET).bytes(get.key());
      }
    }
  }

  private static List<Operation> readSide(ByteReader in) {
    int count = in.count();
    List<Operation> side = count == 0 ? List.of() : new ArrayList<>(count);
    for (int i = count; i > 0; i--) {
      int type = in.u8();
      Bytes key = in.bytes();
      side.add(
          switch (type) {
            case PUT -> new Operation.Put(key, in.bytes(), in.number());
            case DELETE -> new Operation.Delete(new KeyRange(key, in.bytes()));
            case GET -> new Operation.Get(key);
            default -> throw new IllegalStateException("unknown operation " + type);
          });
    }
    return side;
  }
}
