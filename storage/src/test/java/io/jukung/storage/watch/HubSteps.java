package io.jukung.storage.watch;

/**
 * A {@link WatchHub} that was not started, driven by its owner's thread one round at a time, as
 * simulations do.
 */
public final class HubSteps {
  private final WatchHub hub;

  /** Takes over a hub without threads. */
  public HubSteps(WatchHub hub) {
    this.hub = hub;
  }

  /** One round of the ring thread; never waits. */
  public void ring() {
    try {
      var _ = hub.ringRound(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One round of the history thread; never waits. */
  public void history() {
    try {
      var _ = hub.historyRound(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
