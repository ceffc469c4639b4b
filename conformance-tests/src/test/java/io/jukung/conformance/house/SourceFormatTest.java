package io.jukung.conformance.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every Java file is written as google-java-format writes it. With {@code -Djukung.format=write}
 * the files are rewritten instead of only checked.
 */
class SourceFormatTest {
  private final Repository repository = Repository.find();

  @Test
  void everyFileIsFormatted() throws FormatterException, IOException {
    boolean write = System.getProperty("jukung.format", "check").equals("write");
    Formatter formatter = new Formatter();
    List<String> unformatted = new ArrayList<>();
    List<Path> files = repository.javaFiles();
    for (Path file : files) {
      String text = Repository.text(file);
      String formatted = formatter.formatSourceAndFixImports(text);
      if (!text.equals(formatted)) {
        unformatted.add(repository.name(file));
        if (write) {
          Files.writeString(file, formatted);
        }
      }
    }
    assertThat(files).hasSizeGreaterThan(50);
    if (!write) {
      assertThat(unformatted)
          .as(
              "not formatted; rewrite them with: ./mvnw -q -pl conformance-tests -am test"
                  + " -Dtest=SourceFormatTest -Dsurefire.failIfNoSpecifiedTests=false"
                  + " -Djukung.format=write")
          .isEmpty();
    }
  }
}
