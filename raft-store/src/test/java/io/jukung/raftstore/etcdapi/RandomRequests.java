package io.jukung.raftstore.etcdapi;

import static io.jukung.raftstore.etcdapi.EtcdCalls.b;
import static io.jukung.raftstore.etcdapi.EtcdCalls.field;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import java.util.List;
import java.util.Random;

/** Requests with everything etcd knows, on few keys, by a seed. */
final class RandomRequests {
  static final List<String> KEYS = List.of("a", "aa", "ab", "b", "ba", "c", "d");
  static final List<Long> LEASES = List.of(0L, 0L, 0L, 77L, 78L, 79L);

  private final Random random;

  /** The newest revision, about. */
  long revision = 1;

  RandomRequests(long seed) {
    random = new Random(seed);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private ByteString key() {
    return b(KEYS.get(random.nextInt(KEYS.size())));
  }

  private ByteString end() {
    return switch (random.nextInt(6)) {
      case 0 -> b("\0");
      case 1 -> b("b");
      case 2 -> b("c");
      case 3 -> key();
      default -> ByteString.EMPTY;
    };
  }

  private long rev() {
    return Math.max(0, revision - random.nextInt(12) + 1);
  }

  RangeRequest range() {
    RangeRequest.Builder range = RangeRequest.newBuilder().setKey(key()).setRangeEnd(end());
    if (chance(25)) {
      range.setLimit(random.nextInt(-1, 4));
    }
    if (chance(25)) {
      range.setRevision(chance(10) ? -1 : rev());
    }
    if (chance(40)) {
      range.setSortOrderValue(random.nextInt(3)).setSortTargetValue(random.nextInt(5));
    }
    if (chance(10)) {
      range.setMinModRevision(rev());
    }
    if (chance(10)) {
      range.setMaxModRevision(rev());
    }
    if (chance(10)) {
      range.setMinCreateRevision(rev());
    }
    if (chance(10)) {
      range.setMaxCreateRevision(rev());
    }
    return range
        .setSerializable(chance(30))
        .setKeysOnly(chance(20))
        .setCountOnly(chance(10))
        .build();
  }

  PutRequest put() {
    PutRequest.Builder put = PutRequest.newBuilder().setKey(key()).setPrevKv(chance(40));
    if (chance(80)) {
      put.setValue(b("v" + random.nextInt(5)));
    }
    put.setLease(LEASES.get(random.nextInt(LEASES.size())));
    return put.setIgnoreValue(chance(12)).setIgnoreLease(chance(12)).build();
  }

  DeleteRangeRequest delete() {
    return DeleteRangeRequest.newBuilder()
        .setKey(key())
        .setRangeEnd(chance(70) ? ByteString.EMPTY : end())
        .setPrevKv(chance(40))
        .build();
  }

  private Compare compare() {
    Compare.Builder compare = Compare.newBuilder().setKey(key()).setResultValue(random.nextInt(4));
    if (chance(25)) {
      compare.setRangeEnd(end());
    }
    switch (random.nextInt(5)) {
      case 0 -> compare.setTarget(Compare.CompareTarget.VERSION).setVersion(random.nextInt(3));
      case 1 -> compare.setTarget(Compare.CompareTarget.CREATE).setCreateRevision(rev());
      case 2 -> compare.setTarget(Compare.CompareTarget.MOD).setModRevision(chance(50) ? 0 : rev());
      case 3 -> compare.setTarget(Compare.CompareTarget.VALUE).setValue(b("v" + random.nextInt(5)));
      default ->
          compare
              .setTargetValue(4)
              .setUnknownFields(field(8, LEASES.get(random.nextInt(LEASES.size()))));
    }
    return compare.build();
  }

  TxnRequest txn(int depth) {
    TxnRequest.Builder txn = TxnRequest.newBuilder();
    for (int i = random.nextInt(3); i > 0; i--) {
      txn.addCompare(compare());
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      txn.addSuccess(operation(depth));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      txn.addFailure(operation(depth));
    }
    return txn.build();
  }

  private RequestOp operation(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0, 1 -> RequestOp.newBuilder().setRequestRange(range()).build();
      case 2, 3, 4 -> RequestOp.newBuilder().setRequestPut(put()).build();
      case 5 -> RequestOp.newBuilder().setRequestDeleteRange(delete()).build();
      default -> RequestOp.newBuilder().setRequestTxn(txn(depth - 1)).build();
    };
  }
}
