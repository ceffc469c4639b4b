package io.jukung.registry.table;

/**
 * One column of a table: {@code meta.k8s.io TableColumnDefinition}.
 *
 * @param type an OpenAPI type, such as {@code string} or {@code integer}
 * @param format an OpenAPI format; {@code name} marks the primary column; may be empty
 * @param description what the column shows; may be empty
 * @param priority 0 is always shown, higher ones only in wide output
 */
public record ColumnDefinition(
    String name, String type, String format, String description, int priority) {}
