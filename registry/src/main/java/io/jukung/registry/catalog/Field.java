package io.jukung.registry.catalog;

import java.util.List;

/**
 * One field of a message type.
 *
 * @param name the JSON name
 * @param number the protobuf field number; 0 when the type has no protobuf form
 * @param description the text that {@code kubectl explain} prints
 * @param required whether OpenAPI lists it as required
 * @param omitEmpty whether upstream leaves it out of JSON when empty (Go's {@code omitempty}); what
 *     is empty depends on {@code pointer}
 * @param pointer whether upstream holds it by pointer: a struct not held by pointer is printed as
 *     {@code {}} when empty even with {@code omitEmpty}, and a scalar held by pointer is printed
 *     when it is there, even if zero
 * @param omitZero whether it is left out when its type says it is zero (Go's {@code omitzero}, such
 *     as times)
 * @param emptyKept whether upstream tells an empty list or map from none while it handles a
 *     request, though JSON and the store leave both out
 * @param patchStrategy {@code merge}, {@code replace}, {@code retainKeys}, a comma-joined list of
 *     them, or empty
 * @param patchMergeKey the key strategic merge patch joins list elements by, or empty
 * @param listType {@code atomic}, {@code set}, {@code map} or empty
 * @param listMapKeys the keys of a {@code map} list
 * @param mapType {@code atomic}, {@code granular} or empty
 * @param defaultValue the marker's default as JSON, or empty
 * @param enumValues the values OpenAPI lists, of the field or of a list's or map's elements; empty
 *     when free
 * @param embeddedIn where protobuf keeps it, when not in the type's own message: the numbers of the
 *     messages to go into, outermost first. Go embeds such structs, so JSON knows nothing of them:
 *     {@code emptyDir} of a Volume has number 2 in message 2; usually empty
 */
public record Field(
    String name,
    int number,
    FieldType type,
    String description,
    boolean required,
    boolean omitEmpty,
    boolean pointer,
    boolean omitZero,
    boolean emptyKept,
    String patchStrategy,
    String patchMergeKey,
    String listType,
    List<String> listMapKeys,
    String mapType,
    String defaultValue,
    List<String> enumValues,
    List<Integer> embeddedIn) {
  /** Copies the lists. */
  public Field {
    listMapKeys = List.copyOf(listMapKeys);
    enumValues = List.copyOf(enumValues);
    embeddedIn = List.copyOf(embeddedIn);
  }

  /** The same with another text. */
  public Field described(String text) {
    return new Field(
        name,
        number,
        type,
        text,
        required,
        omitEmpty,
        pointer,
        omitZero,
        emptyKept,
        patchStrategy,
        patchMergeKey,
        listType,
        listMapKeys,
        mapType,
        defaultValue,
        enumValues,
        embeddedIn);
  }
}
