package io.jukung.server.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServingFilesTest {
  @Test
  void namesMayFollowTheFiles() {
    ServingFiles.Pair files = new ServingFiles.Pair(Path.of("a.crt"), Path.of("a.key"));
    assertThat(ServingFiles.Named.parse("a.crt,a.key"))
        .isEqualTo(new ServingFiles.Named(files, List.of()));
    assertThat(ServingFiles.Named.parse("a.crt , a.key : *.foo.test, foo.test,2001:db8::1"))
        .isEqualTo(new ServingFiles.Named(files, List.of("*.foo.test", "foo.test", "2001:db8::1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.crt", "a.crt,", "a,b,c", "a,b:", "a,b:x,,y", ":x"})
  void whatIsNoPairOfFilesIsRefused(String text) {
    assertThatThrownBy(() -> ServingFiles.Named.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"");
  }
}
