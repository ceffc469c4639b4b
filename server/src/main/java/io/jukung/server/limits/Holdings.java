package io.jukung.server.limits;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Who holds how many of something of which there is only so much. Safe for all threads. */
final class Holdings {
  private final int most;
  private final int mostPerUser;
  private final AtomicInteger all = new AtomicInteger();
  private final ConcurrentHashMap<String, Integer> users = new ConcurrentHashMap<>();

  Holdings(int most, int mostPerUser) {
    this.most = most;
    this.mostPerUser = mostPerUser;
  }

  /** Takes one, though there be no more of them: for those who are not limited. */
  void take(String user) {
    all.incrementAndGet();
    users.merge(user, 1, Integer::sum);
  }

  /** Takes one; what bound is reached when there is none, and then none is taken. */
  Optional<String> tryTake(String user) {
    if (all.incrementAndGet() > most) {
      all.decrementAndGet();
      return Optional.of(most + " of all users");
    }
    if (users.merge(user, 1, Integer::sum) > mostPerUser) {
      give(user);
      return Optional.of(mostPerUser + " of one user");
    }
    return Optional.empty();
  }

  /** Gives one back. */
  void give(String user) {
    all.decrementAndGet();
    users.compute(user, (name, held) -> held == null || held <= 1 ? null : held - 1);
  }

  /** How many a user holds. */
  int held(String user) {
    return users.getOrDefault(user, 0);
  }
}
