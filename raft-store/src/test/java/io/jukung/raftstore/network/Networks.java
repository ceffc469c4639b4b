package io.jukung.raftstore.network;

import java.util.ArrayList;
import java.util.List;

/**
 * Network namespaces on one bridge, each with an address; this process is on the bridge, too. All
 * is removed on close. Used by one thread.
 */
final class Networks implements AutoCloseable {
  private final String mark = "jk" + ProcessHandle.current().pid() % 100_000;
  private final String subnet = "10.213." + ProcessHandle.current().pid() % 250 + ".";
  private final int size;

  Networks(int size) {
    this.size = size;
    boolean made = false;
    try {
      Shell.run("ip link add " + bridge() + " type bridge");
      Shell.run("ip addr add " + subnet + "1/24 dev " + bridge());
      Shell.run("ip link set " + bridge() + " up");
      for (int i = 0; i < size; i++) {
        String wire = mark + "v" + i;
        Shell.run("ip netns add " + name(i));
        Shell.run("ip link add " + wire + " type veth peer name eth0 netns " + name(i));
        Shell.run("ip link set " + wire + " master " + bridge() + " up");
        in(i, "ip addr add " + address(i) + "/24 dev eth0");
        in(i, "ip link set eth0 up");
        in(i, "ip link set lo up");
      }
      made = true;
    } finally {
      if (!made) {
        close();
      }
    }
  }

  String address(int i) {
    return subnet + (10 + i);
  }

  /** What a command has to begin with to run in a namespace. */
  List<String> prefix(int i) {
    return List.of("ip", "netns", "exec", name(i));
  }

  /** Nothing gets from one namespace to another; the other way is open. */
  void cut(int from, int to) {
    String rules =
        """
        add table inet fault
        add chain inet fault in { type filter hook input priority 0; }
        add rule inet fault in ip saddr %s drop
        """
            .formatted(address(from));
    List<String> command = new ArrayList<>(prefix(to));
    command.addAll(List.of("nft", "-f", "-"));
    String _ = Shell.pipe(rules, command);
  }

  /** Nothing gets from one namespace to any other, nor back. */
  void isolate(int lonely) {
    for (int other = 0; other < size; other++) {
      if (other != lonely) {
        cut(lonely, other);
        cut(other, lonely);
      }
    }
  }

  void heal() {
    for (int i = 0; i < size; i++) {
      in(i, "nft flush ruleset");
    }
  }

  @Override
  public void close() {
    for (int i = 0; i < size; i++) {
      quietly("ip netns del " + name(i));
    }
    quietly("ip link del " + bridge());
  }

  private void in(int i, String line) {
    String _ = Shell.run(String.join(" ", prefix(i)) + " " + line);
  }

  private static void quietly(String line) {
    try {
      String _ = Shell.run(line);
    } catch (IllegalStateException e) {
      System.out.println("left behind: " + e.getMessage());
    }
  }

  private String name(int i) {
    return mark + "n" + i;
  }

  private String bridge() {
    return mark + "b";
  }
}
