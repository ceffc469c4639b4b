package io.jukung.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.bench.ProcessMeter.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMeterTest {
  @TempDir private Path proc;

  @Test
  void addsUpTheProcesses() throws IOException {
    process(7, "(kube apiserver) 1)", 150, 50, 2048);
    process(8, "(etcd)", 1, 2, 1024);
    assertThat(new ProcessMeter(proc, List.of(7L, 8L)).read())
        .contains(new Usage(2_030_000_000L, 3072 * 1024));
  }

  @Test
  void knowsNothingOfServersElsewhere() throws IOException {
    assertThat(new ProcessMeter(proc, List.of()).read()).isEmpty();
  }

  @Test
  void refusesToMissAProcessThatEnded() {
    assertThatThrownBy(() -> new ProcessMeter(proc, List.of(9L)).read())
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void findsTheSocketsThatListenOnAPort() {
    String head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt";
    String listening =
        "   0: 0100007F:192B 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0"
            + "        0 4711 1 0000000000000000 100 0 0 10 0";
    String connected =
        "   1: 0100007F:192B 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0"
            + "        0 4712 1 0000000000000000 100 0 0 10 0";
    Set<String> sockets = new HashSet<>();
    ListeningProcesses.addSockets(List.of(head, listening, connected), 6443, sockets);
    assertThat(sockets).containsExactly("socket:[4711]");
  }

  private void process(long pid, String command, int user, int system, int residentKb)
      throws IOException {
    Path folder = Files.createDirectory(proc.resolve(Long.toString(pid)));
    Files.writeString(
        folder.resolve("stat"),
        pid
            + " "
            + command
            + " S 1 1 1 0 -1 4194560 1 2 3 4 "
            + user
            + " "
            + system
            + " 9 9 20 0\n");
    Files.writeString(
        folder.resolve("status"), "Name:\tx\nVmHWM:\t  9999 kB\nVmRSS:\t  " + residentKb + " kB\n");
  }
}
