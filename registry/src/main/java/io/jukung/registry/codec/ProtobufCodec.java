package io.jukung.registry.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.codec.value.GoStrings;
import io.jukung.registry.codec.value.ValueException;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.storage.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Protobuf as upstream writes it: {@code k8s\0}, then a {@code runtime.Unknown} with the kind and
 * the object's message. Driven by the catalog; the bytes equal those of upstream's generated code.
 *
 * <p>Lists and watches need no list object: {@link #message} makes an item's bytes once, {@link
 * #listHeader}, {@link #itemHeader} and {@link #LIST_FOOTER} frame them, {@link #watchFrame} frames
 * an event. Safe for all threads. Upstream: {@code
 * apimachinery/pkg/runtime/serializer/protobuf/protobuf.go} and {@code collections.go}.
 */
public final class ProtobufCodec {
  /**
   * A message with what its envelope says about it.
   *
   * @param kind parts that are missing are empty
   */
  public record Envelope(GroupVersionKind kind, Bytes raw) {
    /** How upstream's messages show an envelope without kind or version. */
    String typeMetaText() {
      return "runtime.TypeMeta{APIVersion:"
          + GoStrings.quote(kind.apiVersion())
          + ", Kind:"
          + GoStrings.quote(kind.kind())
          + "}";
    }
  }

  /** What stands behind the last item of a list: the envelope's two empty trailing fields. */
  public static final Bytes LIST_FOOTER = Bytes.wrap(new byte[] {0x1a, 0, 0x22, 0});

  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final int INITIAL_CAPACITY = 2048;

  private final Plans plans;

  /** A codec for the types of {@code types}. */
  public ProtobufCodec(Types types) {
    this.plans = new Plans(types);
  }

  /** Whether a type has a protobuf form; {@code Table} has none, nor have custom resources. */
  public boolean supports(TypeSchema schema) {
    return !plans.of(schema).proto().entries().isEmpty();
  }

  /** Writes an object with its envelope: the body of an answer, or the object of a watch event. */
  public Bytes encode(ObjectNode tree, TypeSchema schema, GroupVersionKind kind) {
    return wrap(kind, message(tree, schema));
  }

  /** Writes an object's message alone: an item of a list. */
  public Bytes message(ObjectNode tree, TypeSchema schema) {
    ProtoOut out = new ProtoOut(INITIAL_CAPACITY);
    new ProtoWriter(plans, out).message(tree, plans.of(schema));
    return out.bytes();
  }

  /** Puts an envelope around a message. */
  public static Bytes wrap(GroupVersionKind kind, Bytes message) {
    ProtoOut out = new ProtoOut(message.length() + 128);
    out.raw(LIST_FOOTER.array());
    out.bytesField(2, message.array());
    typeMeta(out, kind);
    out.raw(MAGIC);
    return out.bytes();
  }

  private static void typeMeta(ProtoOut out, GroupVersionKind kind) {
    int mark = out.mark();
    out.stringField(2, kind.kind());
    out.stringField(1, kind.apiVersion());
    out.message(1, mark);
  }

  /**
   * What stands in front of the first item of a list.
   *
   * @param kind the list's kind, such as {@code PodList}
   * @param metadata the message of the list's metadata
   * @param itemsLength the sum of {@link #itemLength} over all items
   */
  public static Bytes listHeader(GroupVersionKind kind, Bytes metadata, long itemsLength) {
    ProtoOut out = new ProtoOut(metadata.length() + 128);
    out.bytesField(1, metadata.array());
    out.varint(out.mark() + itemsLength);
    out.tag(2, ProtoOut.LENGTH);
    typeMeta(out, kind);
    out.raw(MAGIC);
    return out.bytes();
  }

  /** What stands in front of an item of a list. */
  public static Bytes itemHeader(int messageLength) {
    ProtoOut out = new ProtoOut(8);
    out.varint(messageLength);
    out.tag(2, ProtoOut.LENGTH);
    return out.bytes();
  }

  /** The length of an item with its header. */
  public static long itemLength(int messageLength) {
    return 1L + ProtoOut.varintSize(messageLength) + messageLength;
  }

  /**
   * One frame of {@code application/vnd.kubernetes.protobuf;stream=watch}: the length in four
   * bytes, then a bare {@code WatchEvent}.
   *
   * @param type such as {@code ADDED}
   * @param object the object with its envelope
   */
  public static Bytes watchFrame(String type, Bytes object) {
    ProtoOut out = new ProtoOut(object.length() + 48);
    out.bytesField(1, object.array());
    out.message(2, 0);
    out.stringField(1, type);
    out.raw(ByteBuffer.allocate(4).putInt(out.mark()).array());
    return out.bytes();
  }

  /**
   * Reads an envelope.
   *
   * @throws ValueException with upstream's text
   */
  public Envelope envelope(byte[] body) {
    if (body.length == 0) {
      throw new ValueException("empty data");
    }
    if (body.length < MAGIC.length || !Arrays.equals(body, 0, 4, MAGIC, 0, 4)) {
      throw new ValueException(
          "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
    }
    if (body.length == MAGIC.length) {
      throw new ValueException("empty body");
    }
    ProtoIn in = new ProtoIn(Arrays.copyOfRange(body, MAGIC.length, body.length));
    String[] typeMeta = {"", ""};
    byte[] raw = new byte[0];
    while (in.next("Unknown")) {
      switch (in.number()) {
        case 1 -> {
          in.expect(ProtoOut.LENGTH, "TypeMeta");
          typeMeta(in.message(), typeMeta);
        }
        case 2 -> {
          in.expect(ProtoOut.LENGTH, "Raw");
          raw = in.bytes();
        }
        default -> in.skip();
      }
    }
    return new Envelope(TypeMeta.lenient(typeMeta[0]).kind(typeMeta[1]), Bytes.wrap(raw));
  }

  private static void typeMeta(ProtoIn in, String[] found) {
    while (in.next("TypeMeta")) {
      if (in.number() == 1 || in.number() == 2) {
        in.expect(ProtoOut.LENGTH, in.number() == 1 ? "APIVersion" : "Kind");
        found[in.number() - 1] = in.string();
      } else {
        in.skip();
      }
    }
  }

  /**
   * Reads a message into a tree, without kind and version.
   *
   * @throws ValueException with upstream's text
   */
  public ObjectNode decode(Bytes message, TypeSchema schema) {
    return new ProtoReader(plans).message(new ProtoIn(message.array()), plans.of(schema), null);
  }
}
