package io.jukung.registry.encryption;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Passes on what it is told to the observer that listens at that moment. What happens before there
 * is one, when the providers of the first configuration begin, is kept and told then; beyond some
 * hundred events the oldest are kept. Safe for all threads.
 */
final class LateKmsObserver implements KmsObserver {
  private static final int MAX_KEPT = 500;

  private final Supplier<KmsObserver> listening;
  // Guarded by itself.
  private final List<Consumer<KmsObserver>> kept = new ArrayList<>();

  LateKmsObserver(Supplier<KmsObserver> listening) {
    this.listening = listening;
  }

  /** Tells what was kept; to be called once there is somebody to tell. */
  void release() {
    List<Consumer<KmsObserver>> all;
    synchronized (kept) {
      all = List.copyOf(kept);
      kept.clear();
    }
    all.forEach(event -> event.accept(listening.get()));
  }

  private void tell(Consumer<KmsObserver> event) {
    KmsObserver observer = listening.get();
    if (!observer.equals(KmsObserver.NONE)) {
      event.accept(observer);
      return;
    }
    synchronized (kept) {
      if (kept.size() < MAX_KEPT) {
        kept.add(event);
      }
    }
  }

  @Override
  public void called(String provider, String method, String status, long nanos) {
    tell(o -> o.called(provider, method, status, nanos));
  }

  @Override
  public void keyUsed(String provider, boolean toStorage, String keyId) {
    tell(o -> o.keyUsed(provider, toStorage, keyId));
  }

  @Override
  public void keyTold(String provider, String keyId) {
    tell(o -> o.keyTold(provider, keyId));
  }

  @Override
  public void keyRefused(String provider, String error) {
    tell(o -> o.keyRefused(provider, error));
  }

  @Override
  public void seedsKept(String provider, int seeds) {
    tell(o -> o.seedsKept(provider, seeds));
  }

  @Override
  public void seedMissed() {
    tell(KmsObserver::seedMissed);
  }

  @Override
  public void seedMade(long nanos) {
    tell(o -> o.seedMade(nanos));
  }
}
