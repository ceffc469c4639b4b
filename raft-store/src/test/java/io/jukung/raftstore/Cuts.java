package io.jukung.raftstore;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;

/** Cuts between members: messages across one are swallowed where they would arrive. */
final class Cuts {
  private final Set<String> cut = ConcurrentHashMap.newKeySet();
  private final Set<String> alone = ConcurrentHashMap.newKeySet();
  private final Set<String> starved = ConcurrentHashMap.newKeySet();
  private volatile int lostPermille;

  /** Nothing sent by one member reaches the other; the other way is open. */
  void cut(String from, String to) {
    cut.add(from + ">" + to);
  }

  /** Nothing reaches a member, and nothing it sends arrives. */
  void isolate(String member) {
    alone.add(member);
  }

  /** A member gets nothing of the log any more, but everything else. */
  void starve(String member) {
    starved.add(member);
  }

  /** Messages between members get lost by chance, so many in a thousand. */
  void lose(int permille) {
    lostPermille = permille;
  }

  boolean isAlone(String member) {
    return alone.contains(member);
  }

  void heal() {
    cut.clear();
    alone.clear();
    starved.clear();
    lostPermille = 0;
  }

  /** What arrives at a member goes through this. */
  ServerInterceptor at(String to) {
    return new ServerInterceptor() {
      @Override
      public <Q, A> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<Q>(next.startCall(call, headers)) {
          @Override
          public void onMessage(Q message) {
            String from = sender(message, headers);
            if (cut.contains(from + ">" + to)
                || alone.contains(from)
                || alone.contains(to)
                || (message instanceof AppendEntriesRequestProto && starved.contains(to))
                || ThreadLocalRandom.current().nextInt(1_000) < lostPermille) {
              call.request(1); // The next one, which the service would ask for.
              return;
            }
            super.onMessage(message);
          }
        };
      }
    };
  }

  private static String sender(Object message, Metadata headers) {
    return switch (message) {
      case AppendEntriesRequestProto append -> name(append.getServerRequest());
      case RequestVoteRequestProto vote -> name(vote.getServerRequest());
      case InstallSnapshotRequestProto install -> name(install.getServerRequest());
      default -> String.valueOf(headers.get(PeerCalls.FROM));
    };
  }

  private static String name(RaftRpcRequestProto request) {
    ByteString id = request.getRequestorId();
    return Identity.nameOf(id.toStringUtf8());
  }
}
