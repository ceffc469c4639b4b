package io.jukung.registry.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How the objects of one resource are shown in tables. Immutable; safe for all threads. */
public interface TableConvertor {
  /** The columns, those of wide output included. */
  List<ColumnDefinition> columns();

  /**
   * The row of one object. Ages are taken at the time of the call.
   *
   * @param object the object in the version the convertor is for; not changed
   */
  Row row(JsonNode object);

  /**
   * The order in which a list's rows are shown, when it is not that of the objects' keys: only flow
   * schemas have one.
   */
  default Optional<Comparator<JsonNode>> listOrder() {
    return Optional.empty();
  }
}
