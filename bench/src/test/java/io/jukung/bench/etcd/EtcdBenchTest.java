package io.jukung.bench.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(60)
class EtcdBenchTest {
  private final StringWriter out = new StringWriter();
  private final CommandLine command =
      EtcdBench.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));

  @Test
  void everyKeyIsPutOnceWithItsValue() throws Exception {
    try (FakeEtcd server = new FakeEtcd(false)) {
      int code =
          command.execute(
              "--endpoints",
              server.url(),
              "--fill",
              "200",
              "--clients",
              "7",
              "--value-bytes",
              "15000",
              "--clients-per-connection",
              "4");
      assertThat(code).as(out.toString()).isZero();
      assertThat(server.messages().stream().map(EtcdBenchTest::key))
          .containsExactlyInAnyOrderElementsOf(
              LongStream.range(0, 200)
                  .mapToObj("/bench/configmaps/jukung-bench/object-%012d"::formatted)
                  .toList());
      assertThat(server.messages()).extracting(String::length).containsOnly(15_060);
      assertThat(out.toString().lines()).hasSize(21);
    }
  }

  /** Five bytes of gRPC's, then field 1 with its length. */
  private static String key(String message) {
    return message.substring(7, 7 + message.charAt(6));
  }

  @Test
  void twoServersAreComparedAtEachPoint() throws Exception {
    try (FakeEtcd first = new FakeEtcd(false);
        FakeEtcd second = new FakeEtcd(false)) {
      int code =
          command.execute(
              "--endpoints",
              first.url(),
              "--name",
              "one",
              "--endpoints",
              second.url(),
              "--name",
              "two",
              "--clients",
              "1,5",
              "--seconds",
              "1",
              "--rounds",
              "1");
      assertThat(code).as(out.toString()).isZero();
      assertThat(out.toString().lines().filter(line -> line.startsWith("median"))).hasSize(4);
      assertThat(out.toString().lines().filter(line -> line.contains("times better"))).hasSize(2);
    }
  }

  @Test
  void failuresAreCountedAndTold() throws Exception {
    try (FakeEtcd server = new FakeEtcd(true)) {
      int code = command.execute("--endpoints", server.url(), "--fill", "40", "--clients", "2");
      assertThat(code).isEqualTo(1);
      assertThat(out.toString().lines().skip(1)).allMatch(line -> line.endsWith(" 2"));
    }
  }

  @Test
  void whatCanNotBeRunIsRefused() {
    assertThat(command.execute("--endpoints", "http://127.0.0.1")).isEqualTo(2);
    assertThat(command.execute("--endpoints", "http://127.0.0.1:1", "--value-bytes", "0"))
        .isEqualTo(2);
    assertThat(command.execute("--endpoints", "http://127.0.0.1:1")).isEqualTo(1);
  }
}
