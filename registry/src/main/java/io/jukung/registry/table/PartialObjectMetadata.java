package io.jukung.registry.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * {@code meta.k8s.io PartialObjectMetadata}: an object's metadata cut out of its canonical bytes,
 * without making its tree. Immutable; safe for all threads.
 */
public final class PartialObjectMetadata {
  private static final byte[] NO_METADATA = "{}".getBytes(StandardCharsets.UTF_8);

  private final JsonFactory json = new JsonFactory();
  private final byte[] head;
  private final UnaryOperator<Bytes> order;

  /**
   * The form of one version of {@code meta.k8s.io}.
   *
   * @param version {@code v1} or {@code v1beta1}
   */
  public PartialObjectMetadata(String version) {
    this(version, UnaryOperator.identity());
  }

  /**
   * The same for objects whose fields do not stand in the order of a type.
   *
   * @param order brings what was cut out into that order
   */
  public PartialObjectMetadata(String version, UnaryOperator<Bytes> order) {
    this.order = order;
    String text =
        "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/"
            + version
            + "\",\"metadata\":";
    this.head = text.getBytes(StandardCharsets.UTF_8);
  }

  /** The metadata of the object with these canonical bytes. */
  public Bytes of(Bytes object) {
    byte[] array = object.array();
    try (JsonParser parser = json.createParser(array)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean metadata = parser.currentName().equals("metadata");
        parser.nextToken();
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        if (metadata) {
          return join(array, start, (int) parser.currentLocation().getByteOffset());
        }
      }
      return join(NO_METADATA, 0, NO_METADATA.length);
    } catch (IOException e) {
      throw new UncheckedIOException("stored object is not JSON", e);
    }
  }

  private Bytes join(byte[] array, int start, int end) {
    byte[] joined = Arrays.copyOf(head, head.length + (end - start) + 1);
    System.arraycopy(array, start, joined, head.length, end - start);
    joined[joined.length - 1] = '}';
    return order.apply(Bytes.wrap(joined));
  }
}
