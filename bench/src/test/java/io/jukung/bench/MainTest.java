package io.jukung.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Timeout(60)
class MainTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void comparesTwoServersRoundByRound() throws IOException {
    try (FakeApiServer a = new FakeApiServer();
        FakeApiServer b = new FakeApiServer()) {
      Path json = folder.resolve("out.json");
      int code =
          run(
              List.of(a.kubeconfig(folder), b.kubeconfig(folder)),
              "--objects=20",
              "--operations=50",
              "--lists=5",
              "--events=10",
              "--watchers=4",
              "--rounds=2",
              "--json=" + json);
      assertThat(err.toString()).isEmpty();
      assertThat(code).isZero();
      JsonNode report = new ObjectMapper().readTree(json.toFile());
      List<String> order = new ArrayList<>();
      for (JsonNode sample : report.path("samples")) {
        if (sample.path("round").asInt() == 2) {
          order.add(
              sample.path("workload").asText()
                  + " "
                  + sample.path("server").asText()
                  + " "
                  + sample.path("operations").asInt());
        }
        assertThat(sample.path("cpuNs").asLong(-1)).isNotNegative();
      }
      assertThat(order)
          .containsExactly(
              "create server-a 20",
              "create server-b 20",
              "get server-a 50",
              "get server-b 50",
              "list server-a 5",
              "list server-b 5",
              "patch server-a 50",
              "patch server-b 50",
              "watch server-a 40",
              "watch server-b 40");
      assertThat(report.path("timesBetter")).hasSize(10);
      assertThat(out.toString()).contains("times better");
      assertThat(a.objects()).isEmpty();
    }
  }

  @Test
  void failedRequestsAreCountedAndFailTheRun() throws IOException {
    try (FakeApiServer server = new FakeApiServer()) {
      Path config = server.kubeconfig(folder);
      int code = run(List.of(config), "--kind=pod", "--objects=1", "--workloads=get", "--rounds=1");
      assertThat(code).isEqualTo(1);
      assertThat(err.toString()).contains("get: 5000 failures, the first: 404");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--objects=0, --objects is 0: must be from 1 to 1000000",
    "--clients=500, --clients 500 need --connections 5 or more",
    "--pid=x, '--pid x: \"x\" is no process id'",
    "--workloads=fly, fly"
  })
  void refusesWhatIsOutOfBounds(String option, String message) throws IOException {
    try (FakeApiServer server = new FakeApiServer()) {
      assertThat(run(List.of(server.kubeconfig(folder)), option)).isEqualTo(2);
      assertThat(err.toString()).contains(message);
    }
  }

  @Test
  void saysWhichServerCannotBeReached() throws IOException {
    Path config;
    try (FakeApiServer server = new FakeApiServer()) {
      config = server.kubeconfig(folder);
    }
    assertThat(run(List.of(config))).isEqualTo(1);
    assertThat(err.toString()).startsWith("bench: ");
  }

  private int run(List<Path> kubeconfigs, String... more) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    List<String> arguments = new ArrayList<>(List.of("--warmup-rounds=0"));
    kubeconfigs.forEach(file -> arguments.add("--kubeconfig=" + file));
    arguments.addAll(List.of(more));
    return command.execute(arguments.toArray(String[]::new));
  }
}
