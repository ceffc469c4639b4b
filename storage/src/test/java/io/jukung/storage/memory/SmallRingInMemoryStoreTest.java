package io.jukung.storage.memory;

import io.jukung.storage.StoreContract;
import io.jukung.storage.StoreLab;
import java.nio.file.Path;

/** The contract with a ring so small that watches fall back on history all the time. */
class SmallRingInMemoryStoreTest extends StoreContract {
  @Override
  protected StoreLab newLab(Path directory) {
    return InMemoryStoreTest.lab(2);
  }
}
