package io.jukung.raftstore;

import io.jukung.storage.Bytes;
import io.jukung.storage.StoreException;
import io.jukung.storage.watch.HubSteps;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One member of a simulated group: the store's own code between its callers and the log, on a
 * simulated disk. Used by one thread.
 */
final class SimMember implements Replica.Home {
  /** What a start brings to life and a crash ends. */
  record Running(
      StateDb opened,
      Gate gate,
      GroupCommit commits,
      Replica replica,
      HubSteps hub,
      AgeCompaction ages) {}

  /** A place a write was sent to the log at. */
  record Sent(Bytes client, long batch, int position) {}

  final int id;
  final SimNode node;
  private final SimWorld world;
  private final long skewMs;
  private final IdentityHashMap<Waiting, List<Sent>> sent = new IdentityHashMap<>();
  private @Nullable Running running;
  private boolean retry;
  private int starts;

  // On disk.
  private Path state;
  private @Nullable Path kept;

  SimMember(int id, SimNode node, SimWorld world, long skewMs) {
    this.id = id;
    this.node = node;
    this.world = world;
    this.skewMs = skewMs;
    this.state = world.folder("m" + id);
  }

  boolean up() {
    return running != null;
  }

  Running running() {
    return Objects.requireNonNull(running);
  }

  Replica replica() {
    return running().replica();
  }

  long nowMs() {
    return world.nowMs() + skewMs;
  }

  /** How often it was started. */
  int starts() {
    return starts;
  }

  /** The places a write was sent to, in their order. */
  List<Sent> sent(Waiting write) {
    return sent.getOrDefault(write, List.of());
  }

  void start() {
    starts++;
    StateDb db = kept == null ? world.disk().open(state) : openInstalled();
    RaftStoreConfig config =
        new RaftStoreConfig(
            Path.of("unused"),
            () -> Instant.ofEpochMilli(nowMs()),
            Duration.ofSeconds(20),
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            0,
            8 << 20,
            world.watches(),
            world.batches(),
            false,
            Optional.empty());
    Gate gate = new Gate(db);
    Bytes client = Bytes.utf8("client-" + id + "-" + starts);
    GroupCommit commits = new GroupCommit(config, new ToNode(client), () -> retry = true);
    Replica replica =
        new Replica(
            config, this, db, gate, commits, client, () -> nowMs() * 1_000_000, new Owner());
    running =
        new Running(
            db,
            gate,
            commits,
            replica,
            new HubSteps(replica.hub()),
            new AgeCompaction(Duration.ofSeconds(20)));
    node.start(replica);
  }

  /** Pulls the plug. */
  void crash() {
    node.crash();
    StateDb db = running().gate().close();
    db.close();
    running = null;
    retry = false;
  }

  /** What maintenance does when its time has come. */
  void tick() {
    if (retry) {
      retry = false;
      running().commits().pump();
    }
    if (node.leadership().here()) {
      AppliedState now = replica().state();
      if (replica().nextLeaseEndMs() <= nowMs()) {
        submit(new Command.Expire(100));
      }
      long target = running().ages().look(nowMs(), now.revision());
      if (target > Math.max(1, now.compacted())) {
        submit(new Command.Compact(target));
      }
    }
  }

  private void submit(Command command) {
    try {
      var _ = running().commits().submit(command);
    } catch (StoreException.Unavailable e) {
      world.trace("member " + id + " can't take its own " + command);
    }
  }

  @Override
  public void keepForInstall(Path whole) {
    kept = whole;
    world.mayCrash(this);
  }

  @Override
  public StateDb openInstalled() {
    world.disk().remove(state);
    state = Objects.requireNonNull(kept);
    kept = null;
    return world.disk().open(state);
  }

  /** Gives back what its disk holds; not to be used after. */
  void dispose() {
    if (up()) {
      crash();
    }
    world.disk().remove(state);
    if (kept != null) {
      world.disk().remove(kept);
    }
  }

  private final class ToNode implements GroupCommit.Log {
    private final Bytes client;

    ToNode(Bytes client) {
      this.client = client;
    }

    @Override
    public long term() {
      return node.leadership().term();
    }

    @Override
    public void append(Batch batch) {
      for (int i = 0; i < batch.writes().size(); i++) {
        sent.computeIfAbsent(batch.writes().get(i), write -> new ArrayList<>())
            .add(new Sent(client, batch.id(), i));
      }
      node.propose(
          new Consensus.Proposal(client, batch.id(), batch.term(), Bytes.wrap(batch.encode())),
          () -> running().commits().refused(batch.id()));
    }
  }

  private final class Owner implements Replica.Owner {
    @Override
    public void leadershipChanged() {
      if (up()) {
        running().commits().pump();
      }
    }

    @Override
    public void compacted(AppliedState state, Supplier<StateDb.Moment> view) {}

    @Override
    public Optional<String> hash(long index) {
      return Optional.empty();
    }

    @Override
    public void installing() {}

    @Override
    public void installed() {}

    @Override
    public void fault(String what, Throwable cause) {
      throw new SimViolation("member " + id + ": " + what + ": " + cause);
    }
  }
}
