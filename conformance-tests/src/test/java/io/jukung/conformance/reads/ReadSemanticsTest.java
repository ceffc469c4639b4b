package io.jukung.conformance.reads;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.house.Repository;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Sends every combination of the parameters and compares what came of each with the files in {@code
 * src/test/resources/reads}. With {@code -Djukung.errors=write} and another server named, the files
 * are made of that server's answers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadSemanticsTest {
  /** Requests under way at once: below the streams a connection may have. */
  private static final int BATCH = 40;

  private static final List<String> VERSIONS =
      List.of("", "0", "R1", "R2", "R4", "FUTURE", "x", "-1", "99999999999999999999");
  private static final List<String> MATCHES = List.of("", "Exact", "NotOlderThan", "Any");
  private static final List<String> LIMITS = List.of("", "1", "2", "-1");
  private static final List<String> TOKENS = List.of("", "TNEW", "TR2", "TANY", "TZERO", "x");

  private final String namespace = "reads-" + Long.toString(System.nanoTime() % 99_999, 36);
  private TestCluster cluster;
  private History history;
  private Outcome outcome;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    cluster = TestCluster.start();
    JsonApi api = new JsonApi(cluster.client());
    api.call(
        201,
        ApiRequest.json(
            "POST",
            "/api/v1/namespaces",
            "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\""
                + namespace
                + "\"}}"));
    history = History.make(api, namespace);
    outcome = new Outcome(history);
  }

  @AfterAll
  void stop() throws IOException, InterruptedException {
    if (!cluster.own()) {
      cluster.client().send(ApiRequest.of("DELETE", "/api/v1/namespaces/" + namespace));
    }
    cluster.close();
  }

  /** What is made of a response. */
  @FunctionalInterface
  private interface Teller {
    String tell(HttpResponse<byte[]> response) throws IOException;
  }

  @Test
  void gets() throws Exception {
    List<Map<String, String>> combinations = new ArrayList<>();
    for (String version : VERSIONS) {
      for (String match : MATCHES) {
        combinations.add(parameters("resourceVersion", version, "resourceVersionMatch", match));
      }
    }
    compare("get.txt", "GET", "/a", combinations, outcome::read);
    compare("missing.txt", "GET", "/z", combinations, outcome::read);
  }

  @Test
  void lists() throws Exception {
    compare("list.txt", "GET", "", lists(VERSIONS, TOKENS, "", ""), outcome::read);
    compare("selected.txt", "GET", "", some("labelSelector", "app=x"), outcome::read);
    compare("named.txt", "GET", "", some("fieldSelector", "metadata.name=b"), outcome::read);
  }

  @Test
  void collectionDeletes() throws Exception {
    compare("deletecollection.txt", "DELETE", "", some("dryRun", "All"), outcome::read);
  }

  /** Combinations for what differs from a list in few places. */
  private static List<Map<String, String>> some(String parameter, String value) {
    return lists(
        List.of("", "0", "R2", "FUTURE"), List.of("", "TNEW", "TR2", "TANY"), parameter, value);
  }

  private static List<Map<String, String>> lists(
      List<String> versions, List<String> tokens, String parameter, String value) {
    List<Map<String, String>> combinations = new ArrayList<>();
    for (String version : versions) {
      for (String match : MATCHES) {
        for (String limit : LIMITS) {
          for (String token : tokens) {
            combinations.add(
                parameters(
                    "resourceVersion",
                    version,
                    "resourceVersionMatch",
                    match,
                    "limit",
                    limit,
                    "continue",
                    token,
                    parameter,
                    value));
          }
        }
      }
    }
    return combinations;
  }

  @Test
  void watches() throws Exception {
    List<Map<String, String>> combinations = new ArrayList<>();
    for (String version : VERSIONS) {
      for (String match : MATCHES) {
        for (String initial : List.of("", "true", "false")) {
          for (String bookmarks : List.of("", "true")) {
            for (String token : List.of("", "TNEW")) {
              combinations.add(
                  parameters(
                      "resourceVersion",
                      version,
                      "resourceVersionMatch",
                      match,
                      "sendInitialEvents",
                      initial,
                      "allowWatchBookmarks",
                      bookmarks,
                      "continue",
                      token,
                      "watch",
                      "true"));
            }
          }
        }
      }
    }
    compare("watch.txt", "GET", "?timeoutSeconds=1", combinations, outcome::watch);
  }

  /** Those that are not empty. */
  private static Map<String, String> parameters(String... namesAndValues) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (!namesAndValues[i + 1].isEmpty()) {
        parameters.put(namesAndValues[i], namesAndValues[i + 1]);
      }
    }
    return parameters;
  }

  private void compare(
      String file,
      String method,
      String suffix,
      List<Map<String, String>> combinations,
      Teller teller)
      throws Exception {
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < combinations.size(); from += BATCH) {
      List<Map<String, String>> batch =
          combinations.subList(from, Math.min(from + BATCH, combinations.size()));
      lines.addAll(send(method, suffix, batch, teller));
    }
    Path path =
        Repository.find().root().resolve("conformance-tests/src/test/resources/reads/" + file);
    if (System.getProperty("jukung.errors", "check").equals("write")) {
      Files.write(path, lines);
    }
    assertThat(lines).as(file).containsExactlyElementsOf(Files.readAllLines(path));
  }

  private List<String> send(
      String method, String suffix, List<Map<String, String>> batch, Teller teller)
      throws IOException, InterruptedException, ExecutionException {
    List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
    for (Map<String, String> parameters : batch) {
      String path = history.collection() + suffix + (suffix.startsWith("?") ? "" : "?");
      answers.add(
          cluster
              .client()
              .sendAsync(
                  ApiRequest.of(method, path + query(parameters)), BodyHandlers.ofByteArray()));
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      lines.add(batch.get(i) + " " + teller.tell(answers.get(i).get()));
    }
    return lines;
  }

  private String query(Map<String, String> parameters) {
    StringBuilder query = new StringBuilder();
    parameters.forEach(
        (name, sign) ->
            query
                .append('&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(history.value(sign), StandardCharsets.UTF_8)));
    return query.toString();
  }
}
