package io.jukung.raftstore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerServiceDefinition;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.stub.ServerCallStreamObserver;
import org.apache.ratis.thirdparty.io.grpc.stub.ServerCalls;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers other members' {@link PeerCalls}. Called on gRPC's threads. */
final class PeerService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerService.class);
  private static final long ROOM_LIMIT_SECONDS = 60;

  /** The member behind this. */
  interface Owner {
    /** Appends a proposal on this member if it leads; tells {@link PeerCalls}' answer later. */
    CompletableFuture<Integer> append(Consensus.Proposal proposal);

    /** What became of a proposal: {@link PeerCalls}' answer. */
    int settle(Consensus.Proposal proposal);

    /** What a process that joins needs. */
    byte[] welcome();

    /** Answers one that wants to be met: {@link PeerCalls#MEET}. */
    byte[] meet(byte[] introduction);

    /** This member's hash of its state at an index: {@link PeerCalls#HASH}. */
    byte[] hash(long index);

    /** Where this member serves clients: {@link PeerCalls#CLIENT_URL}. */
    byte[] clientUrl();

    /** Makes a change of members; the answer is that of {@link PeerCalls#CHANGE}. */
    byte[] change(byte[] change);

    /** Makes a checkpoint in a new folder. */
    Path checkpoint();
  }

  private final Owner owner;
  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();

  PeerService(Owner owner) {
    this.owner = owner;
  }

  ServerServiceDefinition definition() {
    return ServerServiceDefinition.builder(PeerCalls.SERVICE)
        .addMethod(PeerCalls.PROPOSE, ServerCalls.asyncUnaryCall(this::propose))
        .addMethod(PeerCalls.SETTLE, ServerCalls.asyncUnaryCall(this::settle))
        .addMethod(PeerCalls.WELCOME, answered(message -> owner.welcome()))
        .addMethod(PeerCalls.MEET, answered(owner::meet))
        .addMethod(
            PeerCalls.HASH, answered(message -> owner.hash(new ByteReader(message).number())))
        .addMethod(PeerCalls.CLIENT_URL, answered(message -> owner.clientUrl()))
        .addMethod(PeerCalls.CHANGE, answered(owner::change))
        .addMethod(PeerCalls.CHECKPOINT, ServerCalls.asyncServerStreamingCall(this::checkpoint))
        .build();
  }

  @Override
  public void close() {
    senders.shutdownNow();
  }

  private void propose(byte[] message, StreamObserver<byte[]> answer) {
    var _ =
        owner
            .append(PeerCalls.proposal(message))
            .whenComplete(
                (result, error) -> {
                  if (error != null) {
                    answer.onError(Status.UNKNOWN.withCause(error).asException());
                  } else {
                    answer.onNext(new byte[] {result.byteValue()});
                    answer.onCompleted();
                  }
                });
  }

  /** A call whose answer may take a while. */
  private ServerCallHandler<byte[], byte[]> answered(UnaryOperator<byte[]> answer) {
    return ServerCalls.asyncUnaryCall(
        (message, caller) ->
            senders.execute(
                () -> {
                  caller.onNext(answer.apply(message));
                  caller.onCompleted();
                }));
  }

  private void settle(byte[] message, StreamObserver<byte[]> answer) {
    answer.onNext(new byte[] {(byte) owner.settle(PeerCalls.proposal(message))});
    answer.onCompleted();
  }

  private void checkpoint(byte[] message, StreamObserver<byte[]> answer) {
    ServerCallStreamObserver<byte[]> call = (ServerCallStreamObserver<byte[]>) answer;
    Semaphore wake = new Semaphore(0);
    call.setOnReadyHandler(wake::release);
    call.setOnCancelHandler(wake::release);
    senders.execute(() -> send(call, wake));
  }

  private void send(ServerCallStreamObserver<byte[]> call, Semaphore wake) {
    Path folder = owner.checkpoint();
    try {
      CheckpointFiles.send(
          folder,
          part -> {
            awaitRoom(call, wake);
            call.onNext(part);
          });
      call.onCompleted();
    } catch (IOException | RuntimeException e) {
      LOG.warn("checkpoint not sent", e);
      if (!call.isCancelled()) {
        call.onError(Status.ABORTED.withDescription(String.valueOf(e)).asException());
      }
    } finally {
      try {
        DataFolder.delete(folder);
      } catch (IOException e) {
        LOG.warn("{} stays until the next start", folder, e);
      }
    }
  }

  private static void awaitRoom(ServerCallStreamObserver<byte[]> call, Semaphore wake)
      throws IOException {
    try {
      while (!call.isReady()) {
        if (call.isCancelled()) {
          throw new IOException("the receiver has gone");
        }
        if (!wake.tryAcquire(ROOM_LIMIT_SECONDS, TimeUnit.SECONDS)) {
          throw new IOException("the receiver takes nothing");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
