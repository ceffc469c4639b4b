package io.jukung.storage.etcd;

import io.jukung.storage.StoreException;
import io.jukung.storage.watch.Change;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Learns the compacted revision from a watch that starts before it. */
final class CompactionProbe {
  private CompactionProbe() {}

  /** The compacted revision of an etcd known to be compacted; 0 when it can't be learned now. */
  static long ask(Endpoints endpoints, Calls calls) {
    Endpoints.Endpoint endpoint = endpoints.current();
    WatchStream stream = WatchStream.open(endpoint, 1, new Nobody());
    try {
      return switch (stream.awaitEnd(calls.timeoutNs())) {
        case WatchStream.End.Compacted compacted -> compacted.revision();
        case WatchStream.End.Broken ignored -> 0;
        case WatchStream.End.Closed ignored -> 0;
      };
    } catch (TimeoutException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unavailable("interrupted");
    } finally {
      stream.close();
    }
  }

  private static final class Nobody implements WatchStream.Listener {
    @Override
    public void created(long revision) {}

    @Override
    public boolean changes(List<Change> changes) {
      return false;
    }
  }
}
