package io.jukung.conformance.weaknesses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that are small and ask for much, or ask for what nobody should get. */
@ExtendWith(SharedCluster.class)
class RequestWeaknessesTest {
  /** Much more than it takes, on a loaded machine; an attack that works takes minutes. */
  private static final Duration SOON = Duration.ofSeconds(30);

  private static Resource maps(Space space) throws Exception {
    return space.namespaced("v1", "configmaps", "ConfigMap");
  }

  private static HttpResponse<byte[]> soon(Space space, ApiRequest request) throws Exception {
    long start = System.nanoTime();
    HttpResponse<byte[]> answer = space.client().send(request);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    assertThat(space.api().status("/readyz")).as("the server lives").isEqualTo(200);
    return answer;
  }

  private static ApiRequest yaml(Space space, String body) throws Exception {
    return ApiRequest.of("POST", maps(space).path(), "application/yaml", body.getBytes(UTF_8));
  }

  @Test
  @DisplayName("CVE-2019-1002100: JSON patches of very many operations")
  void patchesOfManyOperations(Space space) throws Exception {
    maps(space).create("{metadata: {name: one}}");
    String operation = "{\"op\":\"test\",\"path\":\"/kind\",\"value\":\"ConfigMap\"}";
    String patch = "[" + (operation + ",").repeat(10_000) + operation + "]";
    HttpResponse<byte[]> answer =
        soon(space, Caller.patch(maps(space).path("one"), "application/json-patch+json", patch));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(new String(answer.body(), UTF_8))
        .contains("The allowed maximum operations in a JSON patch is 10000, got 10001");
  }

  @Test
  @DisplayName("CVE-2019-11253: YAML whose aliases double and double")
  void yamlThatGrows(Space space) throws Exception {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int level = 1; level < 12; level++) {
      String before = "*a" + (level - 1);
      bomb.append("a").append(level).append(": &a").append(level).append(" [");
      bomb.append((before + ", ").repeat(8)).append(before).append("]\n");
    }
    String body =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bomb}\n" + bomb + "data: *a11\n";
    assertThat(soon(space, yaml(space, body)).statusCode()).isBetween(400, 422);
    assertThat(maps(space).absent("bomb")).isTrue();
  }

  @Test
  @DisplayName("CVE-2019-11254: YAML that is slow to parse")
  void yamlThatIsSlow(Space space) throws Exception {
    String head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: slow}\ndata:\n  a: ";
    List<String> slow =
        List.of(
            "[".repeat(500_000),
            "{a: ".repeat(200_000),
            "- ".repeat(500_000) + "x",
            "? ".repeat(500_000),
            ("\"" + "a".repeat(50) + "\": ").repeat(20_000),
            "!!binary ".repeat(100_000));
    for (String body : slow) {
      assertThat(soon(space, yaml(space, head + body)).statusCode())
          .as(body.substring(0, 8))
          .isBetween(400, 422);
    }
    assertThat(maps(space).absent("slow")).isTrue();
  }

  @Test
  @DisplayName("CVE-2020-8552: request metrics with labels the client chooses")
  void metricsOfWhatWasAsked(Space space) throws Exception {
    String mark = "mark" + space.run();
    for (int number = 0; number < 50; number++) {
      String own = mark + number;
      for (ApiRequest request :
          List.of(
              ApiRequest.of(own.toUpperCase(Locale.ROOT), "/api/v1/namespaces"),
              ApiRequest.of("GET", "/" + own),
              ApiRequest.of("GET", "/apis/" + own + "/v1/" + own),
              ApiRequest.of("GET", "/api/v1/namespaces/default/" + own + "/" + own),
              ApiRequest.of("GET", "/api/v1/namespaces/default/pods/x/" + own),
              ApiRequest.of("GET", "/api/v1/namespaces?timeout=" + own)
                  .with("User-Agent", own)
                  .with("Accept", own + "/" + own))) {
        space.client().send(request);
      }
    }
    String metrics =
        new String(space.client().send(ApiRequest.of("GET", "/metrics")).body(), UTF_8);
    assertThat(metrics).contains("apiserver_request_total");
    assertThat(metrics.toLowerCase(Locale.ROOT)).doesNotContain(mark);
  }

  @Test
  @DisplayName("CVE-2019-11248: what the process does, told to everybody")
  void profilesAreNotForEverybody(Space space) throws Exception {
    try (ApiClient anonymous = new ApiClient(space.client().config().anonymous())) {
      for (String path :
          List.of(
              "/debug/pprof/",
              "/debug/pprof/heap",
              "/debug/pprof/profile?seconds=1",
              "/debug/flags/v",
              "/debug/api_priority_and_fairness/dump_requests",
              "/logs/",
              "/metrics",
              "/configz")) {
        int status = anonymous.send(ApiRequest.of("GET", path)).statusCode();
        assertThat(status).as(path).isIn(401, 403);
      }
    }
    assertThat(Caller.somebody(space).send(ApiRequest.of("GET", "/metrics")).statusCode())
        .isEqualTo(403);
  }

  @Test
  @DisplayName("CVE-2015-5305: names that lead out of their folder")
  void namesThatLeadElsewhere(Space space) throws Exception {
    Resource maps = maps(space);
    maps.create("{metadata: {name: kept}, data: {a: b}}");
    for (String name : List.of("..", ".", "../kept", "a/../kept", "a/b", "..%2fkept", "%", "/")) {
      JsonNode status = maps.refused(422, "{metadata: {name: '" + name + "'}}");
      assertThat(status.at("/details/causes/0/field").asText()).isEqualTo("metadata.name");
    }
    maps.refused(422, "{metadata: {generateName: ../}}");
    String own = maps.path();
    for (String path :
        List.of(
            own + "/..%2f..%2f..%2fpods",
            own + "/%2e%2e/kept",
            own + "/..",
            own + "/%2e%2e%2fkept",
            "/apis/%2e%2e/v1/configmaps",
            "/api/v1/namespaces/%2e%2e/configmaps/kept",
            "/api/v1/%2e%2e/namespaces")) {
      for (String method : List.of("GET", "DELETE")) {
        int status = space.client().send(ApiRequest.of(method, path)).statusCode();
        assertThat(status).as(method + " " + path).isIn(400, 404, 405);
      }
    }
    assertThat(maps.get("kept").path("data")).isEqualTo(space.yaml("{a: b}"));
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    byte[] frame = new byte[9 + payload.length];
    frame[0] = (byte) (payload.length >> 16);
    frame[1] = (byte) (payload.length >> 8);
    frame[2] = (byte) payload.length;
    frame[3] = (byte) type;
    frame[4] = (byte) flags;
    frame[5] = (byte) (stream >> 24);
    frame[6] = (byte) (stream >> 16);
    frame[7] = (byte) (stream >> 8);
    frame[8] = (byte) stream;
    System.arraycopy(payload, 0, frame, 9, payload.length);
    return frame;
  }

  /** GET / by HPACK's table; the authority is written out. */
  private static byte[] request() throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(new byte[] {(byte) 0x82, (byte) 0x87, (byte) 0x84, 0x41, 9});
    block.write("localhost".getBytes(UTF_8));
    return block.toByteArray();
  }

  /** Requests that are taken back at once cost the client nothing: the server ends it. */
  @Test
  @DisplayName("CVE-2023-44487: HTTP/2 streams opened and reset without end")
  void rapidResets(Space space) throws Exception {
    int opened = 0;
    try (RawClient client = RawClient.connect(space, "h2")) {
      client.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      client.write(frame(4, 0, 0, new byte[0]));
      byte[] block = request();
      for (int stream = 1; stream < 200_000; stream += 2) {
        client.write(frame(1, 0x5, stream, block));
        client.write(frame(3, 0, stream, new byte[] {0, 0, 0, 8}));
        opened++;
      }
    } catch (IOException e) {
      assertThat(e).as("the server has closed it").isNotNull();
    }
    assertThat(opened).isLessThan(100_000);
    assertThat(space.api().status("/readyz")).isEqualTo(200);
  }
}
