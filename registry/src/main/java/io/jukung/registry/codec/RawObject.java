package io.jukung.registry.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object in a tree that is kept as the bytes it is printed in, and read only when somebody
 * looks into it; to all else it is an object node. Most writes copy {@code fieldsV1} of others as
 * they are, and so need not know what is in them.
 *
 * <p>Like other nodes not safe for threads that change it.
 */
@SuppressWarnings("unchecked") // deepCopy of JsonNode is generic
public final class RawObject extends ObjectNode {
  private static final long serialVersionUID = 1;

  private final transient Lazy lazy;

  /**
   * An object of trusted bytes.
   *
   * @param bytes compact canonical JSON of one object; not changed any more
   */
  public RawObject(Bytes bytes) {
    this(new Lazy(bytes));
  }

  /**
   * An object whose bytes stay what it is printed in, though somebody looks into it.
   *
   * @param bytes as above
   */
  static RawObject kept(Bytes bytes) {
    RawObject object = new RawObject(bytes);
    object.keep();
    return object;
  }

  /** Makes the bytes, if they are what it is printed in now, stay so whoever looks into it. */
  void keep() {
    lazy.kept = lazy.valid();
  }

  private RawObject(Lazy lazy) {
    super(JsonNodeFactory.instance, lazy);
    this.lazy = lazy;
  }

  /** A parser over bytes of this process. */
  public static JsonParser parser(Bytes bytes) throws IOException {
    return JsonSource.FACTORY.createParser(bytes.array());
  }

  /** The bytes; empty once somebody looked into the object and so may have changed it. */
  public Optional<Bytes> bytes() {
    return lazy.valid() ? Optional.of(lazy.bytes) : Optional.empty();
  }

  @Override
  public ObjectNode deepCopy() {
    if (lazy.valid()) {
      return lazy.kept ? kept(lazy.bytes) : new RawObject(lazy.bytes);
    }
    return super.deepCopy();
  }

  @Override
  public boolean equals(Object other) {
    boolean same =
        other instanceof RawObject that
            && lazy.read == null
            && that.lazy.read == null
            && lazy.bytes.equals(that.lazy.bytes);
    return same || super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  /** The members, read at the first look. */
  private static final class Lazy extends AbstractMap<String, JsonNode> {
    private final Bytes bytes;
    private @Nullable Map<String, JsonNode> read;
    private boolean kept;

    private boolean valid() {
      return kept || read == null;
    }

    private Lazy(Bytes bytes) {
      this.bytes = bytes;
    }

    private Map<String, JsonNode> members() {
      Map<String, JsonNode> members = read;
      if (members == null) {
        members = new LinkedHashMap<>();
        try (JsonParser parser = JsonSource.open(bytes.array())) {
          parser.nextToken();
          // As Go's interface{}: numbers are of 64 bits, however long they are written.
          JsonNode object = new FreeReader(new DecodeState(false)).read(parser);
          for (Map.Entry<String, JsonNode> member : object.properties()) {
            members.put(member.getKey(), member.getValue());
          }
        } catch (IOException e) {
          throw new UncheckedIOException("raw bytes are no JSON object", e);
        }
        read = members;
      }
      return members;
    }

    @Override
    public Set<Entry<String, JsonNode>> entrySet() {
      return members().entrySet();
    }

    @Override
    public @Nullable JsonNode get(Object key) {
      return members().get(key);
    }

    @Override
    public boolean containsKey(Object key) {
      return members().containsKey(key);
    }

    @Override
    public @Nullable JsonNode put(String key, JsonNode value) {
      JsonNode before = members().put(key, value);
      kept = false;
      return before;
    }

    @Override
    public @Nullable JsonNode remove(Object key) {
      JsonNode before = members().remove(key);
      kept = false;
      return before;
    }

    @Override
    public void clear() {
      members().clear();
      kept = false;
    }
  }
}
