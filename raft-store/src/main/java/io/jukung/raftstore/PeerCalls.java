package io.jukung.raftstore;

import io.jukung.storage.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor.MethodType;

/**
 * The calls between members beside Ratis' own, on the same port. Messages are bytes in this
 * module's encoding.
 */
final class PeerCalls {
  static final String SERVICE = "io.jukung.raftstore.Peer";

  /** Who calls: the member's name. */
  static final Metadata.Key<String> FROM =
      Metadata.Key.of("from", Metadata.ASCII_STRING_MARSHALLER);

  /** A proposal, to the leader; answered with {@link #TAKEN} or {@link #REFUSED}. */
  static final MethodDescriptor<byte[], byte[]> PROPOSE = method("Propose", MethodType.UNARY);

  /**
   * A proposal without its commands, whose call broke off, to the leader: {@link #TAKEN} when it
   * may be in the log, {@link #REFUSED} when it never will be.
   */
  static final MethodDescriptor<byte[], byte[]> SETTLE = method("Settle", MethodType.UNARY);

  /** Nothing; answered with the files of a checkpoint. */
  static final MethodDescriptor<byte[], byte[]> CHECKPOINT =
      method("Checkpoint", MethodType.SERVER_STREAMING);

  /** Nothing; answered with the group's id and what the member has for a process that joins. */
  static final MethodDescriptor<byte[], byte[]> WELCOME = method("Welcome", MethodType.UNARY);

  /**
   * A change of members, to any of them: {@code 1 name address} adds, {@code 2 name} removes.
   * Answered with nothing, or with what was wrong in UTF-8.
   */
  static final MethodDescriptor<byte[], byte[]> CHANGE = method("Change", MethodType.UNARY);

  static final int ADD = 1;
  static final int REMOVE = 2;

  /** The entry may be in the log. */
  static final int TAKEN = 1;

  /** The entry is not in the log and never will be. */
  static final int REFUSED = 2;

  private PeerCalls() {}

  static byte[] add(String name, String address) {
    return new ByteWriter(64).u8(ADD).bytes(Bytes.utf8(name)).bytes(Bytes.utf8(address)).toArray();
  }

  static byte[] remove(String name) {
    return new ByteWriter(64).u8(REMOVE).bytes(Bytes.utf8(name)).toArray();
  }

  static byte[] encode(Consensus.Proposal proposal) {
    return new ByteWriter(proposal.commands().length() + 48)
        .bytes(proposal.client())
        .number(proposal.id())
        .number(proposal.term())
        .bytes(proposal.commands())
        .toArray();
  }

  static Consensus.Proposal proposal(byte[] message) {
    ByteReader in = new ByteReader(message);
    Bytes client = in.bytes();
    long id = in.number();
    long term = in.number();
    Bytes commands = in.bytes();
    in.end();
    return new Consensus.Proposal(client, id, term, commands);
  }

  private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .setRequestMarshaller(new Raw())
        .setResponseMarshaller(new Raw())
        .build();
  }

  private static final class Raw implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
