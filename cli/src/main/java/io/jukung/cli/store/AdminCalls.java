package io.jukung.cli.store;

import static io.jukung.cli.store.AdminSocket.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.raftstore.Member;
import io.jukung.raftstore.RaftStore;
import io.jukung.raftstore.SnapshotManifest;
import io.jukung.raftstore.StoreCheck;
import io.jukung.raftstore.StoreInspection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What a running server answers to {@code jukung store}. */
public final class AdminCalls {
  /** Lets processes join a store. */
  public interface Invitations {
    /**
     * Lets one process join.
     *
     * @param advertise {@code HOST:PORT} at which others reach this member, if it was said
     * @param learner whether it joins without a vote
     * @return the options the process is to be started with
     */
    String invite(Optional<String> advertise, boolean learner) throws Exception;
  }

  private final RaftStore store;
  private final StoreInspection inspection;

  private AdminCalls(RaftStore store) {
    this.store = store;
    this.inspection = store.inspection();
  }

  /**
   * Answers for a store until closed.
   *
   * @param invitations lets processes join
   * @throws IOException when the socket can't be made
   */
  public static AdminSocket serve(Path dataDir, RaftStore store, Invitations invitations)
      throws IOException {
    AdminCalls calls = new AdminCalls(store);
    Map<String, AdminSocket.Handler> handlers = new HashMap<>();
    handlers.put("status", call -> calls.status());
    handlers.put("members", call -> calls.members());
    handlers.put("members add", call -> addMember(invitations, call));
    handlers.put("members remove", calls::removeMember);
    handlers.put("members promote", calls::promoteMember);
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
        .put("time", java.time.Instant.ofEpochMilli(manifest.timeMs()).toString());
  }

  private ObjectNode status() {
    List<Member> members = store.group().members();
    ObjectNode status =
        status(inspection)
            .put("running", true)
            .put("leads", members.stream().anyMatch(this::leads))
            .put("members", members.size())
            .put(
                "leader",
                members.stream()
                    .filter(Member::leads)
                    .map(Member::name)
                    .findFirst()
                    .orElse("none"));
    store
        .group()
        .lastCheck()
        .ifPresent(
            check ->
                status
                    .put("comparedAtIndex", check.index())
                    .put("comparedHash", check.hash())
                    .put("sameState", String.join(" ", new TreeSet<>(check.equal())))
                    .put(
                        "otherState",
                        check.different().isEmpty() ? "none" : check.different().toString()));
    ArrayNode unreachable = status.putArray("unreachable");
    store.group().unreachable().forEach((name, why) -> unreachable.add(name + ": " + why));
    return status;
  }

  private boolean leads(Member member) {
    return member.leads() && member.name().equals(inspection.member());
  }

  private ObjectNode members() {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode members = answer.putArray("members");
    for (Member member : store.group().members()) {
      members
          .addObject()
          .put("name", member.name())
          .put("address", member.address())
          .put("role", member.leads() ? "leader" : member.votes() ? "follower" : "learner")
          .put("here", member.name().equals(inspection.member()));
    }
    return answer;
  }

  private static ObjectNode addMember(Invitations invitations, JsonNode call) throws Exception {
    Optional<String> advertise = Optional.ofNullable(call.path("advertise").textValue());
    String options = invitations.invite(advertise, call.path("learner").asBoolean());
    return JSON.createObjectNode().put("options", options);
  }

  private ObjectNode promoteMember(JsonNode call) throws IOException {
    String name = call.path("name").asText();
    store.group().promote(name);
    return JSON.createObjectNode().put("promoted", name);
  }

  private ObjectNode removeMember(JsonNode call) throws IOException {
    String name = call.path("name").asText();
    store.group().remove(name);
    return JSON.createObjectNode().put("removed", name);
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
