package io.jukung.registry.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.value.ValueException;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.exceptions.ScannerException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML in and out as upstream has it: bodies become JSON first, answers are made from canonical
 * JSON with keys sorted. Safe for all threads. Upstream: {@code sigs.k8s.io/yaml} over {@code
 * go.yaml.in/yaml/v2}.
 */
public final class YamlCodec {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * A body turned into JSON.
   *
   * @param duplicates repeated keys, with upstream's texts
   */
  record Converted(Bytes json, List<String> duplicates) {}

  /** How this library's problems begin, and what upstream's says instead. */
  private static final Map<String, String> TEXTS =
      Map.of(
          "mapping values are not allowed here",
          "mapping values are not allowed in this context",
          "expected ',' or ']'",
          "did not find expected ',' or ']'",
          "expected ',' or '}'",
          "did not find expected ',' or '}'",
          "found unknown escape character",
          "found unknown escape character",
          "expected chomping or indentation indicators",
          "did not find expected comment or line break",
          "the node content expected",
          "did not find expected node content",
          "expected the node content",
          "did not find expected node content");

  /** Prints an object. The text ends with a line break, as upstream's does. */
  public Bytes encode(ObjectNode tree) {
    return Bytes.utf8(YamlWriter.write(tree));
  }

  /**
   * The tree of the first document of a text in YAML or JSON.
   *
   * @throws ValueException when it is neither, or names a key twice
   */
  public JsonNode tree(byte[] body) {
    Converted converted = toJson(body);
    if (!converted.duplicates().isEmpty()) {
      throw new ValueException(converted.duplicates().getFirst());
    }
    try {
      return MAPPER.readTree(converted.json().array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Turns the first document of a body into JSON with sorted keys.
   *
   * @throws ValueException with upstream's text where there is one
   */
  Converted toJson(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      LoadSettings settings =
          LoadSettings.builder()
              .setCodePointLimit(Integer.MAX_VALUE)
              // All at once: a token longer than the buffer is read anew with each piece.
              .setBufferSize(text.length() + 1)
              .setParseComments(false)
              .setUseMarks(true)
              .build();
      YamlReader reader = new YamlReader(new Parse(settings).parseString(text).iterator());
      JsonNode document = reader.document();
      JsonOut json = new JsonOut(Math.max(64, body.length));
      FreeWriter.sorted(document, json);
      return new Converted(json.bytes(), reader.duplicates());
    } catch (CharacterCodingException e) {
      throw new ValueException("yaml: invalid leading UTF-8 octet");
    } catch (IllegalArgumentException e) {
      // The library does not check the number behind \\x, \\u and \\U.
      throw new ValueException("yaml: found invalid Unicode character escape code");
    } catch (MarkedYamlEngineException e) {
      throw new ValueException("yaml: " + where(e, body) + problem(e, body));
    } catch (YamlEngineException e) {
      throw new ValueException(
          String.valueOf(e.getMessage()).contains("special characters")
              ? "yaml: control characters are not allowed"
              : "yaml: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private static String where(MarkedYamlEngineException e, byte[] body) {
    int line = e.getProblemMark().map(mark -> mark.getLine()).orElse(0);
    boolean unended = body.length > 0 && body[body.length - 1] != '\n';
    boolean atEnd =
        e.getProblemMark().map(m -> m.getPointer() >= m.getBuffer().length).orElse(false);
    String problem = String.valueOf(e.getProblem());
    if (atEnd && unended && (e instanceof ParserException || problem.startsWith("could not"))) {
      // libyaml ends the last line before it reports the end.
      line++;
    }
    if (line > 0 && e instanceof ScannerException) {
      line++;
    }
    return line == 0 ? "" : "line " + line + ": ";
  }

  /** Upstream's scanner takes a line for the last value's next one, and finds it badly indented. */
  private static boolean tabAfterPlainScalar(MarkedYamlEngineException e, byte[] body) {
    List<String> lines = new String(body, StandardCharsets.UTF_8).lines().toList();
    int line = e.getProblemMark().map(mark -> mark.getLine()).orElse(0);
    String before = line > 0 && line < lines.size() ? lines.get(line - 1).strip() : "";
    return !before.isEmpty()
        && lines.get(line).startsWith("\t")
        && ":'\"]}|>-".indexOf(before.charAt(before.length() - 1)) < 0;
  }

  private static String problem(MarkedYamlEngineException e, byte[] body) {
    String problem = String.valueOf(e.getProblem());
    for (Map.Entry<String, String> text : TEXTS.entrySet()) {
      if (problem.startsWith(text.getKey())) {
        return text.getValue();
      }
    }
    if (problem.contains("that cannot start any token")) {
      return tabAfterPlainScalar(e, body)
          ? "found a tab character that violates indentation"
          : "found character that cannot start any token";
    }
    if (problem.startsWith("expected <block end>")) {
      return String.valueOf(e.getContext()).contains("collection")
          ? "did not find expected '-' indicator"
          : "did not find expected key";
    }
    return problem;
  }
}
