package io.jukung.registry.catalog.build;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A protobuf message as the published sources describe it. Filled by {@link ProtoSources}. */
final class Message {
  /**
   * A field of it.
   *
   * @param label {@code optional}, {@code repeated} or {@code map}
   * @param type a protobuf scalar, or a message's name behind a dot; of a map, its value's
   */
  record ProtoField(String label, String type, String name, int number, Comment comment) {}

  private final String name;
  private final Map<String, ProtoField> fields = new LinkedHashMap<>();
  private Comment comment = Comment.NONE;

  /**
   * A message.
   *
   * @param name as protobuf spells it, such as {@code k8s.io.api.core.v1.Pod}
   */
  Message(String name) {
    this.name = name;
  }

  /** The name of {@code protobufName} in OpenAPI: Go's path with the host turned around. */
  static String openApiName(String protobufName) {
    return "io." + "k8s" + protobufName.substring("k8s.io".length()).replace('_', '-');
  }

  String openApiName() {
    return openApiName(name);
  }

  Comment comment() {
    return comment;
  }

  void comment(Comment text) {
    this.comment = text;
  }

  void add(ProtoField field) {
    fields.putIfAbsent(field.name(), field);
  }

  Map<String, ProtoField> fields() {
    return fields;
  }

  /**
   * The field whose JSON name is {@code jsonName}. Protobuf's name is the same, or differs in case
   * and signs: {@code x-kubernetes-list-type} is xKubernetesListType there.
   */
  Optional<ProtoField> field(String jsonName) {
    ProtoField same = fields.get(jsonName);
    return same != null
        ? Optional.of(same)
        : fields.values().stream()
            .filter(f -> letters(f.name()).equals(letters(jsonName)))
            .findFirst();
  }

  private static String letters(String text) {
    StringBuilder letters = new StringBuilder();
    text.chars()
        .filter(Character::isLetterOrDigit)
        .map(Character::toLowerCase)
        .forEach(letters::appendCodePoint);
    return letters.toString();
  }
}
