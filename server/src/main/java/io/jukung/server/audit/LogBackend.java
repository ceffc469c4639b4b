package io.jukung.server.audit;

import io.jukung.storage.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each event, in a file or on standard output. */
final class LogBackend implements AuditBackend {
  /** What is written at once, or little more: a batch of small events. */
  private static final int WRITE_BYTES = 64 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(LogBackend.class);

  private final OutputStream out;
  private final boolean legacy;

  /**
   * A log.
   *
   * @param out takes whole lines with each call; closed with this
   */
  LogBackend(OutputStream out, boolean legacy) {
    this.out = out;
    this.legacy = legacy;
  }

  @Override
  public boolean keep(List<AuditEvent> events) {
    boolean kept = true;
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (AuditEvent event : events) {
      lines.writeBytes((legacy ? Bytes.utf8(event.line()) : event.logged()).array());
      lines.write('\n');
      if (lines.size() >= WRITE_BYTES) {
        kept &= write(lines);
        lines.reset();
      }
    }
    return write(lines) && kept;
  }

  private boolean write(ByteArrayOutputStream lines) {
    try {
      synchronized (out) {
        out.write(lines.toByteArray());
        out.flush();
      }
      return true;
    } catch (IOException e) {
      LOG.error("audit events could not be written", e);
      return false;
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      LOG.warn("the audit log was not closed cleanly", e);
    }
  }
}
