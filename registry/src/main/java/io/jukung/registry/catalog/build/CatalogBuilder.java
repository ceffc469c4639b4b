package io.jukung.registry.catalog.build;

import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.TypeSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.Map;

/** The build step's command. */
public final class CatalogBuilder {
  private CatalogBuilder() {}

  /**
   * Makes the catalog.
   *
   * @param args client-java-proto's sources jar, client-java-api's sources jar, the folder of the
   *     facts, the folder of the module's classes
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 4) {
      throw new IllegalArgumentException("Wanted: PROTO_SOURCES API_SOURCES FACTS CLASSES");
    }
    build(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), Path.of(args[3]));
  }

  private static void build(Path proto, Path model, Path facts, Path classes) throws IOException {
    Path folder = classes.resolve("io/jukung/registry/catalog");
    Path file = folder.resolve("catalog.bin.gz");
    Path fieldFacts = facts.resolve("fields.txt");
    Path resourceFacts = facts.resolve("resources.json");
    Path paragraphs = facts.resolve("paragraphs.txt");
    if (Files.exists(file)
        && isNewer(file, folder, proto, model, fieldFacts, resourceFacts, paragraphs)) {
      return;
    }
    ResourceFacts resources = ResourceFacts.read(resourceFacts);
    Map<String, TypeSchema> types =
        new TypeBuilder(
                ProtoSources.read(proto),
                FieldFacts.read(fieldFacts),
                ModelTexts.read(model),
                Paragraphs.read(paragraphs),
                resources)
            .types();
    byte[] catalog =
        CatalogWriter.write(
            resources.registered(), types.values(), resources.groups(), resources.resources(types));
    Files.createDirectories(folder);
    Files.writeString(classes.resolveSibling("catalog.txt"), text(types.values()));
    Files.write(file, catalog);
  }

  /** Whether {@code file} is newer than the inputs, and than the classes in {@code folder}. */
  private static boolean isNewer(Path file, Path folder, Path... inputs) throws IOException {
    FileTime made = Files.getLastModifiedTime(file);
    for (Path input : inputs) {
      if (Files.getLastModifiedTime(input).compareTo(made) >= 0) {
        return false;
      }
    }
    try (var classes = Files.walk(folder)) {
      for (Path input :
          (Iterable<Path>) classes.filter(p -> p.toString().endsWith(".class"))::iterator) {
        if (Files.getLastModifiedTime(input).compareTo(made) >= 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** The types as text, without descriptions, for reading what a new release changed. */
  private static String text(Collection<TypeSchema> types) {
    StringBuilder text = new StringBuilder();
    for (TypeSchema type : types) {
      text.append(type).append(' ').append(type.kinds()).append(' ').append(type.mapType());
      text.append('\n');
      for (Field f : type.fields()) {
        text.append("  ").append(f.name()).append(' ').append(f.embeddedIn()).append(f.number());
        text.append(' ').append(f.type()).append(f.required() ? " required" : "");
        text.append(f.omitEmpty() ? " omitempty" : "").append(f.omitZero() ? " omitzero" : "");
        text.append(f.emptyKept() ? " emptykept" : "");
        text.append(f.pointer() ? " pointer" : "").append(" patch=").append(f.patchStrategy());
        text.append('/').append(f.patchMergeKey()).append(" list=").append(f.listType());
        text.append(f.listMapKeys()).append(" map=").append(f.mapType());
        text.append(" default=").append(f.defaultValue());
        text.append(" enum=").append(f.enumValues()).append('\n');
      }
    }
    return text.toString();
  }
}
