package io.jukung.conformance.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.conformance.errors.AnswerTable;
import io.jukung.conformance.errors.Masks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Makes of a response its code, the headers that are the API's business, and its body as text:
 * unpacked, of protobuf the readable parts, of a long one the begin.
 */
final class FormAnswers implements AnswerTable.Reader {
  /** Headers of the transport, and those that name objects a server may do without. */
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          ":status|date|connection|content-length|transfer-encoding|x-kubernetes-pf-.*");

  private static final int MAX_TEXT = 900;
  private static final int READABLE = 4;
  private static final Map<Pattern, String> SIGNS = signs();

  private final ObjectMapper mapper = new ObjectMapper();
  private final Masks masks;

  FormAnswers(Masks masks) {
    this.masks = masks;
  }

  private static Map<Pattern, String> signs() {
    Map<Pattern, String> signs = new LinkedHashMap<>();
    signs.put(Pattern.compile("(resourceVersion[\\\\\": ]+)\\d+"), "$1\\$REVISION");
    signs.put(Pattern.compile("(continue[\\\\\": ]+)[\\w-]{20,}"), "$1\\$TOKEN");
    signs.put(Pattern.compile("\\d+(\\.\\d+){3}:\\d+"), "\\$ADDRESS");
    signs.put(Pattern.compile("(?<=\\u00b7).?eyJ[\\w-]{20,}"), "\\$TOKEN");
    // An event's length, where it happens to be a letter.
    signs.put(Pattern.compile("(?<=\\u00b7).(?=k8s\\u00b7)"), "");
    signs.put(Pattern.compile("(?<=[\" ])\\d{1,3}[sm](?=[\",\\n])"), "\\$AGE");
    // The hash of a custom resource's stored version depends on its group.
    signs.put(Pattern.compile("(?<![\\w+/])[A-Za-z0-9+/]{11}=(?!\\w)"), "\\$HASH");
    return signs;
  }

  @Override
  public JsonNode of(HttpResponse<byte[]> response) throws IOException {
    ObjectNode answer = mapper.createObjectNode();
    answer.put("code", response.statusCode());
    ObjectNode headers = answer.putObject("headers");
    for (Map.Entry<String, List<String>> header :
        new TreeMap<>(response.headers().map()).entrySet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!LEFT_OUT.matcher(name).matches()) {
        String value = name.equals("etag") ? "$ETAG" : String.join(" | ", header.getValue());
        headers.put(name, masks.mask(value));
      }
    }
    byte[] body = response.body();
    if (response.headers().firstValue("Content-Encoding").orElse("").equals("gzip")) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
        body = in.readAllBytes();
      }
    }
    boolean binary = response.headers().firstValue("Content-Type").orElse("").contains("protobuf");
    String text = binary ? readable(body) : new String(body, StandardCharsets.UTF_8);
    text = masks.mask(text);
    for (Map.Entry<Pattern, String> sign : SIGNS.entrySet()) {
      text = sign.getKey().matcher(text).replaceAll(sign.getValue());
    }
    return answer.put("text", text.substring(0, Math.min(text.length(), MAX_TEXT)));
  }

  /** Runs of printable characters, each between dots. */
  private static String readable(byte[] body) {
    StringBuilder text = new StringBuilder("\u00b7");
    StringBuilder run = new StringBuilder();
    for (int i = 0; i <= body.length; i++) {
      boolean printable = i < body.length && body[i] >= ' ' && body[i] < 0x7f;
      if (printable) {
        run.append((char) body[i]);
        continue;
      }
      // Numbers alone are revisions.
      if (run.length() >= READABLE && !run.toString().matches("\\d+")) {
        text.append(run).append('\u00b7');
      }
      run.setLength(0);
    }
    return text.toString();
  }
}
