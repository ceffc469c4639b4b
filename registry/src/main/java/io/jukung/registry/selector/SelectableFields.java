package io.jukung.registry.selector;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The fields of a kind that field selectors may name. Immutable.
 *
 * <p>Upstream keeps two lists: which labels the parser takes ({@code AddFieldLabelConversionFunc})
 * and which values an object shows ({@code ToSelectableFields}); {@code status.podIPs} is in the
 * first only, and so compares as empty.
 */
public final class SelectableFields {
  private static final SelectableField NAME = SelectableField.of("metadata.name", "");
  private static final SelectableField NAMESPACE = SelectableField.of("metadata.namespace", "");

  private final Map<String, String> labels;
  private final List<SelectableField> fields;
  private final Function<String, String> unsupported;

  /**
   * Fields.
   *
   * @param labels from the name in requests to the name in stored form
   * @param unsupported the message about a name that is not among them
   */
  SelectableFields(
      Map<String, String> labels,
      List<SelectableField> fields,
      Function<String, String> unsupported) {
    this.labels = Map.copyOf(labels);
    this.fields = List.copyOf(fields);
    this.unsupported = unsupported;
  }

  /** Those of a built-in kind. */
  public static SelectableFields of(GroupVersionKind kind) {
    return BuiltInFields.of(kind);
  }

  /**
   * Those of a custom kind.
   *
   * @param paths the {@code selectableFields} of its definition, such as {@code .spec.color}
   */
  public static SelectableFields ofCustom(boolean namespaced, List<String> paths) {
    Stream<SelectableField> own =
        paths.stream()
            .map(path -> SelectableField.of(path.startsWith(".") ? path.substring(1) : path, ""));
    List<SelectableField> fields =
        Stream.concat(namespaced ? Stream.of(NAME, NAMESPACE) : Stream.of(NAME), own).toList();
    return own(fields, label -> "field label not supported: " + label);
  }

  /** Those every kind has, when it has no others. */
  static SelectableFields metadata() {
    return own(
        List.of(NAME, NAMESPACE),
        label ->
            FieldError.quote(label)
                + " is not a known field selector: only \"metadata.name\","
                + " \"metadata.namespace\"");
  }

  /** Fields whose names in requests and in stored form are the same. */
  static SelectableFields own(List<SelectableField> fields, Function<String, String> unsupported) {
    return new SelectableFields(
        fields.stream().collect(Collectors.toMap(SelectableField::label, SelectableField::label)),
        fields,
        unsupported);
  }

  /**
   * Reads a field selector, and puts its fields' names into stored form.
   *
   * @throws StatusException 400 with upstream's text when it is malformed or names other fields
   */
  public FieldSelector parse(String text) {
    return FieldSelector.parse(text).renamed(this::storedLabel);
  }

  private String storedLabel(String label) {
    String stored = labels.get(label);
    if (stored == null) {
      throw StatusException.badRequest(unsupported.apply(label));
    }
    return stored;
  }

  /** The names a request may use. */
  public Set<String> labels() {
    return labels.keySet();
  }

  /** Where the values lie in a stored object. */
  public List<SelectableField> fields() {
    return fields;
  }

  /** The object's values, by their names in stored form. */
  public Map<String, String> values(JsonNode object) {
    Map<String, String> values = LinkedHashMap.newLinkedHashMap(fields.size());
    for (SelectableField field : fields) {
      values.put(field.label(), field.value(object));
    }
    return values;
  }
}
