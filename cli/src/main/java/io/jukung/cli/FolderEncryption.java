package io.jukung.cli;

import io.jukung.registry.encryption.EncryptionConfig;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * The encryption a data folder brings along: {@code DIR/pki/encryption.yaml}, an
 * EncryptionConfiguration as kube-apiserver reads, readable by its owner only. It is made with a
 * new store, so that neither the store's files nor its snapshots hold plain secrets; whoever joins
 * the store is given it with the rest of {@code pki}. From then on it is the operator's: keys are
 * rotated in it as in any other such file.
 */
public final class FolderEncryption {
  /** The file's name in {@code pki}. */
  static final String NAME = "encryption.yaml";

  private static final int KEY_BYTES = 32;
  private static final int ID_BYTES = 4;

  private static final FileAttribute<?> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private FolderEncryption() {}

  /** What the folder brings along; empty when it has none. */
  public static Optional<EncryptionConfig> of(Path dataDir) {
    Path file = file(dataDir);
    return Files.exists(file) ? Optional.of(new EncryptionConfig(file, false)) : Optional.empty();
  }

  /**
   * What the folder brings along; makes it when it has none. On disk when this returns: what is
   * encrypted by a key must not be there without it. The folder's store is held by this process.
   *
   * @throws IOException when it can't be written
   */
  public static EncryptionConfig make(Path dataDir, SecureRandom random) throws IOException {
    Path file = file(dataDir);
    if (!Files.exists(file)) {
      Path pki = dataDir.resolve("pki");
      Files.createDirectories(pki, FOLDER);
      PemFiles.writeSecret(file, text(random));
      for (Path folder : Set.of(pki, dataDir)) {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
          names.force(true);
        }
      }
    }
    return new EncryptionConfig(file, false);
  }

  /** A key has a name of its own, so that one of another folder is never taken for it. */
  private static String text(SecureRandom random) {
    byte[] key = new byte[KEY_BYTES];
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(key);
    random.nextBytes(id);
    return """
    # Secrets in this folder's store are encrypted by the first key below. Keep a copy of
    # this file with your backups: whoever has lost it has lost them. To rotate, put another
    # key in front; all keys read.
    kind: EncryptionConfiguration
    apiVersion: apiserver.config.k8s.io/v1
    resources:
    - resources: [secrets]
      providers:
      - secretbox: {keys: [{name: key-%s, secret: %s}]}
      - identity: {}
    """
        .formatted(HexFormat.of().formatHex(id), Base64.getEncoder().encodeToString(key));
  }

  private static Path file(Path dataDir) {
    return dataDir.resolve("pki").resolve(NAME);
  }
}
