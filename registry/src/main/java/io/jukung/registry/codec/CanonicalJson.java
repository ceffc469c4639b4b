package io.jukung.registry.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Canonical JSON: the bytes kube-apiserver prints for an object, without the line break behind it.
 * Fields stand in the schema's order, with what upstream prints though empty ({@code "status":{}})
 * and without what it leaves out; maps are sorted; objects without a schema are sorted throughout.
 *
 * <p>Safe for all threads. Upstream: {@code apimachinery/pkg/runtime/serializer/json/json.go} over
 * Go's {@code encoding/json}.
 */
public final class CanonicalJson {
  private static final int INITIAL_CAPACITY = 4096;
  private static final int PRINT_CAPACITY = 64;

  /** The packages of definitions and of API services. */
  private static final List<String> JSON_IN_STORE =
      List.of("io.k8s.apiextensions-apiserver.", "io.k8s.kube-aggregator.");

  private final Plans plans;

  /** An encoder for the types of {@code types}. */
  public CanonicalJson(Types types) {
    this.plans = new Plans(types);
  }

  /**
   * Prints an object by its schema. Fields that the schema does not have are not printed.
   *
   * @param tree as {@link ObjectDecoder} left it; what is missing or null is printed as Go's zero
   *     value where upstream prints one; empty lists that stand there are printed as {@code []}
   */
  public Bytes encode(ObjectNode tree, TypeSchema schema) {
    return encode(tree, schema, false);
  }

  /**
   * Prints an object by its schema as it comes back from the store. Upstream's store holds
   * protobuf, which does not tell empty lists and maps from none; but those of its servers whose
   * objects it holds as JSON come back as they are.
   */
  public Bytes stored(ObjectNode tree, TypeSchema schema) {
    return JSON_IN_STORE.stream().anyMatch(schema.name()::startsWith)
        ? encode(tree, schema)
        : withoutEmpty(tree, schema);
  }

  /** Prints an object by its schema with empty lists and maps as if they were not there. */
  Bytes withoutEmpty(ObjectNode tree, TypeSchema schema) {
    return encode(tree, schema, true);
  }

  private Bytes encode(ObjectNode tree, TypeSchema schema, boolean emptyIsNone) {
    if (schema.unstructured()) {
      return encode(tree);
    }
    JsonOut out = new JsonOut(INITIAL_CAPACITY);
    new TypedWriter(plans, out, emptyIsNone).struct(tree, plans.of(schema));
    return out.bytes();
  }

  /** Prints an object that has no schema: all keys sorted by their UTF-8 bytes. */
  public Bytes encode(ObjectNode tree) {
    JsonOut out = new JsonOut(INITIAL_CAPACITY);
    FreeWriter.sorted(tree, out);
    return out.bytes();
  }

  /** Prints any JSON value without a schema: keys as they stand. */
  public static Bytes print(JsonNode value) {
    JsonOut out = new JsonOut(PRINT_CAPACITY);
    FreeWriter.asIs(value, out);
    return out.bytes();
  }

  /** Prints any JSON value without a schema: keys sorted. */
  public static Bytes printSorted(JsonNode value) {
    JsonOut out = new JsonOut(PRINT_CAPACITY);
    FreeWriter.sorted(value, out);
    return out.bytes();
  }

  /**
   * Reads canonical bytes: trusted, so without any check beyond the syntax. The {@code fieldsV1} of
   * managed fields are {@link RawObject}s.
   */
  public ObjectNode parse(Bytes stored) {
    try {
      return TreeReader.read(stored);
    } catch (IOException e) {
      throw new UncheckedIOException("stored bytes are no JSON object", e);
    }
  }

  /**
   * Puts {@code "resourceVersion":"N"} at its place into canonical bytes that have none.
   *
   * @param stored an object with {@code metadata}
   */
  public static Bytes withResourceVersion(Bytes stored, long revision) {
    return ResourceVersionPlace.insert(stored, ResourceVersionPlace.find(stored), revision);
  }
}
