package io.jukung.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.jukung.storage.KeyRange;
import io.jukung.storage.Store;
import io.jukung.storage.WatchRecorder;
import io.jukung.storage.watch.WatchHubConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A member that registers a watch while it is behind what this process has seen: either it catches
 * up, or etcd was put back to an older state. The member is one that this test speaks for, since no
 * real one can be told when to answer.
 */
@Timeout(60)
class FeedHistoryTest {
  private final Member member = new Member();
  private Server server;

  @BeforeEach
  void start() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(member.reads)
            .addService(member.watches)
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  @Test
  void changesThatComeWhileAMemberIsAskedAreNoSignOfAnotherPast() throws Exception {
    try (Store store = open(10);
        WatchRecorder watch = WatchRecorder.start(store, everythingAfter(10))) {
      Member.Told told = member.registered(5);
      Member.Asked asked = member.asked();
      told.put(11);
      assertThat(watch.awaitEvents(1)).hasSize(1);
      asked.answer(10);
      told.put(12);
      assertThat(watch.awaitEvents(2)).hasSize(2);
      CompletableFuture<Long> barrier = CompletableFuture.supplyAsync(store::readBarrier);
      member.asked().answer(12);
      assertThat(barrier.get(20, TimeUnit.SECONDS)).isEqualTo(12);
    }
  }

  @Test
  void anEtcdThatWentBackIsFollowedFromThere() throws Exception {
    try (Store store = open(10)) {
      WatchRecorder before = WatchRecorder.start(store, everythingAfter(10));
      var _ = member.registered(5);
      member.asked().answer(5); // So it is said to have gone back,
      member.asked().answer(5); // and is asked where to go on,
      member.asked().answer(5); // and what it has given up.
      Member.Told told = member.registered(5);
      assertThat(before.awaitEnd()).hasMessageContaining("store closed");
      try (WatchRecorder after = WatchRecorder.start(store, everythingAfter(5))) {
        told.put(6);
        assertThat(after.awaitEvents(1)).hasSize(1);
        CompletableFuture<Long> barrier = CompletableFuture.supplyAsync(store::readBarrier);
        member.asked().answer(6);
        assertThat(barrier.get(20, TimeUnit.SECONDS)).isEqualTo(6);
      }
    }
  }

  private static io.jukung.storage.WatchRequest everythingAfter(long revision) {
    return new io.jukung.storage.WatchRequest(KeyRange.ALL, revision + 1, false);
  }

  /** A store that has seen a revision. */
  private Store open(long revision) throws Exception {
    CompletableFuture<Store> opened =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return EtcdStore.open(
                    new EtcdStoreConfig(
                        List.of(URI.create("http://127.0.0.1:" + server.getPort())),
                        EtcdTls.NONE,
                        Optional.empty(),
                        Duration.ofSeconds(10),
                        WatchHubConfig.DEFAULT,
                        Duration.ZERO));
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    member.asked().answer(revision); // The newest revision,
    member.asked().answer(revision); // and what has been given up.
    return opened.get(20, TimeUnit.SECONDS);
  }

  /** What a client asks, for the test to answer. */
  private static final class Member {
    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

    final KVGrpc.KVImplBase reads =
        new KVGrpc.KVImplBase() {
          @Override
          public void range(RangeRequest request, StreamObserver<RangeResponse> call) {
            asked.add(new Asked(call));
          }
        };

    final WatchGrpc.WatchImplBase watches =
        new WatchGrpc.WatchImplBase() {
          @Override
          public StreamObserver<WatchRequest> watch(StreamObserver<WatchResponse> call) {
            return new Requests(call);
          }
        };

    /** The next read. */
    Asked asked() throws InterruptedException {
      Asked next = asked.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("a read within 20 s").isNotNull();
      return next;
    }

    /** The next watch, registered by a member at a revision. */
    Told registered(long revision) throws InterruptedException {
      Told next = told.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("a watch within 20 s").isNotNull();
      next.call.onNext(
          WatchResponse.newBuilder()
              .setHeader(ResponseHeader.newBuilder().setRevision(revision))
              .setCreated(true)
              .build());
      return next;
    }

    /** A read. */
    record Asked(StreamObserver<RangeResponse> call) {
      void answer(long revision) {
        call.onNext(
            RangeResponse.newBuilder()
                .setHeader(ResponseHeader.newBuilder().setRevision(revision))
                .build());
        call.onCompleted();
      }
    }

    /** A watch. */
    record Told(StreamObserver<WatchResponse> call) {
      void put(long revision) {
        KeyValue key =
            KeyValue.newBuilder()
                .setKey(ByteString.copyFromUtf8("k" + revision))
                .setModRevision(revision)
                .setCreateRevision(revision)
                .setVersion(1)
                .build();
        call.onNext(
            WatchResponse.newBuilder()
                .setHeader(ResponseHeader.newBuilder().setRevision(revision))
                .addEvents(Event.newBuilder().setType(Event.EventType.PUT).setKv(key))
                .build());
      }
    }

    private final class Requests implements StreamObserver<WatchRequest> {
      private final StreamObserver<WatchResponse> call;

      Requests(StreamObserver<WatchResponse> call) {
        this.call = call;
      }

      @Override
      public void onNext(WatchRequest request) {
        told.add(new Told(call));
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {}
    }
  }
}
