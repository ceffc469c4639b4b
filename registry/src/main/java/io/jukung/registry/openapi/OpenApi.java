package io.jukung.registry.openapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jukung.storage.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The OpenAPI documents of the built-in API: what stands under {@code /openapi/v2} and {@code
 * /openapi/v3}. The build has made them; each is read when first asked for, and kept compressed,
 * about 1.3 MB for all. Safe for all threads.
 */
public final class OpenApi {
  /** The media type of the documents as JSON. */
  public static final String JSON = "application/json";

  /** The media type of {@link #v2Protobuf}, the one client-go asks for. */
  public static final String V2_PROTOBUF =
      "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

  /** Where the build puts documents and their list, beside this class. */
  static final String FOLDER = "documents/";

  static final String LIST = FOLDER + "list.txt";
  static final String V2_KEY = "v2";
  static final String V2_PROTOBUF_KEY = "v2.protobuf";

  private final Map<String, Entry> entries;
  private final NavigableSet<String> names;
  private final Map<String, Document> read = new ConcurrentHashMap<>();

  /** What the list tells about a document. */
  record Entry(String key, String contentType, String hash, int length) {
    static Entry parse(String line) {
      List<String> words = List.of(line.split("\t", -1));
      return new Entry(words.get(0), words.get(1), words.get(2), Integer.parseInt(words.get(3)));
    }

    String line() {
      return String.join("\t", key, contentType, hash, String.valueOf(length)) + "\n";
    }

    static String file(String key) {
      return FOLDER + key.replace('/', '_') + ".gz";
    }
  }

  private OpenApi(Map<String, Entry> entries) {
    this.entries = entries;
    NavigableMap<String, Entry> v3 = new TreeMap<>(entries);
    v3.remove(V2_KEY);
    v3.remove(V2_PROTOBUF_KEY);
    this.names = Collections.unmodifiableNavigableSet(v3.navigableKeySet());
  }

  /**
   * The documents that the build made.
   *
   * @throws UncheckedIOException when they are missing or damaged: the build is broken
   */
  public static OpenApi load() {
    String list = new String(resource(LIST), StandardCharsets.UTF_8);
    Map<String, Entry> entries = new TreeMap<>();
    list.lines().map(Entry::parse).forEach(entry -> entries.put(entry.key(), entry));
    return new OpenApi(entries);
  }

  /**
   * The names of all documents of version 3, such as {@code api/v1} and {@code apis/apps/v1}: what
   * stands behind {@code /openapi/v3/} in their addresses.
   */
  public NavigableSet<String> names() {
    return names;
  }

  /** The document of version 3 with this name; empty when there is none. */
  public Optional<Document> v3(String name) {
    return names.contains(name) ? Optional.of(document(name)) : Optional.empty();
  }

  /**
   * The content of {@code /openapi/v3}: where each document of version 3 is, with its hash.
   *
   * @param more documents beside the built-in ones, such as those of custom resources, by name
   */
  public Document index(Map<String, Document> more) {
    NavigableMap<String, String> hashes = new TreeMap<>();
    names.forEach(name -> hashes.put(name, hash(name)));
    more.forEach((name, document) -> hashes.put(name, document.hash()));
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 14);
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeObjectFieldStart("paths");
      for (Map.Entry<String, String> hash : hashes.entrySet()) {
        json.writeObjectFieldStart(hash.getKey());
        json.writeStringField(
            "serverRelativeURL", "/openapi/v3/" + hash.getKey() + "?hash=" + hash.getValue());
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Document.of(JSON, out.toByteArray());
  }

  /** The document of version 2 as JSON. */
  public Document v2() {
    return document(V2_KEY);
  }

  /**
   * The document of version 2 as protobuf, in the messages of gnostic's {@code OpenAPIv2.proto}.
   */
  public Document v2Protobuf() {
    return document(V2_PROTOBUF_KEY);
  }

  private String hash(String key) {
    return entry(key).hash();
  }

  private Entry entry(String key) {
    return Optional.ofNullable(entries.get(key))
        .orElseThrow(() -> new IllegalStateException("The build made no document " + key));
  }

  private Document document(String key) {
    return read.computeIfAbsent(
        key,
        k -> {
          Entry entry = entry(k);
          Bytes gzip = Bytes.wrap(resource(Entry.file(k)));
          return new Document(entry.contentType(), entry.hash(), entry.length(), gzip);
        });
  }

  private static byte[] resource(String name) {
    try (InputStream in = OpenApi.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is not on the class path; build the registry module");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
