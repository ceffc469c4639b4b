package io.jukung.storage.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.jukung.storage.StoreException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up old history at intervals, together with every kube-apiserver on the same etcd: the
 * version of one key counts the rounds, whoever raises it compacts, the others wait for the next.
 * The protocol is that of {@code k8s.io/apiserver/pkg/storage/etcd3/compact.go}.
 */
final class Compactor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);
  private static final ByteString KEY = ByteString.copyFromUtf8("compact_rev_key");

  private final Calls calls;
  private final LongConsumer compacted;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("etcd-compaction").factory());

  // Touched by the thread only.
  private long round;
  private long revision;

  private Compactor(Calls calls, LongConsumer compacted) {
    this.calls = calls;
    this.compacted = compacted;
  }

  static Compactor start(Calls calls, Duration interval, LongConsumer compacted) {
    Compactor compactor = new Compactor(calls, compacted);
    long ns = interval.toNanos();
    var _ =
        compactor.thread.scheduleWithFixedDelay(compactor::runRound, ns, ns, TimeUnit.NANOSECONDS);
    return compactor;
  }

  /** One round: gives up what was the newest revision a round ago. */
  private void runRound() {
    try {
      TxnResponse response = calls.write(KVGrpc.getTxnMethod(), request());
      long newest = response.getHeader().getRevision();
      if (!response.getSucceeded()) {
        round =
            response.getResponses(0).getResponseRange().getKvsCount() == 0
                ? 0
                : response.getResponses(0).getResponseRange().getKvs(0).getVersion();
        revision = newest;
        return;
      }
      round++;
      long old = revision;
      revision = newest;
      if (old > 0) {
        var _ =
            calls.write(
                KVGrpc.getCompactMethod(), CompactionRequest.newBuilder().setRevision(old).build());
        compacted.accept(old);
      }
    } catch (Calls.Refused e) {
      LOG.debug("somebody else has compacted", e);
    } catch (StoreException e) {
      LOG.info("etcd is not compacted this time: {}", e.getMessage());
    }
  }

  private TxnRequest request() {
    return TxnRequest.newBuilder()
        .addCompare(
            Compare.newBuilder()
                .setTarget(Compare.CompareTarget.VERSION)
                .setResult(Compare.CompareResult.EQUAL)
                .setKey(KEY)
                .setVersion(round))
        .addSuccess(
            RequestOp.newBuilder()
                .setRequestPut(
                    PutRequest.newBuilder()
                        .setKey(KEY)
                        .setValue(ByteString.copyFromUtf8(Long.toString(revision)))))
        .addFailure(RequestOp.newBuilder().setRequestRange(RangeRequest.newBuilder().setKey(KEY)))
        .build();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
