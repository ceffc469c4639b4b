package io.jukung.raftstore.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.storage.Bytes;
import io.jukung.storage.Operation;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What can happen to three machines; after each fault all is well again. Used by one thread. */
final class Faults implements AutoCloseable {
  private static final int MEMBERS = 3;

  /** Its folder is on a small disk of its own. */
  private static final int SMALL_DISK = 2;

  private static final int HOLD_MS = 1_500;

  private static final String ONLY = System.getProperty("jukung.net.only", "");

  private static final long SLOW_SECONDS = Long.getLong("jukung.net.slowSeconds", 15);

  private static final String[] SLOW_SYNCS =
      ("strace -D -f --seccomp-bpf -o /dev/null -e trace=fsync,fdatasync"
              + " -e inject=fsync,fdatasync:delay_enter=100000")
          .split(" ");

  /** One of them. */
  private interface Fault {
    void happen() throws IOException;
  }

  private final Path directory;
  private final Networks networks;
  private final Random random;
  private final Processes members;
  private final List<Long> gapsMs = new ArrayList<>();
  private List<Store> stores = List.of();
  private int writes;
  private int questions;

  Faults(Path directory, Networks networks, Random random) {
    this.directory = directory;
    this.networks = networks;
    this.random = random;
    this.members = new Processes(directory, networks);
  }

  void startAll() throws IOException {
    Certificates.make(directory.resolve("pki"), Stream.of(0, 1, 2).map(networks::address).toList());
    Files.createDirectories(members.data(SMALL_DISK));
    String _ = Shell.run("mount -t tmpfs -o size=96m tmpfs " + members.data(SMALL_DISK));
    for (int i = 0; i < MEMBERS; i++) {
      var _ = members.start(i);
    }
    for (int i = 0; i < MEMBERS; i++) {
      members.awaitReady(i);
    }
  }

  /** Everything once, in an order by chance, and the loss of a leader between each two. */
  void all(List<Store> clients) throws IOException {
    stores = clients;
    Map<String, Fault> faults = new TreeMap<>();
    faults.put("kill a follower", this::killFollower);
    faults.put("isolate the leader", this::isolateLeader);
    faults.put("the leader hears nothing", this::deafLeader);
    faults.put("a follower hears nothing of the leader", this::deafFollower);
    faults.put("stop the leader for a while", this::stopLeader);
    faults.put("damage a follower's log", this::damageLog);
    faults.put("fill a disk", this::fillDisk);
    faults.put("a slow disk", this::slowDisk);
    faults.put("a clock jumps", this::clockJumps);
    List<String> order = new ArrayList<>(faults.keySet());
    Collections.shuffle(order, random);
    order.removeIf(name -> !name.contains(ONLY));
    for (String name : order) {
      long startNs = System.nanoTime();
      Objects.requireNonNull(faults.get(name)).happen();
      awaitWrite();
      System.out.println(name + ": " + sinceMs(startNs) + " ms");
      if (random.nextBoolean()) {
        killLeader();
      }
    }
    Collections.sort(gapsMs);
    if (!gapsMs.isEmpty()) {
      System.out.printf(
          "first write accepted after the loss of a leader, ms: median %d of %s%n",
          gapsMs.get(gapsMs.size() / 2), gapsMs);
    }
  }

  private void killLeader() {
    int leader = members.leader();
    members.kill(leader);
    measure(leader);
    restart(leader);
  }

  private void killFollower() {
    int follower = (members.leader() + 1) % MEMBERS;
    members.kill(follower);
    hold();
    restart(follower);
  }

  private void isolateLeader() {
    int leader = members.leader();
    networks.isolate(leader);
    measure(leader);
    hold();
    networks.heal();
  }

  private void deafLeader() {
    int leader = members.leader();
    networks.cut((leader + 1) % MEMBERS, leader);
    networks.cut((leader + 2) % MEMBERS, leader);
    measure(leader);
    hold();
    networks.heal();
  }

  private void deafFollower() {
    int leader = members.leader();
    networks.cut(leader, (leader + 1) % MEMBERS);
    hold();
    networks.heal();
  }

  private void stopLeader() {
    int leader = members.leader();
    members.signal(leader, "STOP");
    measure(leader);
    hold();
    members.signal(leader, "CONT");
  }

  /** Such a member can't be trusted with a vote any more: it has to join anew. */
  private void damageLog() throws IOException {
    int leader = members.leader();
    int follower = (leader + 1) % MEMBERS;
    if (follower == SMALL_DISK) {
      follower = (leader + 2) % MEMBERS;
    }
    members.kill(follower);
    cutWithinAnEntry(members.data(follower));
    Processes.Running refused = members.restart(follower);
    Processes.await("it ends", () -> !refused.process.isAlive());
    Processes.await("it says why", () -> !refused.newest("refused").isEmpty());
    assertThat(refused.newest("refused")).contains("damaged");
    int other = members.leader(follower);
    members.say(other, "remove " + members.name(follower));
    Processes.Running remover = members.get(other);
    String removed = members.name(follower);
    Processes.await(
        "it is removed: " + remover.said,
        () ->
            !remover.newest("removed,").isEmpty() && !remover.newest("removed,").contains(removed));
    var _ = members.joinAnew(follower, other);
    members.awaitReady(follower);
  }

  private static void cutWithinAnEntry(Path data) throws IOException {
    Path log;
    try (Stream<Path> files = Files.walk(data.resolve("raft"))) {
      log =
          files
              .filter(file -> file.getFileName().toString().startsWith("log_inprogress"))
              .findFirst()
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(log);
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
      file.setLength(end - 7);
    }
  }

  private void fillDisk() throws IOException {
    Path filler = members.data(SMALL_DISK).resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      byte[] block = new byte[1 << 16];
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
    hold();
    int leader = members.leader();
    if (leader != SMALL_DISK) {
      awaitWrite(leader);
    }
    members.kill(SMALL_DISK);
    Files.delete(filler);
    restart(SMALL_DISK);
  }

  /**
   * All members wait 100 ms for each sync, and for a while nobody else comes to lead: no member has
   * applied an entry of another term. On a machine so busy that members do not get to run, it may
   * take a second or third while.
   */
  private void slowDisk() {
    restartAll(SLOW_SYNCS);
    for (int tries = 1; !steady(); tries++) {
      assertThat(tries).as("leaders change while disks are slow").isLessThan(3);
    }
    restartAll();
  }

  private void restartAll(String... wrapper) {
    for (int i = 0; i < MEMBERS; i++) {
      members.kill(i);
    }
    for (int i = 0; i < MEMBERS; i++) {
      var _ = members.restart(i, wrapper);
    }
    for (int i = 0; i < MEMBERS; i++) {
      members.awaitReady(i);
    }
  }

  private boolean steady() {
    awaitWrite();
    List<String> before = terms();
    int leader = members.leader();
    long startNs = System.nanoTime();
    int taken = 0;
    while (System.nanoTime() - startNs < TimeUnit.SECONDS.toNanos(SLOW_SECONDS)) {
      awaitWrite(taken++ % MEMBERS);
    }
    List<String> after = terms();
    System.out.printf(
        "slow disks: %d writes in %d s, terms %s before, %s after, leader m%d%n",
        taken, SLOW_SECONDS, before, after, leader);
    return after.equals(before) && before.stream().distinct().count() == 1;
  }

  /** The term of the newest entry that each member has applied. */
  private List<String> terms() {
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      String question = "term " + questions++;
      Processes.Running member = members.get(i);
      members.say(i, question);
      Processes.await("it says its term", () -> !member.newest(question).isEmpty());
      terms.add(member.newest(question));
    }
    return terms;
  }

  private void clockJumps() {
    int jumper = (members.leader() + random.nextInt(MEMBERS)) % MEMBERS;
    for (int seconds : new int[] {3_600, -3_600, 0}) {
      members.say(jumper, "clock " + seconds);
      awaitWrite(jumper);
      hold();
    }
  }

  private void restart(int i) {
    var _ = members.restart(i);
    members.awaitReady(i);
  }

  private static void hold() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(HOLD_MS));
  }

  /** How long it takes until a write is accepted by another member than the lost leader. */
  private void measure(int lost) {
    long startNs = System.nanoTime();
    awaitWrite((lost + 1) % MEMBERS);
    gapsMs.add(sinceMs(startNs));
    members.forget(lost);
  }

  private void awaitWrite() {
    for (int i = 0; i < MEMBERS; i++) {
      awaitWrite(i);
    }
  }

  private void awaitWrite(int member) {
    Processes.await("member " + member + " takes a write", () -> written(stores.get(member)));
  }

  private boolean written(Store store) {
    Operation put =
        new Operation.Put(Bytes.utf8("fault"), Bytes.utf8(Integer.toString(writes++)), 0);
    try {
      return store.txn(new Txn(List.of(), List.of(put), List.of())).succeeded();
    } catch (StoreException.Unavailable | StoreException.Uncertain e) {
      return false;
    }
  }

  private static long sinceMs(long startNs) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
  }

  @Override
  public void close() {
    members.close();
    try {
      String _ = Shell.run("umount " + members.data(SMALL_DISK));
    } catch (IllegalStateException e) {
      System.out.println("left behind: " + e.getMessage());
    }
  }
}
