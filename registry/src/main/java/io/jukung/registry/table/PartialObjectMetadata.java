package io.jukung.registry.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.RawObject;
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

  private static final Bytes DAEMON_SET =
      Bytes.utf8("{\"kind\":\"DaemonSet\",\"apiVersion\":\"apps/");

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
          int end = (int) parser.currentLocation().getByteOffset();
          if (!object.startsWith(DAEMON_SET)) {
            return join(array, start, end);
          }
          byte[] rest =
              withoutGeneration(Bytes.wrap(Arrays.copyOfRange(array, start, end))).array();
          return join(rest, 0, rest.length);
        }
      }
      return join(NO_METADATA, 0, NO_METADATA.length);
    } catch (IOException e) {
      throw new UncheckedIOException("stored object is not JSON", e);
    }
  }

  /**
   * Upstream cuts the metadata out of the form it works with, in which the annotation is a field of
   * the spec.
   */
  private static Bytes withoutGeneration(Bytes metadata) {
    ObjectNode tree = new RawObject(metadata);
    if (tree.get("annotations") instanceof ObjectNode annotations
        && annotations.remove("deprecated.daemonset.template.generation") != null
        && annotations.isEmpty()) {
      tree.remove("annotations");
    }
    return CanonicalJson.print(tree);
  }

  private Bytes join(byte[] array, int start, int end) {
    byte[] joined = Arrays.copyOf(head, head.length + (end - start) + 1);
    System.arraycopy(array, start, joined, head.length, end - start);
    joined[joined.length - 1] = '}';
    return order.apply(Bytes.wrap(joined));
  }
}
