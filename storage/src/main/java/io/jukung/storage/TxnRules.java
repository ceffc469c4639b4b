package io.jukung.storage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of {@link Txn}, in one place for all backends. */
final class TxnRules {
  private TxnRules() {}

  static void check(Txn txn) {
    if (txn.compares().size() > Store.MAX_TXN_OPERATIONS
        || txn.success().size() > Store.MAX_TXN_OPERATIONS
        || txn.failure().size() > Store.MAX_TXN_OPERATIONS) {
      throw new StoreException.TooLarge(
          "transaction has more than " + Store.MAX_TXN_OPERATIONS + " operations");
    }
    long bytes = bytes(txn);
    if (bytes > Store.MAX_TXN_BYTES) {
      throw new StoreException.TooLarge(
          "transaction has " + bytes + " bytes, more than " + Store.MAX_TXN_BYTES);
    }
    for (Compare compare : txn.compares()) {
      checkKey(compare.key());
      switch (compare) {
        case Compare.ModRevision mod -> {
          if (mod.modRevision() < 0) {
            throw new StoreException.Invalid("negative mod revision " + mod.modRevision());
          }
        }
      }
    }
    checkSide(txn.success());
    checkSide(txn.failure());
  }

  private static void checkSide(List<Operation> side) {
    if (side.size() == 1) {
      checkAlone(side.getFirst());
      return;
    }
    Set<Bytes> puts = new HashSet<>();
    List<KeyRange> deletes = new ArrayList<>();
    for (Operation operation : side) {
      switch (operation) {
        case Operation.Put put -> {
          checkAlone(put);
          if (!puts.add(put.key())) {
            throw new StoreException.Invalid("key put twice in one transaction: " + put.key());
          }
        }
        case Operation.Delete delete -> deletes.add(delete.range());
        case Operation.Get get -> checkAlone(get);
      }
    }
    checkDeletes(puts, deletes);
  }

  /** What may be wrong with an operation whatever else is on its side. */
  private static void checkAlone(Operation operation) {
    switch (operation) {
      case Operation.Put put -> {
        checkKey(put.key());
        if (put.lease() < 0) {
          throw new StoreException.Invalid("negative lease " + put.lease());
        }
      }
      case Operation.Delete delete -> {}
      case Operation.Get get -> checkKey(get.key());
    }
  }

  /** Puts times deletes is bounded by the operation limit; the common sides have one of either. */
  private static void checkDeletes(Set<Bytes> puts, List<KeyRange> deletes) {
    for (KeyRange range : deletes) {
      for (Bytes key : puts) {
        if (range.contains(key)) {
          throw new StoreException.Invalid("key put and deleted in one transaction: " + key);
        }
      }
    }
  }

  private static void checkKey(Bytes key) {
    if (key.length() == 0) {
      throw new StoreException.Invalid("empty key");
    }
  }

  static long bytes(Txn txn) {
    long bytes = 0;
    for (Compare compare : txn.compares()) {
      bytes += compare.key().length();
    }
    return bytes + bytes(txn.success()) + bytes(txn.failure());
  }

  private static long bytes(List<Operation> side) {
    long bytes = 0;
    for (Operation operation : side) {
      bytes +=
          switch (operation) {
            case Operation.Put put -> put.key().length() + put.value().length();
            case Operation.Delete delete ->
                delete.range().start().length() + delete.range().end().length();
            case Operation.Get get -> get.key().length();
          };
    }
    return bytes;
  }
}
