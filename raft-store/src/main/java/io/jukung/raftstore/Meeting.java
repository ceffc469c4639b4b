package io.jukung.raftstore;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.ratis.thirdparty.io.grpc.Server;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptors;
import org.apache.ratis.thirdparty.io.grpc.ServerServiceDefinition;
import org.apache.ratis.thirdparty.io.grpc.netty.GrpcSslContexts;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.ServerCalls;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.ClientAuth;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslContextBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a member with a new folder does before it takes part in anything: it asks the others who
 * they are. Members that start a group together each wait until all have answered with the id of
 * their folder; the group is named after these ids, so it can't be founded again by one that lost
 * its folder, and those that are in it refuse such a one. One that joins asks the member it joins
 * through. Used by one thread.
 */
final class Meeting {
  private static final Logger LOG = LoggerFactory.getLogger(Meeting.class);
  private static final int SAY_EVERY = 10;

  /**
   * The group that a member belongs to from here on.
   *
   * @param members the first members' ids and addresses; empty when the log will say
   */
  record Group(UUID cluster, Map<String, String> members) {}

  private final Peering peering;
  private final String self;
  private final List<ServerInterceptor> interceptors;

  /**
   * A meeting not yet held.
   *
   * @param self this member's id
   */
  Meeting(Peering peering, String self, List<ServerInterceptor> interceptors) {
    this.peering = peering;
    this.self = self;
    this.interceptors = interceptors;
  }

  /**
   * Waits until it is known who the others are, however long that takes.
   *
   * @throws RefusedException when one of the others says no
   */
  Group hold() throws IOException, InterruptedException {
    try (PeerClient client = new PeerClient(peering.name(), peering.tls())) {
      if (peering.joins().isPresent()) {
        Peering.Joining joining = peering.joins().get();
        Pauses pauses = new Pauses();
        for (int tries = 1; ask(client, joining.through(), tries).isEmpty(); tries++) {
          pauses.pause();
        }
        return new Group(joining.cluster(), Map.of());
      }
      if (peering.members().isEmpty()) {
        throw new IOException(
            "this member has not met the others yet: start it with the same --peers as before");
      }
      Server server = server().start();
      try {
        return found(client);
      } finally {
        server.shutdownNow();
        boolean _ = server.awaitTermination(5, TimeUnit.SECONDS);
      }
    }
  }

  /** Until all have answered, or one that has met all tells of the group; so all are asked anew. */
  private Group found(PeerClient client) throws IOException, InterruptedException {
    Map<String, String> others = new TreeMap<>(peering.members());
    others.remove(peering.name());
    Map<String, String> ids = new TreeMap<>();
    Pauses pauses = new Pauses();
    for (int tries = 1; ids.size() < others.size(); tries++) {
      if (tries > 1) {
        pauses.pause();
      }
      for (Map.Entry<String, String> other : others.entrySet()) {
        Optional<PeerCalls.Introduced> answer = ask(client, other.getValue(), tries);
        if (answer.isPresent() && answer.get().group().isPresent()) {
          return answer.get().group().get();
        }
        answer.ifPresent(one -> ids.put(other.getKey(), one.member()));
      }
    }
    TreeMap<String, String> members = new TreeMap<>(Map.of(self, peering.advertise()));
    ids.forEach((name, id) -> members.put(id, others.get(name)));
    byte[] name = ("jukung " + members).getBytes(StandardCharsets.UTF_8);
    return new Group(UUID.nameUUIDFromBytes(name), members);
  }

  /** Empty when there is no answer, which is said now and then. */
  private Optional<PeerCalls.Introduced> ask(PeerClient client, String address, int tries)
      throws RefusedException {
    try {
      byte[] introduction = PeerCalls.meet(self, peering.joins().isPresent(), membersText());
      return Optional.of(PeerCalls.introduced(client.meet(address, introduction)));
    } catch (RefusedException e) {
      throw e;
    } catch (IOException e) {
      if (tries % SAY_EVERY == 0) {
        LOG.warn("waiting for a member to meet: {}", e.getMessage());
      }
      return Optional.empty();
    }
  }

  private Server server() throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(peering.bindHost(), peering.port()))
            .addService(
                ServerInterceptors.intercept(
                    ServerServiceDefinition.builder(PeerCalls.SERVICE)
                        .addMethod(
                            PeerCalls.MEET,
                            ServerCalls.asyncUnaryCall(
                                (message, answer) -> {
                                  answer.onNext(answer(message));
                                  answer.onCompleted();
                                }))
                        .build(),
                    interceptors));
    if (peering.tls().isPresent()) {
      Supplier<PeerTls> tls = peering.tls().get();
      builder.sslContext(
          GrpcSslContexts.configure(SslContextBuilder.forServer(new PeerKeys(tls)))
              .trustManager(new PeerTrust(tls))
              .clientAuth(ClientAuth.REQUIRE)
              .build());
    }
    return builder.build();
  }

  /** Answers one that starts the group, too. */
  private byte[] answer(byte[] message) {
    PeerCalls.Met asker = PeerCalls.met(message);
    if (asker.joins()) {
      return PeerCalls.again(peering.name() + " is in no group yet");
    }
    return asker.members().equals(membersText())
        ? PeerCalls.introduce(new PeerCalls.Introduced(self, Optional.empty()))
        : PeerCalls.never(
            peering.name()
                + " was started with other --peers: "
                + new TreeMap<>(peering.members()));
  }

  private String membersText() {
    return new TreeMap<>(peering.members()).toString();
  }
}
