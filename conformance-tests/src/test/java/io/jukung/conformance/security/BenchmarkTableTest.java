package io.jukung.conformance.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.conformance.house.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every item of the CIS Kubernetes Benchmark about a control plane has its row and its test. */
class BenchmarkTableTest {
  private static final Path TABLE =
      Path.of("conformance-tests", "src", "test", "resources", "security", "cis.tsv");

  /** Sections of versions 1.10 to 1.12, and how many items each has; 1.2.30 is new in 1.11. */
  private static Stream<String> items() {
    return Stream.of("1.1 21", "1.2 30", "1.3 7", "1.4 2", "2 7", "3.1 3", "3.2 2")
        .map(section -> section.split(" ", 2))
        .flatMap(
            section ->
                IntStream.rangeClosed(1, Integer.parseInt(section[1]))
                    .mapToObj(item -> section[0] + "." + item));
  }

  private static List<String[]> rows() throws IOException {
    return Files.readAllLines(Repository.find().root().resolve(TABLE)).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .toList();
  }

  @Test
  void everyItemHasARow() throws IOException {
    assertThat(rows()).allMatch(row -> row.length == 5);
    assertThat(rows().stream().map(row -> row[0])).containsExactlyElementsOf(items().toList());
    assertThat(rows().stream().map(row -> row[2])).containsOnly("default", "flag", "none");
  }

  @Test
  void everyRowHasATest() throws IOException {
    List<String> missing = new ArrayList<>();
    for (String[] row : rows()) {
      String[] check = row[4].split("\\.", 2);
      if (!Files.readString(source(check[0])).contains(" void " + check[1] + "(")) {
        missing.add(row[4]);
      }
    }
    assertThat(missing).isEmpty();
  }

  private static Path source(String type) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String module : List.of("conformance-tests", "controllers", "server")) {
      try (Stream<Path> files =
          Files.walk(Repository.find().root().resolve(module).resolve("src/test/java"))) {
        files.filter(file -> file.endsWith(type + ".java")).forEach(found::add);
      }
    }
    assertThat(found).as("the source of %s", type).hasSize(1);
    return found.getFirst();
  }
}
