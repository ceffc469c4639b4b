package io.jukung.storage.etcd;

import io.jukung.storage.StoreLab;
import java.nio.file.Path;

/**
 * The contract on the last etcd there is, with a ring so small that history is read all the time.
 */
class SmallRingEtcdStoreTest extends EtcdStoreTest {
  @Override
  protected StoreLab newLab(Path directory) {
    return lab(EtcdBinary.all().getLast(), directory, 2);
  }
}
