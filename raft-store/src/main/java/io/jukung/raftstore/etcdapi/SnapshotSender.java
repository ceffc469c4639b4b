package io.jukung.raftstore.etcdapi;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.etcd.jetcd.api.SnapshotResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.jukung.raftstore.EtcdSnapshot;
import io.jukung.storage.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a snapshot in blocks, as the client takes them, and its SHA-256 at the end: what etcdctl
 * appends to the file and checks before it restores it. One at a time, as each takes a copy of the
 * state on the disk.
 */
final class SnapshotSender {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotSender.class);
  private static final int BLOCK_BYTES = 64 << 10;
  private static final long ROOM_LIMIT_SECONDS = 60;

  private final ApiStore api;
  private final Semaphore free = new Semaphore(1);

  SnapshotSender(ApiStore api) {
    this.api = api;
  }

  /** Makes and sends one; for a thread that may wait and is not the call's own. */
  void send(ServerCallStreamObserver<SnapshotResponse> call, Semaphore wake) {
    if (!free.tryAcquire()) {
      call.onError(
          Status.RESOURCE_EXHAUSTED
              .withDescription("etcdserver: too many requests")
              .asRuntimeException());
      return;
    }
    try (EtcdSnapshot snapshot = api.inspection().etcdSnapshot()) {
      send(snapshot, call, wake);
      call.onCompleted();
    } catch (StoreException e) {
      call.onError(ApiErrors.status(e).asRuntimeException());
    } catch (IOException | RuntimeException e) {
      LOG.warn("snapshot not sent", e);
      if (!call.isCancelled()) {
        call.onError(Status.ABORTED.withDescription(String.valueOf(e)).asException());
      }
    } finally {
      free.release();
    }
  }

  private static void send(
      EtcdSnapshot snapshot, ServerCallStreamObserver<SnapshotResponse> call, Semaphore wake)
      throws IOException {
    long left = Files.size(snapshot.file());
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(snapshot.file()), digest)) {
      while (left > 0) {
        byte[] block = in.readNBytes(BLOCK_BYTES);
        left -= block.length;
        awaitRoom(call, wake);
        call.onNext(response(left, UnsafeByteOperations.unsafeWrap(block)));
      }
    }
    call.onNext(response(0, ByteString.copyFrom(digest.digest())));
  }

  private static SnapshotResponse response(long left, ByteString blob) {
    return SnapshotResponse.newBuilder().setRemainingBytes(left).setBlob(blob).build();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitRoom(ServerCallStreamObserver<?> call, Semaphore wake)
      throws IOException {
    try {
      while (!call.isReady()) {
        if (call.isCancelled()) {
          throw new IOException("the client has gone");
        }
        if (!wake.tryAcquire(ROOM_LIMIT_SECONDS, TimeUnit.SECONDS)) {
          throw new IOException("the client takes nothing");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
