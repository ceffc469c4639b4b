package io.jukung.raftstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.raftstore.etcdapi.EtcdApi;
import io.jukung.raftstore.etcdapi.EtcdApiConfig;
import io.jukung.raftstore.etcdapi.Etcdctl;
import io.jukung.storage.KeyRange;
import io.jukung.storage.etcd.EtcdTls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three members, each serving etcd's API, as etcdctl sees them. */
@Timeout(120)
class EtcdMembersTest {
  @TempDir Path directory;

  private final List<EtcdApi> served = new ArrayList<>();
  private Cluster cluster;

  @BeforeEach
  void serve() throws IOException {
    cluster = Cluster.started(directory, 3);
    for (int i = 0; i < 3; i++) {
      served.add(
          EtcdApi.start(cluster.member(i), new EtcdApiConfig("127.0.0.1", 0, Optional.empty())));
    }
  }

  @AfterEach
  void stop() {
    served.forEach(EtcdApi::close);
    cluster.close();
  }

  @Test
  void theyAllTellOfOneLeaderAndOfEachOther() {
    int leader = cluster.leader();
    for (String tool : Etcdctl.all()) {
      Etcdctl all = Etcdctl.of(tool, urls(), EtcdTls.NONE);
      List<String[]> rows =
          all.run("endpoint", "status", "-w", "simple")
              .lines()
              .map(line -> line.split(", ", -1))
              .toList();
      assertThat(rows).hasSize(3);
      for (int i = 0; i < 3; i++) {
        assertThat(rows.get(i)[0]).isEqualTo(served.get(i).url());
        assertThat(rows.get(i)[1]).isEqualTo(id(i));
        assertThat(rows.get(i)[4]).isEqualTo("" + (i == leader));
        assertThat(rows.get(i)[5]).isEqualTo("false");
        assertThat(rows.get(i)[6]).isEqualTo(rows.get(leader)[6]);
      }
      assertThat(all.run("endpoint", "health", "--cluster")).contains("is healthy");
      Etcdctl one = Etcdctl.of(tool, served.get(1).url(), EtcdTls.NONE);
      String list = one.run("member", "list", "-w", "simple");
      assertThat(list.lines()).hasSize(3);
      for (int i = 0; i < 3; i++) {
        Member member = cluster.member(i).group().members().get(i);
        assertThat(list)
            .contains(
                String.join(
                    ", ",
                    id(i),
                    "started",
                    "m" + i,
                    "https://" + member.address(),
                    served.get(i).url(),
                    "false"));
      }
      String hashes = one.run("endpoint", "hashkv", "--cluster");
      assertThat(hashes.lines().map(line -> line.split(", ", -1)[1]).distinct()).hasSize(1);
    }
  }

  @Test
  void leadershipMovesWhereItIsToldTo() {
    Etcdctl all = Etcdctl.of(Etcdctl.all().getLast(), urls(), EtcdTls.NONE);
    int heir = cluster.follower();
    // Somebody else may just have been elected.
    Cluster.await(() -> all.run("move-leader", id(heir)).contains("Leadership transferred"));
    Cluster.await(() -> cluster.leader() == heir);
    assertThat(all.run("put", "/a", "1")).isEqualTo("OK\n");
    assertThat(all.run("move-leader", "1234")).contains("etcdserver: bad leader transferee");
    String follower = served.get((heir + 1) % 3).url();
    assertThat(Etcdctl.of("etcdctl", follower, EtcdTls.NONE).run("move-leader", id(heir)))
        .contains("no leader endpoint given");
  }

  @Test
  void aFollowerServesEverything() {
    Etcdctl there = Etcdctl.of("etcdctl", served.get(cluster.follower()).url(), EtcdTls.NONE);
    assertThat(there.run("put", "/a", "1")).isEqualTo("OK\n");
    assertThat(there.run("get", "/a", "--print-value-only")).isEqualTo("1\n");
    String nested = "value(\"/a\") = \"1\"\n\nput /b 2\nget --prefix /\n\n\n";
    assertThat(there.run(nested, List.of("txn"))).startsWith("SUCCESS").contains("/a\n1\n/b\n2");
    String lease = there.run("lease", "grant", "500").split(" ", -1)[1];
    assertThat(there.run("put", "/l", "1", "--lease=" + lease)).isEqualTo("OK\n");
    assertThat(there.run("lease", "timetolive", lease, "--keys")).contains("[/l]");
    assertThat(cluster.member(cluster.leader()).count(KeyRange.ALL, 0)).isEqualTo(3);
  }

  @Test
  void changesOfMembersAreRefusedWithTheCommandToUse() {
    Etcdctl all = Etcdctl.of("etcdctl", urls(), EtcdTls.NONE);
    assertThat(all.run("member", "add", "m9", "--peer-urls=https://127.0.0.1:1"))
        .contains("'jukung store members add'");
    assertThat(all.run("member", "remove", id(0))).contains("'jukung store members remove'");
    assertThat(all.run("member", "promote", id(0))).contains("'jukung store members promote'");
    assertThat(all.run("member", "update", id(0), "--peer-urls=https://127.0.0.1:1"))
        .contains("'jukung store members");
  }

  private String urls() {
    return served.stream().map(EtcdApi::url).collect(Collectors.joining(","));
  }

  private String id(int member) {
    return Long.toHexString(cluster.member(member).inspection().memberId());
  }
}
