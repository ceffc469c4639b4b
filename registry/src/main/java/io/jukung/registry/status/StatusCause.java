package io.jukung.registry.status;

/**
 * One cause of a failure, as {@code Status.details.causes[]} carries it.
 *
 * @param reason such as {@code FieldValueInvalid}
 * @param message what is wrong
 * @param field the path of the field, such as {@code spec.containers[0].name}; may be empty
 */
public record StatusCause(String reason, String message, String field) {}
