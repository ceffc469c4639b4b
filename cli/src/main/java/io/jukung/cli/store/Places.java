package io.jukung.cli.store;

import io.jukung.cli.EncryptionOptions;
import io.jukung.cli.EtcdAccess;
import io.jukung.cli.FolderEncryption;
import io.jukung.cli.Stores;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.encryption.EncryptedValues;
import io.jukung.registry.encryption.EncryptionAtRest;
import io.jukung.registry.encryption.EncryptionConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the operands of a migration are, and how what is there is read. What the command line says
 * about encryption holds for both; without it a data folder's own does for the folder, and an etcd,
 * which others may read, has none.
 */
final class Places implements AutoCloseable {
  private final Path dataDir;
  private final EtcdAccess access;
  private final Catalog catalog;
  private final Optional<EncryptionAtRest> asked;
  private final boolean encryptSecrets;
  private final List<EncryptionAtRest> running = new ArrayList<>();

  /**
   * Operands.
   *
   * @param asked what the command line says; closed with this
   * @param encryptSecrets whether a folder that is filled gets a key of its own
   */
  Places(
      Path dataDir,
      EtcdAccess access,
      Catalog catalog,
      Optional<EncryptionAtRest> asked,
      boolean encryptSecrets) {
    this.dataDir = dataDir;
    this.access = access;
    this.catalog = catalog;
    this.asked = asked;
    this.encryptSecrets = encryptSecrets;
    asked.ifPresent(running::add);
  }

  Side side(String operand) {
    return Side.isRaft(operand)
        ? Side.Raft.open(dataDir, values(FolderEncryption.of(dataDir)))
        : etcd(operand);
  }

  Destination destination(String operand, Side source, boolean overwrite) {
    return Side.isRaft(operand)
        ? Destination.Folder.open(dataDir, source, this::filled)
        : Destination.Etcd.open(etcd(operand), source, overwrite);
  }

  private Side.Etcd etcd(String operand) {
    return Side.Etcd.open(operand, access, catalog, asked);
  }

  /** How a folder is filled; it is held by this process. */
  private Optional<EncryptedValues> filled() {
    try {
      return values(
          encryptSecrets && asked.isEmpty()
              ? Optional.of(FolderEncryption.make(dataDir, new SecureRandom()))
              : FolderEncryption.of(dataDir));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<EncryptedValues> values(Optional<EncryptionConfig> folders) {
    Optional<EncryptionAtRest> keys = asked.isPresent() ? asked : folders.map(this::started);
    return keys.map(k -> Stores.values(k, catalog, Stores.PREFIX));
  }

  private EncryptionAtRest started(EncryptionConfig config) {
    EncryptionAtRest keys = EncryptionOptions.start(config);
    running.add(keys);
    return keys;
  }

  @Override
  public void close() {
    running.forEach(EncryptionAtRest::close);
  }
}
