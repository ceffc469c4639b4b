package io.jukung.controllers.garbage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The owners that lately turned out not to exist. Bounded; safe for all threads. */
final class AbsentOwners {
  private static final int REMEMBERED = 500;

  private final Set<Identity> absent =
      Collections.synchronizedSet(Collections.newSetFromMap(new Recent()));

  void add(Identity owner) {
    absent.add(owner);
  }

  boolean contains(Identity owner) {
    return absent.contains(owner);
  }

  private static final class Recent extends LinkedHashMap<Identity, Boolean> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Identity, Boolean> eldest) {
      return size() > REMEMBERED;
    }
  }
}
