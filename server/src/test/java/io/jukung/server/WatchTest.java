package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class WatchTest {
  private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(folder);
    create("/api/v1/namespaces", "{\"metadata\":{\"name\":\"default\"}}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void create(String path, String body) throws Exception {
    HttpResponse<String> answer =
        server.send("POST", path, body, "Content-Type", "application/json");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private BufferedReader watch(String path) throws Exception {
    HttpResponse<InputStream> answer =
        server
            .client()
            .send(server.request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  @Test
  void eventsComeAsTheyHappen() throws Exception {
    try (BufferedReader events = watch(CONFIG_MAPS + "?watch=1")) {
      create(CONFIG_MAPS, "{\"metadata\":{\"name\":\"a\"}}");
      assertThat(events.readLine())
          .startsWith(
              "{\"type\":\"ADDED\",\"object\":{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\"")
          .endsWith("}}");
      server.send(
          "PATCH",
          CONFIG_MAPS + "/a",
          "{\"data\":{\"x\":\"y\"}}",
          "Content-Type",
          "application/merge-patch+json");
      assertThat(events.readLine()).startsWith("{\"type\":\"MODIFIED\"").contains("{\"x\":\"y\"}");
      server.send("DELETE", CONFIG_MAPS + "/a", "");
      assertThat(events.readLine()).startsWith("{\"type\":\"DELETED\"");
    }
  }

  @Test
  void aStreamedListIsClosedByABookmark() throws Exception {
    create(CONFIG_MAPS, "{\"metadata\":{\"name\":\"a\"}}");
    String query =
        "?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
            + "&allowWatchBookmarks=true";
    try (BufferedReader events = watch(CONFIG_MAPS + query)) {
      assertThat(events.readLine()).startsWith("{\"type\":\"ADDED\"");
      assertThat(events.readLine())
          .startsWith("{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"ConfigMap\"")
          .contains("\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}");
    }
  }

  @Test
  void aWatchEndsAfterItsTimeout() throws Exception {
    try (BufferedReader events = watch(CONFIG_MAPS + "?watch=1&timeoutSeconds=1")) {
      assertThat(events.readLine()).isNull();
    }
  }

  @Test
  void oldPathsWatchToo() throws Exception {
    create(CONFIG_MAPS, "{\"metadata\":{\"name\":\"a\"}}");
    create(CONFIG_MAPS, "{\"metadata\":{\"name\":\"b\"}}");
    try (BufferedReader events =
        watch("/api/v1/watch/namespaces/default/configmaps/b?timeoutSeconds=1")) {
      assertThat(events.readLine()).contains("\"name\":\"b\"");
      assertThat(events.readLine()).isNull();
    }
  }

  @Test
  void tablesTellTheirColumnsOnce() throws Exception {
    create(CONFIG_MAPS, "{\"metadata\":{\"name\":\"a\"}}");
    create(CONFIG_MAPS, "{\"metadata\":{\"name\":\"b\"}}");
    HttpResponse<String> answer =
        server.get(
            CONFIG_MAPS + "?watch=1&timeoutSeconds=1",
            "Accept",
            "application/json;as=Table;v=v1;g=meta.k8s.io");
    String[] lines = answer.body().split("\n", -1);
    assertThat(lines[0]).contains("\"columnDefinitions\":[{\"name\":\"Name\"");
    assertThat(lines[1]).contains("\"columnDefinitions\":null");
  }

  @Test
  void stoppingTheServerEndsWatchesInOrder() throws Exception {
    try (BufferedReader events = watch(CONFIG_MAPS + "?watch=1");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var end = threads.submit(events::readLine);
      server.server().close();
      assertThat(end.get(10, TimeUnit.SECONDS)).isNull();
    }
  }
}
