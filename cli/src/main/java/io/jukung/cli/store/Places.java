package io.jukung.cli.store;

import io.jukung.cli.EtcdAccess;
import io.jukung.cli.Stores;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.encryption.EncryptedValues;
import io.jukung.registry.encryption.EncryptionAtRest;
import java.nio.file.Path;
import java.util.Optional;

/** Where the operands of a migration are, and how what is there is read. */
record Places(
    Path dataDir, EtcdAccess access, Catalog catalog, Optional<EncryptionAtRest> encryption)
    implements AutoCloseable {

  Side side(String operand) {
    return Side.isRaft(operand) ? Side.Raft.open(dataDir, values()) : etcd(operand);
  }

  Destination destination(String operand, Side source, boolean overwrite) {
    return Side.isRaft(operand)
        ? Destination.Folder.open(dataDir, source, values())
        : Destination.Etcd.open(etcd(operand), source, overwrite);
  }

  private Side.Etcd etcd(String operand) {
    return Side.Etcd.open(operand, access, catalog, encryption);
  }

  private Optional<EncryptedValues> values() {
    return encryption.map(keys -> Stores.values(keys, catalog, Stores.PREFIX));
  }

  @Override
  public void close() {
    encryption.ifPresent(EncryptionAtRest::close);
  }
}
