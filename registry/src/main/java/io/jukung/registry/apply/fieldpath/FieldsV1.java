package io.jukung.registry.apply.fieldpath;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.codec.JsonOut;
import io.jukung.registry.codec.RawObject;
import io.jukung.registry.codec.value.ValueException;
import java.io.IOException;
import java.util.Optional;

/**
 * The JSON form of sets, {@code fieldsV1}: each object's names are path elements, {@code .} says
 * that the object's own path is a member, and so does an object without names.
 *
 * <p>Upstream: {@code fieldpath/serialize.go}.
 */
public final class FieldsV1 {
  private static final String SELF = ".";
  private static final int BYTES_PER_NODE = 24;

  private FieldsV1() {}

  /** What one object says: whether it is a member, and what is below. */
  private record Level(boolean member, FieldSet children) {}

  /** Prints a set. */
  public static RawObject print(FieldSet set) {
    JsonOut out = new JsonOut(Math.max(64, set.size() * BYTES_PER_NODE));
    print(set, false, out);
    return new RawObject(out.bytes());
  }

  private static void print(FieldSet set, boolean self, JsonOut out) {
    out.raw('{');
    boolean any = false;
    if (self && !set.isEmpty()) {
      out.ascii("\".\":{}");
      any = true;
    }
    for (FieldSet.Node node : set.nodes()) {
      if (any) {
        out.raw(',');
      }
      any = true;
      out.string(node.element().text()).raw(':');
      print(node.children(), node.member(), out);
    }
    out.raw('}');
  }

  /**
   * Reads a set.
   *
   * @throws ValueException when it is malformed
   */
  public static FieldSet read(JsonNode fields) {
    try (JsonParser parser =
        fields instanceof RawObject raw && raw.bytes().isPresent()
            ? RawObject.parser(raw.bytes().get())
            : fields.traverse()) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ValueException("not an object");
      }
      return level(parser).children;
    } catch (IOException | IllegalArgumentException e) {
      throw new ValueException(String.valueOf(e.getMessage()));
    }
  }

  private static Level level(JsonParser parser) throws IOException {
    boolean self = false;
    FieldSet.Builder children = new FieldSet.Builder(4);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals(SELF)) {
        self = true;
        parser.skipChildren();
        continue;
      }
      Optional<PathElement> element = PathElement.parse(name);
      if (element.isEmpty()) {
        parser.skipChildren();
        continue;
      }
      if (value != JsonToken.START_OBJECT) {
        throw new ValueException("not an object: " + name);
      }
      Level level = level(parser);
      children.add(element.get(), level.member, level.children);
    }
    FieldSet below = children.build();
    return new Level(self || below.isEmpty(), below);
  }
}
