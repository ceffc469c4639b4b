package io.jukung.storage;

import static io.jukung.storage.StoreFixture.b;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Keys that die with a lease. */
public interface LeaseContract extends StoreFixture {
  @Test
  default void anEndedLeaseTakesItsKeysInOneRevision() {
    long lease = store().grantLease(10);
    put("/b", "1", lease);
    put("/a", "1", lease);
    put("/c", "1");
    assertThat(store().get(b("/a")).orElseThrow().lease()).isEqualTo(lease);
    try (WatchRecorder watch = watch("/", 0)) {
      clock().advance(Duration.ofMillis(9_999));
      put("/d", "still there"); // 5: whatever looks at leases has its chance
      assertThat(list("/", 0)).hasSize(4);
      clock().advance(Duration.ofMillis(1));
      assertThat(watch.awaitEvents(3))
          .containsExactly("5 /d=still there", "6 /a- (was 1)", "6 /b- (was 1)");
    }
    assertThat(list("/", 0)).containsExactly("/c=1", "/d=still there");
    assertThatThrownBy(() -> put("/e", "1", lease))
        .isInstanceOf(StoreException.LeaseNotFound.class);
    assertThatThrownBy(() -> store().keepAlive(lease))
        .isInstanceOf(StoreException.LeaseNotFound.class);
  }

  @Test
  default void keepAliveStartsTheTimeAnew() {
    long lease = store().grantLease(10);
    long other = store().grantLease(10);
    assertThat(lease).isPositive().isNotEqualTo(other);
    put("/kept", "1", lease);
    put("/lost", "1", other);
    clock().advance(Duration.ofSeconds(8));
    store().keepAlive(lease);
    try (WatchRecorder watch = watch("/", 0)) {
      clock().advance(Duration.ofSeconds(8));
      assertThat(watch.awaitEvents(1)).containsExactly("4 /lost- (was 1)");
      assertThat(list("/", 0)).containsExactly("/kept=1");
      clock().advance(Duration.ofSeconds(2));
      assertThat(watch.awaitEvents(2)).last().isEqualTo("5 /kept- (was 1)");
    }
  }

  @Test
  default void revokingEndsALeaseNow() {
    long lease = store().grantLease(1000);
    put("/a", "1", lease);
    put("/b", "1", lease);
    store().revokeLease(lease);
    assertThat(list("/", 0)).isEmpty();
    assertThat(store().revision()).isEqualTo(4);
    assertThatThrownBy(() -> store().revokeLease(lease))
        .isInstanceOf(StoreException.LeaseNotFound.class);
    store().revokeLease(store().grantLease(1000));
    assertThat(store().revision()).isEqualTo(4);
  }

  @Test
  default void aPutRebindsAKey() {
    long lease = store().grantLease(1000);
    long other = store().grantLease(1000);
    put("/free", "1", lease);
    put("/free", "2");
    put("/moved", "1", lease);
    put("/moved", "2", other);
    put("/gone", "1", lease);
    delete("/gone");
    long revision = store().revision();
    store().revokeLease(lease);
    assertThat(store().revision()).isEqualTo(revision);
    assertThat(list("/", 0)).containsExactly("/free=2", "/moved=2");
    store().revokeLease(other);
    assertThat(list("/", 0)).containsExactly("/free=2");
  }

  @Test
  default void anUnknownLeaseChangesNothing() {
    assertThatThrownBy(
            () -> run(new Operation.Put(b("/a"), b("1")), new Operation.Put(b("/b"), b("1"), 99)))
        .isInstanceOf(StoreException.LeaseNotFound.class);
    assertThat(store().revision()).isEqualTo(1);
    assertThat(list("/", 0)).isEmpty();
    assertThatThrownBy(() -> store().keepAlive(99))
        .isInstanceOf(StoreException.LeaseNotFound.class);
    assertThat(put("/a", "1")).isEqualTo(2);
  }

  @Test
  default void leasesHaveBounds() {
    for (long bad : new long[] {0, -1, Store.MAX_LEASE_SECONDS + 1}) {
      assertThatThrownBy(() -> store().grantLease(bad)).isInstanceOf(StoreException.Invalid.class);
    }
    long forever = store().grantLease(Store.MAX_LEASE_SECONDS);
    put("/a", "1", forever);
    clock().advance(Duration.ofDays(3650));
    assertThat(list("/", 0)).containsExactly("/a=1");
  }

  @Test
  default void leasesOutliveARestartWhenDataDoes() {
    long lease = store().grantLease(100);
    put("/a", "1", lease);
    reopen();
    if (!durable()) {
      assertThatThrownBy(() -> store().keepAlive(lease))
          .isInstanceOf(StoreException.LeaseNotFound.class);
      return;
    }
    assertThat(list("/", 0)).containsExactly("/a=1");
    put("/b", "1", lease);
    assertThat(store().grantLease(100)).isNotEqualTo(lease);
    try (WatchRecorder watch = watch("/", 0)) {
      clock().advance(Duration.ofSeconds(101));
      assertThat(watch.awaitEvents(2)).containsExactly("4 /a- (was 1)", "4 /b- (was 1)");
    }
  }
}
