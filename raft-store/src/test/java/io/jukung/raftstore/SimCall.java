package io.jukung.raftstore;

import io.jukung.storage.RangeResult;
import io.jukung.storage.check.Call;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call of a simulated client. */
final class SimCall {
  final SimMember member;
  final Command command;
  final Waiting waiting;
  final long invoked;

  /** When its caller stops to wait. */
  final long deadlineMs;

  /** Whether it reads everything once the command is done. */
  final boolean reads;

  private final int life;
  private long returned = Call.NEVER;
  private @Nullable Outcome outcome;
  private @Nullable RangeResult read;

  SimCall(
      SimMember member,
      Command command,
      Waiting waiting,
      long invoked,
      long deadlineMs,
      boolean reads) {
    this.member = member;
    this.life = member.starts();
    this.command = command;
    this.waiting = waiting;
    this.invoked = invoked;
    this.deadlineMs = deadlineMs;
    this.reads = reads;
  }

  /** Whether the process it was made to still runs. */
  boolean alive() {
    return member.up() && member.starts() == life;
  }

  void done(long at, Outcome told) {
    outcome = told;
    returned = at;
  }

  void done(long at, Outcome told, RangeResult found) {
    done(at, told);
    read = found;
  }

  long returned() {
    return returned;
  }

  /** What the caller was told; empty when the process died before. */
  Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  Optional<RangeResult> read() {
    return Optional.ofNullable(read);
  }

  @Override
  public String toString() {
    return "["
        + invoked
        + "-"
        + (returned == Call.NEVER ? "" : returned)
        + " m"
        + member.id
        + " "
        + command
        + " -> "
        + outcome
        + (read == null ? "" : " " + read.revision())
        + "]";
  }
}
