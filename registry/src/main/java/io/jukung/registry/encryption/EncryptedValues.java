package io.jukung.registry.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.encryption.EncryptedResources.Name;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyValue;
import io.jukung.storage.StoreException;
import java.util.Optional;

/** What is stored under the keys of objects, in clear and encrypted. Safe for all threads. */
public final class EncryptedValues {
  private static final int MAX_PREFIX = 128;

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
    Optional<Name> name = resources.of(key);
    ValueCipher cipher = cipher(name);
    long begun = System.nanoTime();
    try {
      Bytes stored = Bytes.wrap(cipher.seal(value.array(), key.array()));
      tell(name, cipher, true, stored, false, begun);
      return stored;
    } catch (CipherException e) {
      tell(name, cipher, true, value, true, begun);
      throw new StoreException.Invalid(String.valueOf(e.getMessage()));
    }
  }

  /** Whether an item as it is stored would be stored otherwise now. */
  boolean stale(KeyValue stored) {
    try {
      return cipher(resources.of(stored.key()))
          .open(stored.value().array(), stored.key().array())
          .stale();
    } catch (CipherException e) {
      return false;
    }
  }

  private Bytes opened(Bytes key, Bytes stored) {
    Optional<Name> name = resources.of(key);
    ValueCipher cipher = cipher(name);
    long begun = System.nanoTime();
    try {
      Bytes value = cipher.open(stored.array(), key.array()).value();
      tell(name, cipher, false, stored, false, begun);
      return value;
    } catch (CipherException e) {
      tell(name, cipher, false, stored, true, begun);
      return UnreadableValue.of(String.valueOf(e.getMessage()));
    }
  }

  private void tell(
      Optional<Name> name,
      ValueCipher cipher,
      boolean toStorage,
      Bytes stored,
      boolean failed,
      long begun) {
    if (name.isPresent() && cipher instanceof PrefixedCiphers) {
      encryption
          .observer()
          .transformed(
              name.get().toString(), toStorage, prefix(stored), failed, System.nanoTime() - begun);
    }
  }

  /** The part of a stored value that says which provider wrote it. */
  private static String prefix(Bytes stored) {
    byte[] bytes = stored.array();
    int parts = 4;
    int length = 0;
    for (int i = 0; i < Math.min(bytes.length, MAX_PREFIX) && parts > 0; i++) {
      if (bytes[i] == ':') {
        length = i + 1;
        parts--;
        if (parts == 0 && new String(bytes, 0, length, UTF_8).equals("k8s:enc:kms:v2:")) {
          parts = 1;
        }
      }
    }
    String text = new String(bytes, 0, length, UTF_8);
    return text.startsWith("k8s:enc:") ? text : "";
  }

  private static KeyValue with(KeyValue item, Bytes value) {
    return new KeyValue(
        item.key(), value, item.createRevision(), item.modRevision(), item.version(), item.lease());
  }

  private ValueCipher cipher(Optional<Name> name) {
    return name.isPresent()
        ? encryption.current().of(name.get().group(), name.get().resource())
        : Ciphers.identity();
  }
}
