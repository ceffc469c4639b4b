package io.jukung.registry.catalog.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.registry.catalog.build.FieldFacts.Fact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogBuildTest {
  @TempDir private Path folder;

  @Test
  void commentsBecomeParagraphsWithoutMarkers() {
    Comment comment =
        new Comment(
            List.of(
                "first line",
                "and second",
                "",
                "Example:",
                "\tindented",
                "TODO: nobody reads this",
                "last",
                "+optional",
                "+listMapKey=a",
                "+listMapKey=b",
                "---",
                "not for users"));
    assertThat(comment.text()).isEqualTo("first line and second\n\nExample:\n\tindented\nlast");
    assertThat(comment.has("optional")).isTrue();
    assertThat(comment.has("option")).isFalse();
    assertThat(comment.marker("listType")).isEmpty();
    assertThat(comment.all("listMapKey")).containsExactly("a", "b");
  }

  @Test
  void textsGetTheirEmptyLinesBack() {
    assertThat(
            Paragraphs.join(
                "One. Two.\n  deep\nThree.  Four", "One.  Two.   deep Three.  Four", true))
        .isEqualTo("One.\n\nTwo.\n  deep\nThree.  Four");
    assertThat(Paragraphs.join("newer words", "released words", true)).isEqualTo("released words");
    assertThat(Paragraphs.join("newer words", "of the type", false)).isEqualTo("newer words");
    assertThat(Paragraphs.join("only", "", true)).isEqualTo("only");
    assertThat(Paragraphs.join("", "only", true)).isEqualTo("only");
  }

  @Test
  void fieldFactsAreRead() throws IOException {
    Map<String, FieldFacts> types =
        facts(
            "# head",
            "[a.v1]",
            "Plain one? two* three?* four?0 five0 -later",
            "Top @ kind2{A|B_C}%A list?!~name=7:[]a.v1.Plain bytes?~=8:bytes",
            "Empty");
    assertThat(types.get("a.v1.Plain"))
        .isEqualTo(
            new FieldFacts(
                "a.v1.Plain",
                false,
                List.of(
                    fact("one", true, false, false),
                    fact("two", false, false, true),
                    fact("three", true, false, true),
                    fact("four", true, true, false),
                    fact("five0", false, false, false)),
                java.util.Set.of("later")));
    assertThat(types)
        .extractingByKey("a.v1.Top")
        .isEqualTo(
            new FieldFacts(
                "a.v1.Top",
                true,
                List.of(
                    new Fact(
                        "kind2",
                        false,
                        false,
                        false,
                        false,
                        List.of("A", "B C"),
                        "A",
                        false,
                        "",
                        0,
                        ""),
                    new Fact(
                        "list",
                        true,
                        false,
                        true,
                        false,
                        List.of(),
                        "",
                        false,
                        "name",
                        7,
                        "[]a.v1.Plain"),
                    new Fact(
                        "bytes", true, false, false, false, List.of(), "", true, "", 8, "bytes")),
                java.util.Set.of()));
    assertThat(types).containsKey("a.v1.Empty");
    assertThatThrownBy(() -> facts("[a]", "Bad field?=x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a.Bad");
  }

  private static Fact fact(String name, boolean omitEmpty, boolean omitZero, boolean pointer) {
    return new Fact(name, omitEmpty, omitZero, false, pointer, List.of(), "", false, "", 0, "");
  }

  private Map<String, FieldFacts> facts(String... lines) throws IOException {
    return FieldFacts.read(Files.write(folder.resolve("fields.txt"), List.of(lines)));
  }
}
