package io.jukung.bench;

import java.util.Locale;

/** What a run does to a server; in the order in which one round runs them. */
public enum Workload {
  /** Creates the objects the other workloads use. */
  CREATE,
  /** Reads one object, chosen by chance. */
  GET,
  /** Lists all objects, whole or in pages. */
  LIST,
  /** Merge-patches an annotation of one object, chosen by chance. */
  PATCH,
  /** Opens many watches and patches objects until each watch has delivered every event. */
  WATCH;

  /** The word on the command line and in reports. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
