package io.jukung.registry.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One failed check of one field, with upstream's texts.
 *
 * @param type which kind of failure
 * @param field the field's path, such as {@code metadata.labels}
 * @param badValue the value as it stands in the message, already printed; null where the type shows
 *     none
 * @param detail what was expected; may be empty
 */
public record FieldError(Type type, String field, @Nullable String badValue, String detail) {
  /** Stands for a value that is not shown; a printed one is never empty. */
  private static final String HIDDEN = "";

  /** The kinds of failure: the cause's reason and the text that opens the message. */
  public enum Type {
    NOT_FOUND("FieldValueNotFound", "Not found", true),
    REQUIRED("FieldValueRequired", "Required value", false),
    DUPLICATE("FieldValueDuplicate", "Duplicate value", true),
    INVALID("FieldValueInvalid", "Invalid value", true),
    NOT_SUPPORTED("FieldValueNotSupported", "Unsupported value", true),
    FORBIDDEN("FieldValueForbidden", "Forbidden", false),
    TOO_LONG("FieldValueTooLong", "Too long", false),
    TOO_MANY("FieldValueTooMany", "Too many", true),
    INTERNAL("InternalError", "Internal error", false),
    TYPE_INVALID("FieldValueTypeInvalid", "Invalid value", true);

    private final String reason;
    private final String text;
    private final boolean showsValue;

    Type(String reason, String text, boolean showsValue) {
      this.reason = reason;
      this.text = text;
      this.showsValue = showsValue;
    }

    /** What stands in the cause's {@code reason}. */
    public String reason() {
      return reason;
    }
  }

  /** The value has a wrong form; a string is printed quoted, everything else as compact JSON. */
  public static FieldError invalid(String field, @Nullable JsonNode value, String detail) {
    return new FieldError(Type.INVALID, field, print(value), detail);
  }

  /** The value has a wrong form, and is not shown. */
  public static FieldError invalidHidden(String field, String detail) {
    return new FieldError(Type.INVALID, field, HIDDEN, detail);
  }

  /** The string has a wrong form. */
  public static FieldError invalid(String field, String value, String detail) {
    return new FieldError(Type.INVALID, field, quote(value), detail);
  }

  /** The string, which is of a type of its own in Go and so printed as JSON, has a wrong form. */
  public static FieldError invalidNamed(String field, String value, String detail) {
    return new FieldError(Type.INVALID, field, json(value), detail);
  }

  /** The value is missing. */
  public static FieldError required(String field, String detail) {
    return new FieldError(Type.REQUIRED, field, null, detail);
  }

  /** The value stands there twice. */
  public static FieldError duplicate(String field, String value) {
    return new FieldError(Type.DUPLICATE, field, quote(value), "");
  }

  /** The check itself failed. */
  public static FieldError internal(String field, String detail) {
    return new FieldError(Type.INTERNAL, field, null, detail);
  }

  /** The change is not allowed. */
  public static FieldError forbidden(String field, String detail) {
    return new FieldError(Type.FORBIDDEN, field, null, detail);
  }

  /** The value is none of {@code supported}, told in their order. */
  public static FieldError notSupported(String field, String value, Collection<String> supported) {
    return notSupportedOf(field, json(value), supported);
  }

  /** As above, of a value that is printed already. */
  public static FieldError notSupportedOf(
      String field, String printed, Collection<String> supported) {
    List<String> quoted = supported.stream().map(FieldError::quote).toList();
    return new FieldError(
        Type.NOT_SUPPORTED,
        field,
        printed,
        quoted.isEmpty() ? "" : "supported values: " + String.join(", ", quoted));
  }

  /** A list of {@code actual} elements is longer than allowed. */
  public static FieldError tooMany(String field, int actual, int most) {
    return new FieldError(
        Type.TOO_MANY,
        field,
        Integer.toString(actual),
        "must have at most " + most + (most == 1 ? " item" : " items"));
  }

  /** The value names something that is not there. */
  public static FieldError notFound(String field, String value) {
    return new FieldError(Type.NOT_FOUND, field, quote(value), "");
  }

  /** A value that is there twice, printed already. */
  public static FieldError duplicateOf(String field, String printed) {
    return new FieldError(Type.DUPLICATE, field, printed, "");
  }

  /** The value is over {@code maxBytes}. */
  public static FieldError tooLong(String field, int maxBytes) {
    return new FieldError(
        Type.TOO_LONG, field, null, "may not be more than " + maxBytes + " bytes");
  }

  /** The message without the field's path. */
  public String body() {
    StringBuilder text = new StringBuilder(type.text);
    if (type.showsValue && !HIDDEN.equals(badValue)) {
      text.append(": ").append(badValue == null ? "null" : badValue);
    }
    if (!detail.isEmpty()) {
      text.append(": ").append(detail);
    }
    return text.toString();
  }

  /** Several as one text, as upstream joins them; each text once. */
  public static String aggregate(Collection<FieldError> errors) {
    List<String> texts = errors.stream().map(FieldError::toString).distinct().toList();
    return texts.size() == 1 ? texts.getFirst() : "[" + String.join(", ", texts) + "]";
  }

  /** This as a cause of a {@code Status}. */
  public StatusCause toCause() {
    return new StatusCause(type.reason, body(), field);
  }

  /** The path and the message, as the {@code Status}' message joins them. */
  @Override
  public String toString() {
    return field + ": " + body();
  }

  private static String print(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return "null";
    }
    return value.isTextual() ? quote(value.textValue()) : escaped(value.toString());
  }

  /** JSON as Go's encoder writes it: these three stand in texts only. */
  private static String escaped(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  private static String json(String value) {
    return escaped(TextNode.valueOf(value).toString());
  }

  /** The string as Go's {@code %q} prints it. */
  public static String quote(String value) {
    StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
    value
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case 0x07 -> quoted.append("\\a");
                case '\b' -> quoted.append("\\b");
                case 0x0b -> quoted.append("\\v");
                case '\f' -> quoted.append("\\f");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                  if (c < 0x20 || c == 0x7f) {
                    quoted.append(String.format("\\x%02x", c));
                  } else {
                    quoted.appendCodePoint(c);
                  }
                }
              }
            });
    return quoted.append('"').toString();
  }
}
