package io.jukung.raftstore;

import io.jukung.storage.StoreContract;
import io.jukung.storage.StoreLab;
import java.nio.file.Path;

/** The contract with a ring so small that watches read history from RocksDB all the time. */
class SmallRingRaftStoreTest extends StoreContract {
  @Override
  protected StoreLab newLab(Path directory) {
    return RaftStoreTest.lab(directory, 2);
  }
}
