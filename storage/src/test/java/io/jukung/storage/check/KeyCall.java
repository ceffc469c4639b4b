package io.jukung.storage.check;

import java.util.OptionalLong;

/**
 * An operation on one key and what was answered.
 *
 * @param expected the mod revision the operation is conditional on; empty without condition
 * @param write what it does when the condition holds
 * @param answer what the caller was told
 */
public record KeyCall(OptionalLong expected, Write write, Answer answer) {
  /** What a key holds. Values have to differ from write to write. */
  public record Held(String value, long modRevision) {
    /** The key is not there. */
    public static final Held NOTHING = new Held("", 0);
  }

  /** What an operation does to the key. */
  public sealed interface Write {
    /** Writes a value. */
    record Put(String value) implements Write {}

    /** Removes the key. */
    record Delete() implements Write {}

    /** Only looks. */
    record None() implements Write {}
  }

  /** What a caller was told. */
  public sealed interface Answer {
    /** Done, at {@code revision}: that of the change, or the store's when nothing was changed. */
    record Done(long revision) implements Answer {}

    /** Done, and the key held {@code before} until then. */
    record DoneOn(long revision, Held before) implements Answer {}

    /** The condition did not hold, the key holding {@code seen}. */
    record Refused(Held seen) implements Answer {}

    /** Nothing: it may or may not have been done. */
    record Unknown() implements Answer {}
  }

  /** A read. */
  public static KeyCall get(long revision, Held seen) {
    return new KeyCall(OptionalLong.empty(), new Write.None(), new Answer.DoneOn(revision, seen));
  }
}
