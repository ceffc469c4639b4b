package io.jukung.cli.store;

import io.jukung.cli.ExitCode;
import io.jukung.cli.StartFailure;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.Store;
import io.jukung.storage.Txn;
import java.util.List;
import java.util.Optional;

/**
 * What a migration leaves in an etcd, beside the objects, so that no Jukung serves a half-filled
 * etcd or one whose objects have moved away. A kube-apiserver does not look at them.
 */
public final class Marks {
  /** Its value says where the objects are now. */
  static final Bytes MOVED = Bytes.utf8("/jukung/moved");

  /** There while a migration into this etcd is not finished. */
  static final Bytes FILLING = Bytes.utf8("/jukung/filling");

  /** Written over and over to bring the revision up. */
  static final Bytes RAISE = Bytes.utf8("/jukung/revision");

  private Marks() {}

  /**
   * Refuses an etcd that is not to be served.
   *
   * @throws StartFailure when it is marked
   */
  public static void requireNone(Store etcd) {
    Optional<KeyValue> moved = etcd.get(MOVED);
    if (moved.isPresent()) {
      throw new StartFailure(
          ExitCode.STORE_MOVED,
          "the objects of this etcd have moved to "
              + moved.get().value()
              + "; delete its key "
              + MOVED
              + " to use what is left here after all");
    }
    if (etcd.get(FILLING).isPresent()) {
      throw new StartFailure(
          ExitCode.STORE_MOVED,
          "a migration into this etcd is not finished: run 'jukung store migrate' to its end");
    }
  }

  static long put(Store etcd, Bytes mark, String value) {
    return etcd.txn(
            new Txn(List.of(), List.of(new Operation.Put(mark, Bytes.utf8(value), 0)), List.of()))
        .revision();
  }

  static void remove(Store etcd, Bytes... marks) {
    List<Operation> deletes =
        java.util.Arrays.stream(marks)
            .<Operation>map(mark -> new Operation.Delete(KeyRange.single(mark)))
            .toList();
    var _ = etcd.txn(new Txn(List.of(), deletes, List.of()));
  }
}
