package io.jukung.raftstore;

import io.jukung.storage.StoreException;
import io.jukung.storage.TxnResult;

/** What applying a {@link Command} came to. */
sealed interface Outcome {
  /** The number of what was {@link Done}; throws what it failed with. */
  default long id() {
    return switch (this) {
      case Done done -> done.id;
      case Committed committed ->
          throw new IllegalStateException("answered with a transaction: " + committed);
      case Failed failed -> throw failed.cause();
    };
  }

  /** A transaction's result. */
  record Committed(TxnResult result) implements Outcome {}

  /** A lease's id, or 0 where there is nothing to say. */
  record Done(long id) implements Outcome {}

  /** It was refused and changed nothing; or it never got as far as to be applied. */
  record Failed(StoreException cause) implements Outcome {}
}
