package io.jukung.raftstore;

/**
 * Mistakes a consensus, its disk or a caller could make. A simulation that does not find them would
 * not find them in the real code either.
 */
enum SimFault {
  /** All is as it should be. */
  NONE,
  /** A new leader lacks entries that were committed. */
  COMMITTED_ENTRY_LOST,
  /** A proposal that arrives twice is appended twice. */
  APPENDED_TWICE,
  /** A proposal is refused after it was appended, so that it is sent again. */
  REFUSED_AFTER_APPENDED,
  /** The log is purged up to what was applied, not up to what is on disk. */
  PURGED_BEFORE_FLUSHED,
  /** Each member applies an entry with its own clock's time. */
  LOCAL_TIME,
  /** A member leaves out an entry. */
  ENTRY_SKIPPED,
  /** A member applies an entry twice. */
  ENTRY_REPEATED,
  /** A state is installed that is older than the member's place in the log. */
  OLD_STATE_INSTALLED,
  /** Reads that have to be consistent do without the barrier. */
  NO_BARRIER,
  /** A watch goes on one revision too late. */
  WATCH_RESUMED_LATE
}
