package io.jukung.storage.etcd;

import static io.jukung.storage.StoreFixture.b;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.storage.LeaseContract;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.WatchRecorder;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The lease contract where it waits for time, which nobody can put forward in an etcd. */
public interface RealTimeLeases extends LeaseContract {
  @Override
  @Test
  default void anEndedLeaseTakesItsKeysInOneRevision() {
    long startNs = System.nanoTime();
    long lease = store().grantLease(2);
    put("/b", "1", lease);
    put("/a", "1", lease);
    put("/c", "1");
    assertThat(store().get(b("/a")).orElseThrow().lease()).isEqualTo(lease);
    try (WatchRecorder watch = watch("/", 0)) {
      assertThat(watch.awaitEvents(2)).containsExactly("5 /a- (was 1)", "5 /b- (was 1)");
      assertThat(System.nanoTime() - startNs).isGreaterThan(TimeUnit.SECONDS.toNanos(2));
    }
    assertThat(list("/", 0)).containsExactly("/c=1");
    assertThatThrownBy(() -> put("/e", "1", lease))
        .isInstanceOf(StoreException.LeaseNotFound.class);
    assertThatThrownBy(() -> store().keepAlive(lease))
        .isInstanceOf(StoreException.LeaseNotFound.class);
  }

  @Override
  @Test
  default void keepAliveStartsTheTimeAnew() {
    long lease = store().grantLease(5);
    long other = store().grantLease(2);
    assertThat(lease).isPositive().isNotEqualTo(other);
    put("/kept", "1", lease);
    put("/lost", "1", other);
    try (WatchRecorder watch = watch("/", 0)) {
      assertThat(watch.awaitEvents(1)).containsExactly("4 /lost- (was 1)");
      long beatNs = System.nanoTime();
      store().keepAlive(lease);
      assertThat(list("/", 0)).containsExactly("/kept=1");
      assertThat(watch.awaitEvents(2)).last().isEqualTo("5 /kept- (was 1)");
      assertThat(System.nanoTime() - beatNs).isGreaterThan(TimeUnit.SECONDS.toNanos(5));
    }
  }

  @Override
  @Test
  default void leasesHaveBounds() {
    for (long bad : new long[] {0, -1, Store.MAX_LEASE_SECONDS + 1}) {
      assertThatThrownBy(() -> store().grantLease(bad)).isInstanceOf(StoreException.Invalid.class);
    }
    put("/a", "1", store().grantLease(Store.MAX_LEASE_SECONDS));
    assertThat(list("/", 0)).containsExactly("/a=1");
  }

  @Override
  @Test
  default void leasesOutliveARestartWhenDataDoes() {
    long lease = store().grantLease(8);
    put("/a", "1", lease);
    reopen();
    assertThat(list("/", 0)).containsExactly("/a=1");
    put("/b", "1", lease);
    assertThat(store().grantLease(100)).isNotEqualTo(lease);
    try (WatchRecorder watch = watch("/", 0)) {
      assertThat(watch.awaitEvents(2)).containsExactly("4 /a- (was 1)", "4 /b- (was 1)");
    }
  }
}
