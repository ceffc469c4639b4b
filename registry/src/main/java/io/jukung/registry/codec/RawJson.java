package io.jukung.registry.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TreeTraversingParser;
import io.jukung.storage.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * JSON that upstream keeps as the client wrote it: the objects of {@code RawExtension}. Go's
 * encoder takes the blanks out and escapes what HTML could misread; numbers, escapes and the order
 * of keys stay.
 */
final class RawJson {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private RawJson() {}

  /** A parser over a tree that shows the node it stands at. */
  static final class NodeParser extends TreeTraversingParser {
    private JsonNode member;

    NodeParser(ObjectNode tree) {
      super(tree);
      this.member = tree;
      keep(tree);
    }

    /** A parser looks into what it stands at; what nobody looked into before it is as it was. */
    private static void keep(JsonNode node) {
      if (node instanceof RawObject raw) {
        raw.keep();
      } else {
        node.forEach(NodeParser::keep);
      }
    }

    @Override
    public JsonToken nextToken() throws IOException {
      JsonToken token = super.nextToken();
      if (token == JsonToken.FIELD_NAME) {
        member = currentNode();
      }
      return token;
    }

    /** The value of the member whose name was the last. */
    private JsonNode node() {
      return member;
    }
  }

  /**
   * The object at the current token, with its bytes; leaves its closing brace current. Empty when
   * the token begins no object or nothing is known of its bytes; then the parser stays where it is.
   */
  static Optional<RawObject> read(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return Optional.empty();
    }
    if (parser instanceof NodeParser tree) {
      Optional<Bytes> bytes = tree.node() instanceof RawObject raw ? raw.bytes() : Optional.empty();
      if (bytes.isPresent()) {
        parser.skipChildren();
      }
      return bytes.map(RawObject::kept);
    }
    JsonStreamContext context = parser.getParsingContext();
    while (context.getParent() != null) {
      context = context.getParent();
    }
    if (!(context.getCurrentValue() instanceof byte[] source)) {
      return Optional.empty();
    }
    int from = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    int to = (int) parser.currentTokenLocation().getByteOffset() + 1;
    return Optional.of(RawObject.kept(compact(source, from, to)));
  }

  /** The bytes from {@code from} to {@code to}, valid JSON, without blanks and escaped for HTML. */
  static Bytes compact(byte[] json, int from, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
    boolean string = false;
    for (int i = from; i < to; i++) {
      byte b = json[i];
      if (string && b == '\\') {
        out.write(b);
        out.write(json[++i]);
      } else if (b == '"') {
        string = !string;
        out.write(b);
      } else if (string && (b == '<' || b == '>' || b == '&')) {
        escape(out, b);
      } else if (string && b == (byte) 0xe2 && json[i + 1] == (byte) 0x80 && line(json[i + 2])) {
        escape(out, 0x2028 | (json[i + 2] & 1));
        i += 2;
      } else if (string || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
        out.write(b);
      }
    }
    return Bytes.wrap(out.toByteArray());
  }

  /** Whether it is the last byte of U+2028 or U+2029. */
  private static boolean line(byte b) {
    return (b & ~1) == (byte) 0xa8;
  }

  private static void escape(ByteArrayOutputStream out, int c) {
    out.write('\\');
    out.write('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.write(HEX[c >> shift & 15]);
    }
  }

  /** The same with what is escaped for HTML written plainly, as it most likely was sent. */
  static byte[] unescaped(Bytes json) {
    String text = json.utf8();
    for (String plain : new String[] {"<", ">", "&", "\u2028", "\u2029"}) {
      text = text.replace(String.format("\\u%04x", (int) plain.charAt(0)), plain);
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
