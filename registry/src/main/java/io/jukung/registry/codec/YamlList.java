package io.jukung.registry.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.storage.Bytes;

/**
 * A list's YAML in pieces, so that no list need be in memory: {@link #head}, then either {@link
 * #begin} and each {@link #item} or {@link #none}, then {@link #foot}. Together they are what
 * {@link YamlCodec#encode} makes of the whole. Immutable.
 *
 * @param head the fields whose names sort in front of the items
 * @param begin the name of the items' field when there are items
 * @param none the items' field when there are none
 * @param foot the fields whose names sort behind the items
 */
public record YamlList(Bytes head, Bytes begin, Bytes none, Bytes foot) {

  /**
   * The pieces around the items of a list.
   *
   * @param frame the list without items
   * @param field the name of the field that holds them
   */
  public static YamlList of(ObjectNode frame, String field) {
    ObjectNode before = JsonNodeFactory.instance.objectNode();
    ObjectNode behind = JsonNodeFactory.instance.objectNode();
    frame
        .properties()
        .forEach(
            entry -> {
              int order = YamlKeys.ORDER.compare(entry.getKey(), field);
              if (order != 0) {
                (order < 0 ? before : behind).set(entry.getKey(), entry.getValue());
              }
            });
    return new YamlList(
        text(before), Bytes.utf8(field + ":\n"), Bytes.utf8(field + ": []\n"), text(behind));
  }

  private static Bytes text(ObjectNode fields) {
    return Bytes.utf8(fields.isEmpty() ? "" : YamlWriter.write(fields));
  }

  /** One item with its dash and a line break at its end. */
  public static Bytes item(JsonNode item) {
    return Bytes.utf8(YamlWriter.writeItem(item));
  }
}
