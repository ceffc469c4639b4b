package io.jukung.cli;

/** What the process's exit status means; {@code docs/OPERATING.md} lists them for operators. */
public enum ExitCode {
  /** Stopped as asked. */
  OK(0),
  /** A fault nobody foresaw; the log has the details. */
  FAULT(1),
  /** The command line is wrong. */
  USAGE(2),
  /** The address or port can't be listened on. */
  PORT_UNAVAILABLE(3),
  /** Another process uses the data folder. */
  DATA_DIR_IN_USE(4),
  /** The data folder was written by a newer version. */
  DATA_DIR_TOO_NEW(5),
  /** The data folder can't be made, read or written, or its disk is too full. */
  DATA_DIR_UNUSABLE(6),
  /** The etcd given by --etcd-servers does not answer or does not let us in. */
  ETCD_UNAVAILABLE(7),
  /** No running server holds the data folder, or it does not answer. */
  STORE_UNREACHABLE(8),
  /** The store, or a snapshot of one, is not sound. */
  STORE_DAMAGED(9),
  /** The store was migrated, or is being filled by a migration. 10 and 11 are the launcher's. */
  STORE_MOVED(12);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** The exit status, 0 to 255. */
  public int status() {
    return status;
  }
}
