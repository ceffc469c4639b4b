package io.jukung.cli.store;

import static io.jukung.cli.store.AdminSocket.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.raftstore.RaftStore;
import io.jukung.raftstore.SnapshotManifest;
import io.jukung.raftstore.StoreCheck;
import io.jukung.raftstore.StoreInspection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What a running server answers to {@code jukung store}. */
public final class AdminCalls {
  private final RaftStore store;
  private final StoreInspection inspection;

  private AdminCalls(RaftStore store) {
    this.store = store;
    this.inspection = store.inspection();
  }

  /**
   * Answers for a store until closed.
   *
   * @throws IOException when the socket can't be made
   */
  public static AdminSocket serve(Path dataDir, RaftStore store) throws IOException {
    AdminCalls calls = new AdminCalls(store);
    Map<String, AdminSocket.Handler> handlers = new HashMap<>();
    handlers.put("status", call -> status(calls.inspection).put("running", true));
    handlers.put("compact", calls::compact);
    handlers.put("check", call -> check(calls.inspection.check()));
    handlers.put("snapshot", calls::snapshot);
    return AdminSocket.start(dataDir, handlers);
  }

  /** How far a store is, running or not. */
  static ObjectNode status(StoreInspection inspection) {
    StoreInspection.Progress progress = inspection.progress();
    return JSON.createObjectNode()
        .put("cluster", inspection.cluster().toString())
        .put("member", inspection.member())
        .put("revision", progress.revision())
        .put("compacted", progress.compacted())
        .put("raftTerm", progress.term())
        .put("raftIndex", progress.index())
        .put("leases", inspection.leases().size())
        .put("stateBytes", progress.bytes())
        .put("freeBytes", inspection.freeBytes());
  }

  /** A check's report. */
  static ObjectNode check(StoreCheck.Report report) {
    ObjectNode answer =
        JSON.createObjectNode()
            .put("revision", report.revision())
            .put("compacted", report.compacted())
            .put("keys", report.keys())
            .put("changes", report.changes())
            .put("leases", report.leases())
            .put("hash", report.hash());
    report.problems().forEach(answer.putArray("problems")::add);
    return answer;
  }

  /** What a snapshot says of itself. */
  static ObjectNode snapshot(SnapshotManifest manifest) {
    return JSON.createObjectNode()
        .put("cluster", manifest.cluster().toString())
        .put("member", manifest.member())
        .put("revision", manifest.revision())
        .put("oldestRevision", manifest.oldestRevision())
        .put("time", java.time.Instant.ofEpochMilli(manifest.timeMs()).toString())
        .put("files", manifest.hashes().size());
  }

  private ObjectNode compact(JsonNode call) {
    long revision = call.path("revision").asLong(0);
    store.compact(revision == 0 ? store.revision() : revision);
    return JSON.createObjectNode().put("compacted", store.compactedRevision());
  }

  private ObjectNode snapshot(JsonNode call) throws IOException {
    Path target = Path.of(call.path("to").asText());
    if (!target.isAbsolute()) {
      throw new IOException("a snapshot needs an absolute path, not " + target);
    }
    ObjectNode answer = snapshot(inspection.saveSnapshot(target));
    return answer.put("bytes", java.nio.file.Files.size(target));
  }
}
