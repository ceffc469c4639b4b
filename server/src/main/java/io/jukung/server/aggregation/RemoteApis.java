package io.jukung.server.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.openapi.Document;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The APIs that other servers serve: one immutable snapshot that readers share. */
final class RemoteApis {
  private volatile Snapshot now = new Snapshot(0, Map.of());

  /**
   * All at one time.
   *
   * @param number grows with every change
   */
  record Snapshot(long number, Map<GroupVersion, Remote> remotes) {}

  /** All of them now, and which state that is. */
  Snapshot snapshot() {
    return now;
  }

  /** All of them now. */
  Map<GroupVersion, Remote> all() {
    return now.remotes();
  }

  /** The one that serves the version, if it is not this server. */
  Optional<Remote> find(GroupVersion version) {
    return Optional.ofNullable(all().get(version));
  }

  /** Adds or replaces one. */
  synchronized void put(Remote remote) {
    Map<GroupVersion, Remote> more = new HashMap<>(all());
    more.put(remote.api().groupVersion(), remote);
    set(more);
  }

  /** Keeps what a server answered, unless another serves the version by now. */
  synchronized void answered(
      Remote asked, JsonNode list, Optional<Document> v3, Optional<Document> v2) {
    Remote known = all().get(asked.api().groupVersion());
    if (known != null
        && known.service().equals(asked.service())
        && !(list.equals(known.resources())
            && known.openApi().map(Document::hash).equals(v3.map(Document::hash))
            && known.openApiV2().map(Document::hash).equals(v2.map(Document::hash)))) {
      put(known.answering(list, v3, v2));
    }
  }

  /**
   * Keeps whether a server may be called, before the object says so: who reads there that it is
   * available finds it so.
   */
  synchronized void judged(ApiService asked, boolean available) {
    Remote known = all().get(asked.groupVersion());
    if (known != null
        && known.api().service().equals(asked.service())
        && known.api().available() != available) {
      put(known.with(known.api().judged(available)));
    }
  }

  private void set(Map<GroupVersion, Remote> remotes) {
    now = new Snapshot(now.number() + 1, Map.copyOf(remotes));
  }

  /** Removes the one that the object of this name described. */
  synchronized void remove(String name) {
    Map<GroupVersion, Remote> fewer = new HashMap<>(all());
    fewer.values().removeIf(remote -> remote.api().name().equals(name));
    set(fewer);
  }
}
