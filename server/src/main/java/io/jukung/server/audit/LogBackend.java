package io.jukung.server.audit;

import io.jukung.storage.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each event, in a file or on standard output. */
final class LogBackend implements AuditBackend {
  private static final Logger LOG = LoggerFactory.getLogger(LogBackend.class);

  private final OutputStream out;
  private final boolean legacy;

  /**
   * A log.
   *
   * @param out takes a line with each call; closed with this
   */
  LogBackend(OutputStream out, boolean legacy) {
    this.out = out;
    this.legacy = legacy;
  }

  @Override
  public boolean keep(List<AuditEvent> events) {
    boolean kept = true;
    for (AuditEvent event : events) {
      Bytes text = legacy ? Bytes.utf8(event.line()) : event.logged();
      byte[] line = java.util.Arrays.copyOf(text.array(), text.length() + 1);
      line[line.length - 1] = '\n';
      try {
        synchronized (out) {
          out.write(line);
          out.flush();
        }
      } catch (IOException e) {
        LOG.error("an audit event could not be written", e);
        kept = false;
      }
    }
    return kept;
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
