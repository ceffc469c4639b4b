package io.jukung.registry.catalog.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The texts of a type in {@code client-java-api}'s sources, which are made from the OpenAPI
 * document of the very release. Line breaks are lost in them, and the texts of fields that refer to
 * another type.
 *
 * @param type empty when unknown
 * @param fields by JSON name
 * @param required the JSON names of the required fields among {@code fields}
 */
record ModelTexts(String type, Map<String, String> fields, Set<String> required) {
  static final ModelTexts NONE = new ModelTexts("", Map.of(), Set.of());

  private static final String FOLDER = "io/kubernetes/client/openapi/models/";
  private static final String LITERAL = "\"((?:[^\"\\\\]|\\\\.)*+)\"";
  private static final Pattern TYPE = Pattern.compile("@ApiModel\\(description = " + LITERAL);
  private static final Pattern NAME =
      Pattern.compile(
          "_NAME_\\w+ = \"([^\"]+)\";\\s+@SerializedName\\(\\w+\\)\\s+@[\\w.]+\\s+private [^;=\\n"
              + "]+? (\\w+)(?:;| =)");
  private static final Pattern FIELD =
      Pattern.compile(
          "@return (\\w+)\\s+\\*/\\s+@[\\w.]+\\s+@ApiModelProperty\\((required = true, )?value = "
              + LITERAL);

  /** The texts of all types by the name of their class. */
  static Map<String, ModelTexts> read(Path jar) throws IOException {
    Map<String, ModelTexts> texts = new HashMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        String name = entry.getName();
        if (name.startsWith(FOLDER) && name.endsWith(".java")) {
          byte[] source = zip.getInputStream(entry).readAllBytes();
          texts.put(
              name.substring(FOLDER.length(), name.length() - ".java".length()),
              parse(new String(source, StandardCharsets.UTF_8)));
        }
      }
    }
    return texts;
  }

  /** The texts of the type that OpenAPI names {@code name}; the class's name is made from it. */
  static ModelTexts of(Map<String, ModelTexts> texts, String name) {
    String[] path = name.split("\\.", -1);
    String type = path[path.length - 1];
    String version = capital(path[path.length - 2]);
    String group = capital(path[path.length - 3]);
    return Optional.ofNullable(texts.get(group + version + type))
        .or(() -> Optional.ofNullable(texts.get(version + type)))
        .orElse(NONE);
  }

  private static ModelTexts parse(String source) {
    Map<String, String> jsonNames = new HashMap<>();
    Matcher name = NAME.matcher(source);
    while (name.find()) {
      jsonNames.put(name.group(2), name.group(1));
    }
    Map<String, String> fields = new TreeMap<>();
    Set<String> required = new TreeSet<>();
    Matcher field = FIELD.matcher(source);
    while (field.find()) {
      String jsonName = jsonNames.getOrDefault(field.group(1), field.group(1));
      fields.put(jsonName, text(field.group(3)));
      if (field.group(2) != null) {
        required.add(jsonName);
      }
    }
    Matcher type = TYPE.matcher(source);
    return new ModelTexts(type.find() ? text(type.group(1)) : "", fields, required);
  }

  /** The generator of those classes breaks up comment ends in its texts. */
  private static String text(String literal) {
    return literal.translateEscapes().replace("*_/", "*/").replace("/_*", "/*");
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
