package io.jukung.raftstore;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Who can't be reached. Safe for use by any number of threads. */
final class Reach {
  private Reach() {}

  /**
   * Calls all members at once; takes two seconds at most.
   *
   * @param self who asks: its member id
   * @param members names and addresses
   * @return why, by name, of those that don't answer
   */
  static Map<String, String> lost(PeerClient client, String self, Map<String, String> members) {
    Map<String, String> lost = new ConcurrentHashMap<>();
    CountDownLatch asked = new CountDownLatch(members.size());
    members.forEach(
        (name, address) ->
            Thread.ofVirtual()
                .name("raft-store-reach")
                .start(
                    () -> {
                      try {
                        client.touch(address, PeerCalls.meet(self, false, ""));
                      } catch (IOException e) {
                        lost.put(name, String.valueOf(e.getMessage()));
                      } finally {
                        asked.countDown();
                      }
                    }));
    try {
      asked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new TreeMap<>(lost);
  }
}
