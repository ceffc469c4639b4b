package io.jukung.cli;

/** A command that can't succeed, told to the operator in one line; nothing was damaged. */
public final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitCode exitCode;

  /** A failure with the status to end with and the line to say. */
  public StartFailure(ExitCode exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
