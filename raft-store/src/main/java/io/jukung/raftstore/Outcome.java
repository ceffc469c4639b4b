package io.jukung.raftstore;

import io.jukung.storage.StoreException;
import io.jukung.storage.TxnResult;

/** What applying a {@link Command} came to. */
sealed interface Outcome {
  /** A transaction's result. */
  record Committed(TxnResult result) implements Outcome {}

  /** A lease's id, or 0 where there is nothing to say. */
  record Done(long id) implements Outcome {}

  /** It was refused and changed nothing; or it never got as far as to be applied. */
  record Failed(StoreException cause) implements Outcome {}
}
