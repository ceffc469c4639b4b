package io.jukung.registry.encryption;

import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.encryption.EncryptedResources.Name;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyValue;
import io.jukung.storage.StoreException;
import java.util.Optional;

/** What is stored under the keys of objects, in clear and encrypted. Safe for all threads. */
public final class EncryptedValues {
  private final EncryptionAtRest encryption;
  private final StoredResources resources;

  /**
   * Values of one store.
   *
   * @param root what the keys of all objects begin with in it, such as {@code /registry/}
   */
  public EncryptedValues(EncryptionAtRest encryption, Catalog catalog, String root) {
    this.encryption = encryption;
    this.resources = new StoredResources(catalog, root);
  }

  /** An item as it is read; one that can't be is an {@link UnreadableValue}. */
  public KeyValue plain(KeyValue item) {
    return with(item, opened(item.key(), item.value()));
  }

  /** An item as it is stored. */
  public KeyValue sealed(KeyValue item) {
    return with(item, sealed(item.key(), item.value()));
  }

  /**
   * A value as it is stored.
   *
   * @throws StoreException.Invalid when it can't be encrypted
   */
  Bytes sealed(Bytes key, Bytes value) {
    try {
      return Bytes.wrap(cipher(key).seal(value.array(), key.array()));
    } catch (CipherException e) {
      throw new StoreException.Invalid(String.valueOf(e.getMessage()));
    }
  }

  /** Whether an item as it is stored would be stored otherwise now. */
  boolean stale(KeyValue stored) {
    try {
      return cipher(stored.key()).open(stored.value().array(), stored.key().array()).stale();
    } catch (CipherException e) {
      return false;
    }
  }

  private Bytes opened(Bytes key, Bytes stored) {
    try {
      return cipher(key).open(stored.array(), key.array()).value();
    } catch (CipherException e) {
      return UnreadableValue.of(String.valueOf(e.getMessage()));
    }
  }

  private static KeyValue with(KeyValue item, Bytes value) {
    return new KeyValue(
        item.key(), value, item.createRevision(), item.modRevision(), item.version(), item.lease());
  }

  private ValueCipher cipher(Bytes key) {
    Optional<Name> name = resources.of(key);
    return name.isPresent()
        ? encryption.current().of(name.get().group(), name.get().resource())
        : Ciphers.identity();
  }
}
