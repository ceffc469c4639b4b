package io.jukung.registry.catalog.build;

import io.jukung.registry.catalog.build.Message.ProtoField;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages out of {@code client-java-proto}'s sources jar. Its Java files hold, per
 * message, an interface whose getters carry the Go comment and the protobuf declaration as Javadoc;
 * the class behind it carries the type's comment. The class files have the same descriptors, but no
 * comments, so one pass over the sources tells all.
 */
final class ProtoSources {
  private static final Pattern INTERFACE = Pattern.compile("interface_extends:([\\w.]+)\\)");
  private static final Pattern TYPE = Pattern.compile("Protobuf type \\{@code ([\\w.]+)}");
  private static final Pattern FIELD =
      Pattern.compile("<code>(optional|repeated|required) ([\\w.]+) (\\w+) = (\\d+)[ ;].*");
  private static final Pattern MAP =
      Pattern.compile("<code>map&lt;string, ([\\w.]+)&gt; (\\w+) = (\\d+);.*");

  private final Map<String, Message> messages = new TreeMap<>();
  private final List<String> doc = new ArrayList<>();
  private boolean inText;
  private @Nullable Message open;

  private ProtoSources() {}

  /** All messages by their name in OpenAPI. */
  static Map<String, Message> read(Path jar) throws IOException {
    ProtoSources sources = new ProtoSources();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (entry.getName().endsWith(".java")) {
          try (BufferedReader lines =
              new BufferedReader(
                  new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8))) {
            sources.file(lines);
          }
        }
      }
    }
    return sources.messages;
  }

  private void file(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int start = 0;
      while (start < line.length() && line.charAt(start) == ' ') {
        start++;
      }
      if (line.startsWith("*", start)) {
        docLine(line, start);
      } else if (line.startsWith("/**", start)) {
        doc.clear();
      } else if (line.startsWith("// @@protoc_insertion_point(interface_extends:", start)) {
        Matcher matcher = INTERFACE.matcher(line);
        if (matcher.find()) {
          open = message(matcher.group(1));
        }
      } else if (line.equals("  }")) {
        open = null;
      }
    }
  }

  private void docLine(String line, int start) {
    if (line.startsWith("* <pre>", start)) {
      inText = true;
      doc.clear();
    } else if (line.startsWith("* </pre>", start)) {
      inText = false;
    } else if (inText) {
      String text = line.substring(start + 1);
      doc.add(unescape(text.startsWith(" ") ? text.substring(1) : text));
    } else if (open != null && line.startsWith("* <code>", start)) {
      field(open, line);
      doc.clear();
    } else if (open == null && line.startsWith("* Protobuf type", start)) {
      Matcher matcher = TYPE.matcher(line);
      if (matcher.find()) {
        Message message = message(matcher.group(1));
        if (message.comment().lines().isEmpty()) {
          message.comment(new Comment(doc));
        }
      }
      doc.clear();
    }
  }

  private void field(Message message, String line) {
    Matcher field = FIELD.matcher(line);
    Matcher map = MAP.matcher(line);
    Comment comment = new Comment(doc);
    if (field.find()) {
      int number = Integer.parseInt(field.group(4));
      message.add(new ProtoField(field.group(1), field.group(2), field.group(3), number, comment));
    } else if (map.find()) {
      int number = Integer.parseInt(map.group(3));
      message.add(new ProtoField("map", map.group(1), map.group(2), number, comment));
    } else {
      throw new IllegalStateException("Not a field: " + line);
    }
  }

  private Message message(String name) {
    return messages.computeIfAbsent(Message.openApiName(name), n -> new Message(name));
  }

  private static String unescape(String text) {
    return text.indexOf('&') < 0
        ? text
        : text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&#64;", "@")
            .replace("&#42;", "*")
            .replace("&#47;", "/")
            .replace("&#92;", "\\")
            .replace("&amp;", "&");
  }
}
