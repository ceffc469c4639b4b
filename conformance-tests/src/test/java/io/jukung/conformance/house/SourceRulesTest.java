package io.jukung.conformance.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What a text search can hold about the sources. */
class SourceRulesTest {
  private static final int MAX_FILE_LINES = 400;
  private static final int MAX_METHOD_LINES = 70;

  /** Written in pieces, so that this file passes its own rules. */
  private static final Pattern SLEEP = Pattern.compile("\\.\\s*" + "sleep\\s*\\(");

  private static final Pattern DISABLED =
      Pattern.compile("@" + "(Disabled|Ignore)\\b|assume" + "(True|False|That|ThatCode)\\(");
  private static final Pattern MOCKS =
      Pattern.compile(
          "import (static )?(org\\." + "mockito|org\\.easymock|io\\.mockk|org\\.jmock)");
  private static final Pattern MACHINE_PATHS =
      Pattern.compile("/" + "work/|/" + "opt/ref|/" + "opt/trees|/" + "home/[a-z]");

  private final Repository repository = Repository.find();

  @Test
  void noFileIsLongerThanFourHundredLines() {
    List<String> long_ = new ArrayList<>();
    for (Path file : repository.javaFiles()) {
      long lines = Repository.text(file).lines().count();
      if (lines > MAX_FILE_LINES) {
        long_.add(repository.name(file) + " has " + lines);
      }
    }
    assertThat(long_).as("split by subject").isEmpty();
  }

  @Test
  void noMethodIsLongerThanSeventyLines() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> found = new ArrayList<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(repository.javaFiles()));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        unit.accept(new LongMethods(unit, positions, found), null);
      }
    }
    assertThat(found).as("extract what has a name of its own").isEmpty();
  }

  @Test
  void everyPackageHasASignOnItsDoor() {
    Set<Path> folders = new TreeSet<>();
    for (Path file : repository.javaFiles()) {
      Path folder = file.resolveSibling("package-info.java");
      boolean test = repository.name(file).contains("src/test/");
      Path main = Path.of(folder.toString().replace("src/test/", "src/main/"));
      if (!Files.exists(folder) && !(test && Files.exists(main))) {
        folders.add(folder);
      }
    }
    assertThat(folders).isEmpty();
  }

  @Test
  void nothingSleepsNorIsSwitchedOffNorMocked() {
    List<String> found = new ArrayList<>();
    for (Path file : repository.javaFiles()) {
      String text = Repository.text(file);
      for (Pattern pattern : List.of(SLEEP, DISABLED, MOCKS)) {
        if (pattern.matcher(text).find()) {
          found.add(repository.name(file) + ": " + pattern);
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void nothingNamesTheMachineItWasWrittenOn() {
    List<String> found = new ArrayList<>();
    for (Path file : repository.files()) {
      Repository.text(file)
          .lines()
          .filter(line -> MACHINE_PATHS.matcher(line).find())
          .findFirst()
          .ifPresent(line -> found.add(repository.name(file) + ": " + line.strip()));
    }
    assertThat(found).isEmpty();
  }

  /** Collects methods whose source spans too many lines. */
  private static final class LongMethods extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> found;

    LongMethods(CompilationUnitTree unit, SourcePositions positions, List<String> found) {
      this.unit = unit;
      this.positions = positions;
      this.found = found;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      LineMap lines = unit.getLineMap();
      long first = lines.getLineNumber(positions.getStartPosition(unit, method));
      long last = lines.getLineNumber(positions.getEndPosition(unit, method));
      if (last - first + 1 > MAX_METHOD_LINES) {
        found.add(
            unit.getSourceFile().getName()
                + ":"
                + first
                + " "
                + method.getName()
                + " has "
                + (last - first + 1));
      }
      return super.visitMethod(method, null);
    }
  }
}
