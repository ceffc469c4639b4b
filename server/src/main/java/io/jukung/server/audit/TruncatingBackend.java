package io.jukung.server.audit;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps events and batches below a size ({@code plugin/pkg/audit/truncate} at v1.36). */
record TruncatingBackend(AuditBackend next, AuditConfig.Truncate bounds) implements AuditBackend {
  private static final Logger LOG = LoggerFactory.getLogger(TruncatingBackend.class);

  @Override
  public boolean keep(List<AuditEvent> events) {
    boolean kept = true;
    List<AuditEvent> batch = new ArrayList<>();
    long bytes = 0;
    for (AuditEvent event : events) {
      AuditEvent fitting =
          event.logged().length() > bounds.maxEvent() && event.large() ? event.truncated() : event;
      int size = fitting.logged().length();
      if (size > bounds.maxEvent()) {
        LOG.error("an audit event of {} bytes is too large even after truncating", size);
        continue;
      }
      if (!batch.isEmpty() && bytes + size > bounds.maxBatch()) {
        kept &= next.keep(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
      bytes += size;
      batch.add(fitting);
    }
    return (batch.isEmpty() || next.keep(batch)) && kept;
  }

  @Override
  public void close() {
    next.close();
  }
}
