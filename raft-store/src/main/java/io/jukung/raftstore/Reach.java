package io.jukung.raftstore;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

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
    return each(
        members,
        address -> {
          try {
            client.touch(address, PeerCalls.meet(self, false, ""));
            return Optional.empty();
          } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
          }
        });
  }

  /**
   * Asks all members at once and waits for every one of them.
   *
   * @param members names and addresses
   * @param question asked with an address, each on a thread of its own
   * @return what came of it, by name, of those of which anything did
   */
  static Map<String, String> each(
      Map<String, String> members, Function<String, Optional<String>> question) {
    Map<String, String> found = new ConcurrentHashMap<>();
    CountDownLatch asked = new CountDownLatch(members.size());
    members.forEach(
        (name, address) ->
            Thread.ofVirtual()
                .name("raft-store-ask")
                .start(
                    () -> {
                      try {
                        question.apply(address).ifPresent(answer -> found.put(name, answer));
                      } finally {
                        asked.countDown();
                      }
                    }));
    try {
      asked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new TreeMap<>(found);
  }
}
