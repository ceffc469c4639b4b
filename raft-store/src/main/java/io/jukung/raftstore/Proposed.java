package io.jukung.raftstore;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/**
 * A proposal as Ratis carries it on the leader, noting whether Ratis may have put it into the log.
 */
record Proposed(Consensus.Proposal proposal, ByteString content, AtomicBoolean appended)
    implements Message {
  /** Neither part is copied: the log's entry is the very array that was proposed, with a head. */
  static Proposed of(Consensus.Proposal proposal, byte[] head) {
    ByteString commands = UnsafeByteOperations.unsafeWrap(proposal.commands().array());
    return new Proposed(
        proposal, UnsafeByteOperations.unsafeWrap(head).concat(commands), new AtomicBoolean());
  }

  /** As a request of the member that leads, to itself. */
  RaftClientRequest request(RaftPeerId member, RaftGroupId group) {
    return RaftClientRequest.newBuilder()
        .setClientId(ClientId.valueOf(ByteString.copyFrom(proposal.client().array())))
        .setServerId(member)
        .setGroupId(group)
        .setCallId(proposal.id())
        .setMessage(this)
        .setType(RaftClientRequest.writeRequestType())
        .build();
  }

  @Override
  public ByteString getContent() {
    return content;
  }
}
