package io.jukung.server.audit;

import java.util.List;

/** Keeps events. Safe for all threads. */
interface AuditBackend extends AutoCloseable {
  /** Keeps events; false when that failed. What fails is counted and told of in the log. */
  boolean keep(List<AuditEvent> events);

  /** Keeps what still waits, within some seconds, and lets go of files and threads. */
  @Override
  void close();
}
