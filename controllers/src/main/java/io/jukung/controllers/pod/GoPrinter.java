package io.jukung.controllers.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.controllers.pod.GoLayout.Field;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/**
 * Prints a JSON value as Go's {@code spew} prints the struct it is decoded into, with types: {@code
 * (v1.Probe){TimeoutSeconds:(int32)1 ...}}. What is not in the JSON is printed as Go's zero value.
 */
final class GoPrinter {
  private final GoLayout layout;
  private final StringBuilder out = new StringBuilder();

  GoPrinter(GoLayout layout) {
    this.layout = layout;
  }

  /** The value as a struct of the type. */
  String print(String type, JsonNode value) {
    out.setLength(0);
    typed(type, value);
    return out.toString();
  }

  private void typed(String type, JsonNode value) {
    out.append('(').append(shown(type)).append(')');
    if (type.startsWith("*")) {
      if (absent(value)) {
        out.append("<nil>");
      } else {
        bare(type.substring(1), value);
      }
    } else {
      bare(type, value);
    }
  }

  private void bare(String type, JsonNode value) {
    List<Field> fields = layout.structs().get(type);
    String real = layout.named().get(type);
    if (fields != null) {
      struct(fields, value);
    } else if (real != null) {
      bare(real, value);
    } else if (type.startsWith("[]")) {
      list(type.substring(2), value);
    } else if (type.startsWith("map[")) {
      map(type.substring(type.indexOf(']') + 1), value);
    } else {
      scalar(type, value);
    }
  }

  private void struct(List<Field> fields, JsonNode value) {
    out.append('{');
    String separator = "";
    for (Field field : fields) {
      out.append(separator).append(field.name()).append(':');
      typed(field.type(), field.json().equals("-") ? value : value.path(field.json()));
      separator = " ";
    }
    out.append('}');
  }

  private void list(String type, JsonNode value) {
    if (value.isEmpty()) {
      out.append("<nil>");
      return;
    }
    out.append('[');
    String separator = "";
    for (JsonNode item : value) {
      out.append(separator);
      bare(type, item);
      separator = " ";
    }
    out.append(']');
  }

  private void map(String type, JsonNode value) {
    if (value.isEmpty()) {
      out.append("<nil>");
      return;
    }
    TreeMap<String, JsonNode> sorted = new TreeMap<>();
    for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      sorted.put(name, value.path(name));
    }
    out.append("map[");
    String separator = "";
    for (var entry : sorted.entrySet()) {
      out.append(separator).append(entry.getKey()).append(':');
      bare(type, entry.getValue());
      separator = " ";
    }
    out.append(']');
  }

  private void scalar(String type, JsonNode value) {
    switch (type) {
      case "string", "types.UID" -> out.append(value.asText(""));
      case "bool" -> out.append(value.asBoolean(false));
      case "int32", "int64" -> out.append(value.asLong(0));
      case "resource.Quantity" -> out.append(GoQuantity.print(value.asText("")));
      case "intstr.IntOrString" -> intOrString(value);
      // A template's own times are never set.
      case "metav1.Time" ->
          out.append("{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}");
      default -> throw new IllegalStateException("no such type in a pod template: " + type);
    }
  }

  private void intOrString(JsonNode value) {
    boolean text = value.isTextual();
    out.append("{Type:(intstr.Type)")
        .append(text ? 1 : 0)
        .append(" IntVal:(int32)")
        .append(text ? 0 : value.asInt(0))
        .append(" StrVal:(string)")
        .append(text ? value.asText() : "")
        .append('}');
  }

  private static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  /** Both of the packages are called v1. */
  private static String shown(String type) {
    return type.replace("metav1.", "v1.");
  }
}
