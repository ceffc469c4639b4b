package io.jukung.registry.openapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jukung.registry.catalog.Catalog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The build step that makes the documents of the built-in API: making them all takes seconds, so no
 * server does it. Runs in Maven's {@code process-classes}, after the catalog is made.
 */
public final class OpenApiBuilder {
  private OpenApiBuilder() {}

  /**
   * Makes the documents.
   *
   * @param args the folder of the module's classes, and the API's version, such as {@code 1.36.2}:
   *     the documents name its first two parts
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("Wanted: CLASSES VERSION");
    }
    Path registry = Path.of(args[0]).resolve("io/jukung/registry");
    String version = args[1].substring(0, args[1].lastIndexOf('.'));
    Path list = registry.resolve("openapi").resolve(OpenApi.LIST);
    if (!isCurrent(list, registry)) {
      build(registry.resolve("openapi"), list, version);
    }
  }

  private static void build(Path folder, Path list, String version) throws IOException {
    Files.createDirectories(folder.resolve(OpenApi.FOLDER));
    StringBuilder lines = new StringBuilder();
    for (Map.Entry<String, Document> made : documents(Catalog.load(), version).entrySet()) {
      String key = made.getKey();
      Document document = made.getValue();
      Files.write(folder.resolve(OpenApi.Entry.file(key)), document.gzip().array());
      lines.append(
          new OpenApi.Entry(key, document.contentType(), document.hash(), document.length())
              .line());
    }
    Files.writeString(list, lines);
  }

  /** All documents by key. */
  static Map<String, Document> documents(Catalog catalog, String version) throws IOException {
    Map<String, Document> documents = new TreeMap<>();
    var paths = new Paths(catalog).all();
    for (Map.Entry<String, NavigableMap<String, List<Operation>>> of : paths.entrySet()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
        new V3Writer(catalog, version, json).document(of.getKey(), of.getValue());
      }
      documents.put(of.getKey(), Document.of(OpenApi.JSON, out.toByteArray()));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      new V2Writer(catalog, version, json).document(paths);
    }
    byte[] v2 = out.toByteArray();
    documents.put(OpenApi.V2_KEY, Document.of(OpenApi.JSON, v2));
    documents.put(
        OpenApi.V2_PROTOBUF_KEY, Document.of(OpenApi.V2_PROTOBUF, GnosticWriter.write(v2)));
    return documents;
  }

  /** Whether {@code list} is newer than the catalog and the classes that made it. */
  private static boolean isCurrent(Path list, Path registry) throws IOException {
    if (!Files.exists(list)) {
      return false;
    }
    FileTime made = Files.getLastModifiedTime(list);
    for (String folder : List.of("catalog", "openapi")) {
      try (var files = Files.list(registry.resolve(folder))) {
        for (Path input : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
          if (Files.getLastModifiedTime(input).compareTo(made) >= 0) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
