package io.jukung.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.conformance.cluster.FreePort;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.launcher.Launcher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code ./jukung store members} beside a running server. */
final class StoreMembers {
  private StoreMembers() {}

  /** The options with which another server joins one; {@code how} are more of {@code add}'s. */
  static String[] joining(TestCluster server, String... how)
      throws IOException, InterruptedException {
    String[] add =
        Stream.concat(
                Stream.of("add", "--peer-advertise", "127.0.0.1:" + FreePort.find()),
                Stream.of(how))
            .toArray(String[]::new);
    Launcher.Ended added = run(server, add);
    assertThat(added.status()).as(added.output()).isZero();
    List<String> options = new ArrayList<>(List.of(added.lastLine().split(" ")));
    int join = options.indexOf("--join");
    List<String> all = new ArrayList<>(List.of("--peer-advertise", "127.0.0.1:" + FreePort.find()));
    all.addAll(options.subList(join, options.size()));
    return all.toArray(String[]::new);
  }

  /** The members as a server lists them. */
  static List<JsonNode> list(TestCluster server) throws IOException, InterruptedException {
    Launcher.Ended listed = run(server, "list", "-o", "json");
    assertThat(listed.status()).as(listed.output()).isZero();
    List<JsonNode> members = new ArrayList<>();
    new ObjectMapper().readTree(listed.output()).path("members").forEach(members::add);
    return members;
  }

  /** Runs a subcommand. */
  static Launcher.Ended run(TestCluster server, String... arguments)
      throws IOException, InterruptedException {
    return Launcher.jukung(
        Stream.of(
                Stream.of("store", "members"),
                Stream.of(arguments),
                Stream.of("--data-dir", server.dataDir().toString()))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }
}
