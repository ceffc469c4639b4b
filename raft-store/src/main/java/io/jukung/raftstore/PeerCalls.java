package io.jukung.raftstore;

import io.jukung.storage.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
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
   * Who asks, with a folder that belongs to no group yet, to any member: {@link #meet}. Answered
   * with {@link #introduce}, {@link #again} or {@link #never}.
   */
  static final MethodDescriptor<byte[], byte[]> MEET = method("Meet", MethodType.UNARY);

  /**
   * A change of members, to any of them: {@code 1 id address} adds, {@code 2 name} removes, {@code
   * 3 id address} adds a learner, {@code 4 name} makes it vote. Answered with {@link #accepted
   * nothing}, {@link #again} or {@link #never}.
   */
  static final MethodDescriptor<byte[], byte[]> CHANGE = method("Change", MethodType.UNARY);

  static final int ADD = 1;
  static final int REMOVE = 2;
  static final int ADD_LEARNER = 3;
  static final int PROMOTE = 4;

  /** The entry may be in the log. */
  static final int TAKEN = 1;

  /** The entry is not in the log and never will be. */
  static final int REFUSED = 2;

  /**
   * An index of the log, to any member: its hash of the state there, or {@link #again} when it has
   * none.
   */
  static final MethodDescriptor<byte[], byte[]> HASH = method("Hash", MethodType.UNARY);

  /** Nothing, to any member; answered with where it serves clients by etcd's API, empty if not. */
  static final MethodDescriptor<byte[], byte[]> CLIENT_URL = method("ClientUrl", MethodType.UNARY);

  private static final int ACCEPTED = 1;
  private static final int AGAIN = 2;
  private static final int NEVER = 3;

  private PeerCalls() {}

  static byte[] add(String member, String address, boolean learns) {
    return new ByteWriter(64)
        .u8(learns ? ADD_LEARNER : ADD)
        .bytes(Bytes.utf8(member))
        .bytes(Bytes.utf8(address))
        .toArray();
  }

  /**
   * One that wants to be met.
   *
   * @param member its id
   * @param joins whether it joins a group there is, rather than starting one
   * @param members whom it starts one with, as text
   */
  record Met(String member, boolean joins, String members) {}

  static byte[] meet(String member, boolean joins, String members) {
    return new ByteWriter(64)
        .bytes(Bytes.utf8(member))
        .u8(joins ? 1 : 0)
        .bytes(Bytes.utf8(members))
        .toArray();
  }

  static Met met(byte[] message) {
    ByteReader in = new ByteReader(message);
    return new Met(in.bytes().utf8(), in.u8() == 1, in.bytes().utf8());
  }

  /**
   * Who was met.
   *
   * @param member its id
   * @param group what it belongs to, once it has met all others
   */
  record Introduced(String member, Optional<Meeting.Group> group) {}

  /** Yes, and who says so: its id, and in further lines its group and the members of that. */
  static byte[] introduce(Introduced self) {
    StringBuilder text = new StringBuilder(self.member);
    self.group.ifPresent(
        group -> {
          text.append('\n').append(group.cluster());
          group.members().forEach((id, at) -> text.append('\n').append(id).append(' ').append(at));
        });
    return accepted(text.toString());
  }

  static Introduced introduced(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() == 1) {
      return new Introduced(lines.getFirst(), Optional.empty());
    }
    Map<String, String> members = new TreeMap<>();
    for (String line : lines.subList(2, lines.size())) {
      int space = line.indexOf(' ');
      members.put(line.substring(0, space), line.substring(space + 1));
    }
    Meeting.Group group = new Meeting.Group(UUID.fromString(lines.get(1)), members);
    return new Introduced(lines.getFirst(), Optional.of(group));
  }

  /** Yes, and what was asked for. */
  static byte[] accepted(String text) {
    return answer(ACCEPTED, text);
  }

  /** Not now, and why. */
  static byte[] again(String why) {
    return answer(AGAIN, why);
  }

  /** No, and why. */
  static byte[] never(String why) {
    return answer(NEVER, why);
  }

  /** What an answer accepted. */
  static String read(byte[] answer) throws IOException {
    ByteReader in = new ByteReader(answer);
    int kind = in.u8();
    String text = in.bytes().utf8();
    return switch (kind) {
      case ACCEPTED -> text;
      case NEVER -> throw new RefusedException(text);
      default -> throw new IOException(text);
    };
  }

  private static byte[] answer(int kind, String text) {
    return new ByteWriter(64).u8(kind).bytes(Bytes.utf8(text)).toArray();
  }

  static byte[] remove(String name) {
    return change(REMOVE, name);
  }

  static byte[] promote(String name) {
    return change(PROMOTE, name);
  }

  private static byte[] change(int type, String name) {
    return new ByteWriter(64).u8(type).bytes(Bytes.utf8(name)).toArray();
  }

  static byte[] encode(Consensus.Proposal proposal) {
    return new ByteWriter(proposal.commands().length() + 48)
        .bytes(proposal.client())
        .number(proposal.id())
        .number(proposal.term())
        .bytes(proposal.commands())
        .u8(proposal.quick() ? 1 : 0)
        .toArray();
  }

  static Consensus.Proposal proposal(byte[] message) {
    ByteReader in = new ByteReader(message);
    Bytes client = in.bytes();
    long id = in.number();
    long term = in.number();
    Bytes commands = in.bytes();
    boolean quick = in.u8() == 1;
    in.end();
    return new Consensus.Proposal(client, id, term, commands, quick);
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
