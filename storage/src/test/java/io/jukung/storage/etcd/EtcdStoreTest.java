package io.jukung.storage.etcd;

import io.jukung.storage.StoreContract;
import io.jukung.storage.StoreLab;
import io.jukung.storage.watch.WatchHubConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The contract on a real etcd, the first there is. */
class EtcdStoreTest extends StoreContract implements RealTimeLeases {
  private final List<EtcdProcess> started = new ArrayList<>();

  @Override
  protected StoreLab newLab(Path directory) {
    return lab(EtcdBinary.all().getFirst(), directory, WatchHubConfig.DEFAULT.ringChanges());
  }

  StoreLab lab(Path binary, Path directory, int ringChanges) {
    EtcdProcess etcd = EtcdProcess.start(binary, directory);
    started.add(etcd);
    return new EtcdLab(List.of(etcd.endpoint()), EtcdTls.NONE, ringChanges);
  }

  @AfterEach
  void stopEtcd() {
    store().close();
    started.forEach(EtcdProcess::close);
  }
}
