package io.jukung.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.raftstore.PeerTls;
import io.jukung.raftstore.Welcome;
import io.jukung.server.pki.PemFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * What one process hands another so that it may join: a certificate of the members' authority, good
 * for a day, and the key that goes with it. With these it asks a member for the rest.
 */
final class JoinToken {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What all members of a control plane share, under {@code pki}. */
  private static final List<String> SHARED =
      List.of(
          "ca.crt",
          "ca.key",
          "sa.key",
          "sa.pub",
          "front-proxy-ca.crt",
          "front-proxy-ca.key",
          FolderEncryption.NAME,
          "peer/ca.crt",
          "peer/ca.key",
          "etcd/ca.crt",
          "etcd/ca.key");

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final String END = "-----END CERTIFICATE-----\n";

  private JoinToken() {}

  /** A token of an invitation: two certificates and a key as PEM. */
  static String of(String invitation) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(invitation.getBytes(StandardCharsets.UTF_8));
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /** Asks a member for what this process needs. */
  static Welcome welcome(String token, String through, Path dataDir) throws IOException {
    Path folder = Files.createTempDirectory(dataDir, "join-", OWNER_ONLY);
    try {
      String pem = invitation(token);
      int first = pem.indexOf(END) + END.length();
      int second = pem.indexOf(END, first) + END.length();
      Files.writeString(folder.resolve("ca.crt"), pem.substring(0, first));
      Files.writeString(folder.resolve("peer.crt"), pem.substring(first, second));
      Files.writeString(folder.resolve("peer.key"), pem.substring(second));
      return Welcome.ask(through, tls(folder));
    } finally {
      for (String name : List.of("ca.crt", "peer.crt", "peer.key")) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.delete(folder);
    }
  }

  /** The members' certificates in a folder. */
  static PeerTls tls(Path folder) throws IOException {
    return new PeerTls(
        PemFiles.readCertificates(folder.resolve("ca.crt")).getFirst(),
        PemFiles.readCertificates(folder.resolve("peer.crt")).getFirst(),
        PemFiles.readPrivateKey(folder.resolve("peer.key")));
  }

  /** What a process that joins is given of {@code pki}. */
  static byte[] pack(Path pki) {
    ObjectNode files = JSON.createObjectNode();
    try {
      for (String name : SHARED) {
        if (Files.exists(pki.resolve(name))) {
          files.put(name, Files.readString(pki.resolve(name)));
        }
      }
      return JSON.writeValueAsBytes(files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes what {@link #pack} gave, readable by its owner only. */
  static void unpack(byte[] packed, Path pki) throws IOException {
    for (Map.Entry<String, com.fasterxml.jackson.databind.JsonNode> file :
        JSON.readTree(packed).properties()) {
      if (SHARED.contains(file.getKey())) {
        Path target = pki.resolve(file.getKey());
        Files.createDirectories(target.getParent(), OWNER_ONLY);
        Files.deleteIfExists(target);
        Files.createFile(
            target,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(target, file.getValue().asText());
      }
    }
  }

  private static String invitation(String token) {
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(Base64.getUrlDecoder().decode(token)))) {
      String pem = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (pem.split(END, -1).length == 3) {
        return pem;
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new StartFailure(ExitCode.USAGE, "--join-token is damaged: " + e.getMessage());
    }
    throw new StartFailure(ExitCode.USAGE, "--join-token is none of ours");
  }
}
