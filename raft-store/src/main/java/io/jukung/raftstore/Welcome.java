package io.jukung.raftstore;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/**
 * What a member hands to a process that is to join its group.
 *
 * @param cluster the group
 * @param rest what the one who opened the store there added, in its form
 */
@SuppressWarnings("ArrayRecordComponent")
public record Welcome(UUID cluster, byte[] rest) {
  /**
   * Asks a member.
   *
   * @param through its {@code HOST:PORT}
   * @param tls a certificate that its authority signed
   */
  public static Welcome ask(String through, PeerTls tls) throws IOException {
    try (PeerClient client = new PeerClient("join", Optional.of(() -> tls))) {
      ByteReader in = new ByteReader(client.welcome(through));
      return new Welcome(UUID.fromString(in.bytes().utf8()), in.bytes().array());
    }
  }
}
