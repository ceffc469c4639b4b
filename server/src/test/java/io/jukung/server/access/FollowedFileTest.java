package io.jukung.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.registry.config.ConfigException;
import io.jukung.server.metrics.ReloadMetrics;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a file that changes while the server runs. */
class FollowedFileTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final LinkedBlockingQueue<String> taken = new LinkedBlockingQueue<>();

  private Optional<String> take(byte[] text) {
    String content = new String(text, StandardCharsets.UTF_8);
    taken.add(content);
    if (content.equals("wrong")) {
      throw new ConfigException("not this");
    }
    return content.equals("later") ? Optional.of("not yet") : Optional.empty();
  }

  private String metrics() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return out.toString(StandardCharsets.UTF_8);
  }

  private void write(Path file, String text) throws Exception {
    Path fresh = Files.writeString(file.resolveSibling("fresh"), text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    assertThat(taken.poll(90, TimeUnit.SECONDS)).isEqualTo(text);
  }

  @Test
  void reloadsAreCountedAndTheTextInForceIsShownByItsHash(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("config"), "first");
    ReloadMetrics metrics =
        new ReloadMetrics.Source(registry, "apiserver-x", () -> Instant.ofEpochSecond(1000))
            .of("authorization");
    try (FollowedFile followed =
        new FollowedFile(file, Files.readAllBytes(file), this::take, metrics)) {
      assertThat(metrics())
          .contains("apiserver_authorization_config_controller_last_config_info{")
          .contains("a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e");
      followed.start();
      write(file, "wrong");
      write(file, "second");
      // The third is taken when all that the second brought is counted.
      write(file, "third");
      assertThat(metrics())
          .containsPattern(
              "apiserver_authorization_config_controller_automatic_reloads_total\\{"
                  + "apiserver_id_hash=\"sha256:[0-9a-f]{64}\",status=\"failure\"} 1\\.0")
          .containsPattern(
              "apiserver_authorization_config_controller_automatic_reloads_total\\{"
                  + "apiserver_id_hash=\"sha256:[0-9a-f]{64}\",status=\"success\"} [12]\\.0")
          .containsPattern(
              "automatic_reload_last_timestamp_seconds\\{apiserver_id_hash=\"sha256:[0-9a-f]{64}\""
                  + ",status=\"success\"} 1000\\.0");
    }
  }
}
