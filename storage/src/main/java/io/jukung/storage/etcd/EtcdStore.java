package io.jukung.storage.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.RangeResult;
import io.jukung.storage.ReadRounds;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import io.jukung.storage.TxnResult;
import io.jukung.storage.Watch;
import io.jukung.storage.WatchListener;
import io.jukung.storage.WatchRequest;
import io.jukung.storage.watch.Change;
import io.jukung.storage.watch.History;
import io.jukung.storage.watch.WatchHub;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Store} in an etcd of 3.4 or later, alone or shared with others such as kube-apiserver.
 *
 * <p>Reads are linearizable, so they are never older than what this process has seen. A write
 * returns when etcd has it and this process' watches have been told of it, or when the latter takes
 * too long. Etcd's own limits come on top of the SPI's: by default 128 operations in a transaction
 * and 1.5 MiB in a request.
 *
 * <p>Safe for use by any number of threads; made for virtual ones too.
 */
public final class EtcdStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdStore.class);
  private static final Bytes PROBE = Bytes.utf8("\0");

  private final EtcdStoreConfig config;
  private final Endpoints endpoints;
  private final Calls calls;
  private final ReadRounds rounds = new ReadRounds(this::newest);
  private final AtomicLong seen = new AtomicLong();
  private final AtomicLong compacted = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final History history;
  private final Waiters published;
  private final Feed feed;
  private final Optional<Compactor> compactor;
  private volatile WatchHub hub;

  private EtcdStore(EtcdStoreConfig config, Endpoints endpoints, Calls calls) {
    this.config = config;
    this.endpoints = endpoints;
    this.calls = calls;
    this.history =
        new EtcdHistory(
            endpoints, calls, compacted::get, this::probeCompacted, this::learnCompacted);
    calls.authenticate(endpoints.current());
    long revision = newest();
    var _ = probeCompacted();
    this.published = new Waiters(revision);
    this.hub = WatchHub.start("etcd", revision, config.watches(), history);
    this.feed = Feed.start(endpoints, calls, revision, new FeedOwner());
    this.compactor =
        config.compactionInterval().isZero()
            ? Optional.empty()
            : Optional.of(Compactor.start(calls, config.compactionInterval(), this::compacted));
  }

  /**
   * Connects; returns when a quorum has answered.
   *
   * @throws IOException when a file for TLS can't be used
   * @throws StoreException.Unavailable when no member answers in time, or none lets this user in
   */
  public static EtcdStore open(EtcdStoreConfig config) throws IOException {
    Endpoints endpoints = Endpoints.of(config);
    boolean opened = false;
    try {
      Calls calls = new Calls(endpoints, config.credentials(), config.requestTimeout().toNanos());
      EtcdStore store = new EtcdStore(config, endpoints, calls);
      opened = true;
      return store;
    } catch (Calls.Refused e) {
      throw new StoreException.Unavailable("etcd " + endpoints + ": " + e.getMessage());
    } finally {
      if (!opened) {
        endpoints.close();
      }
    }
  }

  @Override
  public long revision() {
    return Math.max(published.reached(), seen.get());
  }

  @Override
  public long compactedRevision() {
    return compacted.get();
  }

  @Override
  public long readBarrier() {
    long revision = rounds.confirmed();
    if (!published.await(revision, config.requestTimeout().toNanos())) {
      calls.requireOpen();
      throw new StoreException.Unavailable("etcd is at " + revision + ", but its watch is behind");
    }
    return revision;
  }

  @Override
  public Optional<KeyValue> get(Bytes key) {
    return range(RangeRequest.of(KeyRange.single(key))).items().stream().findFirst();
  }

  @Override
  public RangeResult range(RangeRequest request) {
    if (Messages.empty(request.range())) {
      long revision = request.revision() == 0 ? newest() : request.revision();
      var _ = count(KeyRange.single(PROBE), request.revision());
      return new RangeResult(List.of(), false, revision);
    }
    RangeResponse found =
        range(
            Messages.range(request.range())
                .setRevision(request.revision())
                .setLimit(request.limit())
                .setKeysOnly(request.keysOnly())
                .build());
    return new RangeResult(
        Messages.items(found.getKvsList()),
        found.getMore(),
        request.revision() == 0 ? found.getHeader().getRevision() : request.revision());
  }

  @Override
  public long count(KeyRange range, long revision) {
    if (revision < 0) {
      throw new StoreException.Invalid("negative revision " + revision);
    }
    if (Messages.empty(range)) {
      return 0L * count(KeyRange.single(PROBE), revision);
    }
    return range(Messages.range(range).setRevision(revision).setCountOnly(true).build()).getCount();
  }

  @Override
  public TxnResult txn(Txn txn) {
    txn.check();
    try {
      TxnResponse response = calls.write(KVGrpc.getTxnMethod(), TxnMessages.request(txn));
      TxnResult result = TxnMessages.result(txn, response);
      arrived(result.revision());
      return result;
    } catch (Calls.Refused e) {
      throw e.says("requested lease not found")
          ? new StoreException.LeaseNotFound(leaseOf(txn))
          : typed(e);
    }
  }

  private static long leaseOf(Txn txn) {
    return java.util.stream.Stream.concat(txn.success().stream(), txn.failure().stream())
        .mapToLong(o -> o instanceof io.jukung.storage.Operation.Put put ? put.lease() : 0)
        .max()
        .orElse(0);
  }

  @Override
  public Watch watch(WatchRequest request, WatchListener listener) {
    calls.requireOpen();
    long start = request.startRevision() == 0 ? revision() + 1 : request.startRevision();
    return hub.watch(new WatchRequest(request.range(), start, request.previous()), listener);
  }

  @Override
  public void compact(long revision) {
    try {
      var _ =
          calls.write(
              KVGrpc.getCompactMethod(),
              CompactionRequest.newBuilder().setRevision(revision).build());
      compacted(revision);
    } catch (Calls.Refused e) {
      throw ofRevision(e, revision);
    }
  }

  @Override
  public long grantLease(long ttlSeconds) {
    if (ttlSeconds < 1 || ttlSeconds > MAX_LEASE_SECONDS) {
      throw new StoreException.Invalid(
          "lease needs 1 to " + MAX_LEASE_SECONDS + " seconds, got " + ttlSeconds);
    }
    return write(
            LeaseGrpc.getLeaseGrantMethod(),
            LeaseGrantRequest.newBuilder().setTTL(ttlSeconds).build())
        .getID();
  }

  /** How long a lease has left; 0 or less when it has ended. */
  public long remainingSeconds(long lease) {
    return calls
        .read(
            LeaseGrpc.getLeaseTimeToLiveMethod(),
            LeaseTimeToLiveRequest.newBuilder().setID(lease).build())
        .getTTL();
  }

  @Override
  public void keepAlive(long lease) {
    LeaseCalls.keepAlive(endpoints, calls, lease);
  }

  @Override
  public void revokeLease(long lease) {
    try {
      arrived(
          calls
              .write(
                  LeaseGrpc.getLeaseRevokeMethod(),
                  LeaseRevokeRequest.newBuilder().setID(lease).build())
              .getHeader()
              .getRevision());
    } catch (Calls.Refused e) {
      throw e.code() == Status.Code.NOT_FOUND ? new StoreException.LeaseNotFound(lease) : typed(e);
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      calls.close();
      compactor.ifPresent(Compactor::close);
      feed.close();
      hub.close();
      endpoints.close();
    }
  }

  /** Waits until the watches here have been told of a revision this process has made. */
  private void arrived(long revision) {
    seen.accumulateAndGet(revision, Math::max);
    var _ = published.await(revision, config.requestTimeout().toNanos());
  }

  private <Q, A> A write(MethodDescriptor<Q, A> method, Q request) {
    try {
      return calls.write(method, request);
    } catch (Calls.Refused e) {
      throw typed(e);
    }
  }

  private RangeResponse range(io.etcd.jetcd.api.RangeRequest request) {
    try {
      RangeResponse response = calls.read(KVGrpc.getRangeMethod(), request);
      seen.accumulateAndGet(response.getHeader().getRevision(), Math::max);
      return response;
    } catch (Calls.Refused e) {
      throw ofRevision(e, request.getRevision());
    }
  }

  private long newest() {
    return range(
            io.etcd.jetcd.api.RangeRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("\0"))
                .setCountOnly(true)
                .build())
        .getHeader()
        .getRevision();
  }

  private StoreException ofRevision(Calls.Refused e, long revision) {
    if (e.says("has been compacted")) {
      return new StoreException.Compacted(revision, probeCompacted());
    }
    if (e.says("is a future revision")) {
      return new StoreException.FutureRevision(revision, newest());
    }
    return typed(e);
  }

  private static StoreException typed(Calls.Refused e) {
    if (e.says("request is too large") || e.says("too many operations")) {
      return new StoreException.TooLarge("etcd: " + e.getMessage());
    }
    return switch (e.code()) {
      case INVALID_ARGUMENT -> new StoreException.Invalid("etcd: " + e.getMessage());
      default -> new StoreException.Unavailable("etcd: " + e.getMessage());
    };
  }

  private void compacted(long revision) {
    compacted.accumulateAndGet(revision, Math::max);
  }

  private void learnCompacted(long revision) {
    compacted(revision);
  }

  /** Asks etcd what it is compacted at: a read of the oldest revision fails, a watch says why. */
  private long probeCompacted() {
    try {
      var _ =
          calls.read(
              KVGrpc.getRangeMethod(),
              io.etcd.jetcd.api.RangeRequest.newBuilder()
                  .setKey(ByteString.copyFromUtf8("\0"))
                  .setCountOnly(true)
                  .setRevision(1)
                  .build());
    } catch (Calls.Refused e) {
      if (e.says("has been compacted")) {
        compacted(CompactionProbe.ask(endpoints, calls));
      }
    }
    return compacted.get();
  }

  /** What the feed calls. */
  private final class FeedOwner implements Feed.Owner {
    @Override
    public void changes(List<Change> changes) {
      hub.publish(changes);
      published.reach(changes.getLast().revision());
    }

    @Override
    public long lost(String why) {
      LOG.warn("{}; watches begin anew", why);
      long revision = newest();
      WatchHub old = hub;
      hub = WatchHub.start("etcd", revision, config.watches(), history);
      old.close();
      seen.set(revision);
      compacted.set(0);
      var _ = probeCompacted();
      published.reach(revision);
      return revision;
    }

    @Override
    public long newest() {
      return EtcdStore.this.newest();
    }
  }
}
