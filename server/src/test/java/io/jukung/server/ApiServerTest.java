package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApiServerTest {
  private static final String JSON = "application/json";
  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer(folder);
    server.send(
        "POST",
        "/api/v1/namespaces",
        "{\"metadata\":{\"name\":\"default\"}}",
        "Content-Type",
        JSON);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void createsReadsChangesAndDeletes() throws Exception {
    String path = "/api/v1/namespaces/default/configmaps";
    HttpResponse<String> created =
        server.send(
            "POST",
            path,
            "{\"metadata\":{\"name\":\"a\"},\"data\":{\"x\":\"y\"}}",
            "Content-Type",
            JSON);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    assertThat(created.headers().firstValue("Content-Type")).contains(JSON);
    assertThat(created.body()).startsWith("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",");
    assertThat(server.get(path + "/a").body()).isEqualTo(created.body());
    assertThat(server.get(path).body())
        .startsWith("{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"metadata\":{\"resource")
        .contains("\"items\":[{\"metadata\":{\"name\":\"a\"")
        .endsWith("]}\n");
    HttpResponse<String> patched =
        server.send(
            "PATCH",
            path + "/a",
            "{\"data\":{\"z\":\"1\"}}",
            "Content-Type",
            "application/merge-patch+json");
    assertThat(patched.statusCode()).as(patched.body()).isEqualTo(200);
    assertThat(patched.body()).contains("\"data\":{\"x\":\"y\",\"z\":\"1\"}");
    HttpResponse<String> deleted = server.send("DELETE", path + "/a", "");
    assertThat(deleted.body())
        .contains("\"status\":\"Success\"")
        .contains("\"kind\":\"configmaps\"");
    assertThat(server.get(path + "/a").statusCode()).isEqualTo(404);
  }
}
