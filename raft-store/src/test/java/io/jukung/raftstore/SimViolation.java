package io.jukung.raftstore;

/** Something that must never happen has happened in a simulation. */
final class SimViolation extends RuntimeException {
  private static final long serialVersionUID = 1;

  SimViolation(String what) {
    super(what);
  }
}
