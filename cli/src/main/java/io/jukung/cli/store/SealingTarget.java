package io.jukung.cli.store;

import io.jukung.registry.encryption.EncryptedValues;
import io.jukung.registry.encryption.UnreadableValue;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.StoreException;
import io.jukung.storage.migrate.Target;
import java.util.List;
import java.util.Optional;

/**
 * A target whose values are encrypted as the configuration says, if there is one. What could not be
 * decrypted in the source is refused: nothing unreadable is copied. Used by one thread.
 */
record SealingTarget(Target target, Optional<EncryptedValues> values) implements Target {
  @Override
  public List<KeyValue> page(KeyRange range, int limit) {
    List<KeyValue> stored = target.page(range, limit);
    return values.map(v -> stored.stream().map(v::plain).toList()).orElse(stored);
  }

  @Override
  public void begin(long sourceRevision) {
    target.begin(sourceRevision);
  }

  @Override
  public void write(List<KeyValue> puts, List<Bytes> deletes) {
    for (KeyValue item : puts) {
      UnreadableValue.reason(item.value())
          .ifPresent(
              reason -> {
                throw new StoreException.Invalid(
                    item.key()
                        + " can't be read: "
                        + reason
                        + " (--encryption-provider-config names the keys)");
              });
    }
    target.write(values.map(v -> puts.stream().map(v::sealed).toList()).orElse(puts), deletes);
  }

  @Override
  public boolean same(KeyValue source, KeyValue own) {
    return target.same(source, own);
  }

  @Override
  public byte[] facts(KeyValue item) {
    return target.facts(item);
  }
}
