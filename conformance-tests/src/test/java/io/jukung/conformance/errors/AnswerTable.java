package io.jukung.conformance.errors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.KubeConfig;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.house.Repository;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * A folder of recorded requests, sent to one server. With {@code -Djukung.errors=write} and another
 * server named, the answers in the files are replaced by that server's. Used by one thread.
 */
public final class AnswerTable implements AutoCloseable {
  /** Makes of a response what is recorded of it. */
  @FunctionalInterface
  public interface Reader {
    /** What stands behind {@code answer}. */
    JsonNode of(HttpResponse<byte[]> response) throws IOException;
  }

  /** How long one answer may take, to its end. */
  private static final long ANSWER_SECONDS = 10;

  private static final String ANSWER = "  answer: ";

  private final TestCluster cluster;
  private final Path folder;
  private final Masks masks;
  private final Reader reader;
  private final Map<String, ApiClient> clients = new HashMap<>();

  /** The tables in {@code folder} of the test resources. */
  public AnswerTable(TestCluster cluster, String folder, Masks masks, Reader reader) {
    this.cluster = cluster;
    this.folder =
        Repository.find().root().resolve("conformance-tests/src/test/resources").resolve(folder);
    this.masks = masks;
    this.reader = reader;
  }

  /** The names of the files, in order. */
  public List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }

  /** The rows of a file. */
  public List<ErrorRow> read(String file) throws IOException {
    return ErrorRow.read(folder.resolve(file), masks);
  }

  /** A test for each row of a file. */
  public Stream<DynamicNode> tests(String file) throws IOException {
    if (System.getProperty("jukung.errors", "check").equals("write")) {
      return Stream.of(DynamicTest.dynamicTest("write " + file, () -> write(file)));
    }
    return read(file).stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> check(row)));
  }

  private void check(ErrorRow row) throws IOException, InterruptedException {
    JsonNode answer = send(row);
    if (cluster.own() && !row.differs().isEmpty()) {
      assertThat(answer)
          .as("the row says \"differs\", but the answer is right: remove the word")
          .isNotEqualTo(row.answer());
    } else {
      assertThat(answer.toPrettyString()).as(row.send()).isEqualTo(row.answer().toPrettyString());
    }
  }

  private void write(String file) throws IOException, InterruptedException {
    List<ErrorRow> rows = read(file);
    List<String> lines = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(folder.resolve(file))) {
      lines.add(
          line.startsWith(ANSWER)
              ? ANSWER + new ObjectMapper().writeValueAsString(send(rows.get(number++)))
              : line);
    }
    Files.write(folder.resolve(file), lines);
  }

  /** Sends one request and reads its answer. */
  public JsonNode send(ErrorRow row) throws IOException, InterruptedException {
    try {
      return reader.of(
          client(row.who())
              .sendAsync(row.request(), BodyHandlers.ofByteArray())
              .get(ANSWER_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      // An answer without end, such as a watch that should have been refused.
      return JsonNodeFactory.instance.objectNode().put("secondsWithoutAnswer", ANSWER_SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private ApiClient client(String who) throws IOException {
    if (who.isEmpty()) {
      return cluster.client();
    }
    if (!clients.containsKey(who)) {
      KubeConfig config = KubeConfig.read(cluster.kubeconfig());
      clients.put(
          who, new ApiClient(who.equals("anonymous") ? config.anonymous() : config.withToken(who)));
    }
    return Objects.requireNonNull(clients.get(who));
  }

  /** Closes the clients of others than the administrator. */
  @Override
  public void close() {
    clients.values().forEach(ApiClient::close);
  }
}
