package io.jukung.conformance.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Every conformance test of class A has a test of this repository's own: {@code
 * conformance-tests/upstream/own-tests.tsv} says which, and is true.
 */
class OwnTestsTest {
  private static final String ROOT = "io.jukung.conformance.";

  private final Path folder = Repository.find().root().resolve("conformance-tests");

  /**
   * A line of the file.
   *
   * @param method class and method below the root package
   * @param example the case of a method that has several, or nothing
   */
  private record Line(String upstream, String method, String example) {
    static Line of(String text) {
      String[] columns = text.split("\t", -1);
      assertThat(columns).as(text).hasSize(2);
      String[] parts = columns[1].split("=", 2);
      return new Line(columns[0], parts[0], parts.length == 1 ? "" : parts[1]);
    }
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(folder.resolve("upstream").resolve(file)).stream()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  @Test
  void everyTestOfClassAHasOneOfOurOwn() throws IOException {
    Set<String> classA =
        lines("tests.tsv").stream()
            .filter(line -> line.startsWith("A\t"))
            .map(line -> line.split("\t", -1)[2])
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> covered =
        lines("own-tests.tsv").stream()
            .map(line -> Line.of(line).upstream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(classA).hasSize(116);
    assertThat(covered).isEqualTo(classA);
  }

  @Test
  void everyLineNamesATest() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String text : lines("own-tests.tsv")) {
      Line line = Line.of(text);
      if (!isTest(line.method()) || (!line.example().isEmpty() && !isWritten(line))) {
        wrong.add(line.method() + " " + line.example());
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isTest(String reference) {
    int hash = reference.indexOf('#');
    assertThat(hash).as(reference).isPositive();
    try {
      for (Method method :
          Class.forName(ROOT + reference.substring(0, hash)).getDeclaredMethods()) {
        if (method.getName().equals(reference.substring(hash + 1))) {
          return method.isAnnotationPresent(Test.class)
              || method.isAnnotationPresent(TestFactory.class)
              || method.isAnnotationPresent(ParameterizedTest.class);
        }
      }
      return false;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Whether the case's name is written in the package of its class. */
  private boolean isWritten(Line line) throws IOException {
    String type = ROOT + line.method().substring(0, line.method().indexOf('#'));
    Path file = folder.resolve("src/test/java").resolve(type.replace('.', '/') + ".java");
    try (var files = Files.list(file.resolveSibling("."))) {
      return files
          .filter(source -> source.toString().endsWith(".java"))
          .anyMatch(source -> Repository.text(source).contains('"' + line.example() + '"'));
    }
  }
}
