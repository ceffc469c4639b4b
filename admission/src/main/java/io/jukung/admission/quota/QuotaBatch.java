package io.jukung.admission.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks the writes of one namespace that came together against its quotas, and writes each quota
 * once for all of them ({@code checkQuotas} in {@code
 * k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go} at v1.36). One batch of a
 * namespace runs at a time.
 */
final class QuotaBatch {
  /** How often quotas that somebody changed meanwhile are looked at anew. */
  private static final int RETRIES = 3;

  private final String namespace;
  private final QuotaStore store;
  private final Map<String, JsonNode> written;

  /**
   * A batch.
   *
   * @param written the quotas of this server's own last writes, by namespace and name, until the
   *     read cache has them
   */
  QuotaBatch(String namespace, QuotaStore store, Map<String, JsonNode> written) {
    this.namespace = namespace;
    this.store = store;
    this.written = written;
  }

  /** A write that waits for its answer. */
  static final class Waiter {
    private final QuotaCheck check;
    private boolean done;
    private @Nullable RuntimeException failure;

    Waiter(QuotaCheck check) {
      this.check = check;
    }

    boolean done() {
      return done;
    }

    private void finish(@Nullable RuntimeException with) {
      done = true;
      failure = with;
    }

    /** Fails as the check did. */
    void result() {
      if (failure != null) {
        throw failure;
      }
    }
  }

  void run(List<Waiter> waiters) {
    try {
      List<Quota> quotas = new ArrayList<>();
      for (JsonNode quota : store.quotas(namespace)) {
        quotas.add(Quota.of(newer(quota)));
      }
      check(quotas, waiters, RETRIES);
    } catch (RuntimeException e) {
      waiters.stream().filter(waiter -> !waiter.done()).forEach(waiter -> waiter.finish(e));
    }
  }

  private JsonNode newer(JsonNode cached) {
    String key = key(cached);
    JsonNode own = written.get(key);
    if (own == null) {
      return cached;
    }
    boolean stale =
        !own.at("/metadata/uid").equals(cached.at("/metadata/uid"))
            || version(own) <= version(cached);
    if (stale) {
      written.remove(key);
    }
    return stale ? cached : own;
  }

  private String key(JsonNode quota) {
    return namespace + "/" + quota.at("/metadata/name").asText("");
  }

  private static long version(JsonNode quota) {
    return quota.at("/metadata/resourceVersion").asLong();
  }

  private void check(List<Quota> read, List<Waiter> waiters, int retries) {
    List<Quota> quotas = read;
    List<Waiter> charged = new ArrayList<>();
    for (Waiter waiter : waiters) {
      try {
        List<Quota> next = waiter.check.apply(quotas);
        if (next.equals(quotas) || waiter.check.dryRun()) {
          waiter.finish(null);
        } else {
          quotas = next;
          charged.add(waiter);
        }
      } catch (StatusException e) {
        waiter.finish(e);
      }
    }
    List<String> lost = new ArrayList<>();
    StatusException last = null;
    for (Quota quota : quotas) {
      if (quota.changed()) {
        try {
          remember(store.updateStatus(quota.object()));
        } catch (StatusException e) {
          lost.add(quota.name());
          last = e;
        }
      }
    }
    if (last == null || retries == 0) {
      StatusException failure = last;
      charged.forEach(waiter -> waiter.finish(failure));
      return;
    }
    check(fresh(lost), charged, retries - 1);
  }

  private void remember(JsonNode quota) {
    if (written.size() > ResourceQuota.MAX_REMEMBERED) {
      written.clear();
    }
    written.put(key(quota), quota);
  }

  /** Those of the quotas that are still there. */
  private List<Quota> fresh(List<String> names) {
    List<Quota> quotas = new ArrayList<>();
    for (String name : names) {
      Optional<JsonNode> now = store.newest(namespace, name);
      now.ifPresent(quota -> quotas.add(Quota.of(quota)));
    }
    return quotas;
  }

  /** An empty memory of own writes. */
  static Map<String, JsonNode> memory() {
    return new ConcurrentHashMap<>();
  }
}
