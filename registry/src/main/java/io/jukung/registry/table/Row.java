package io.jukung.registry.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;

/**
 * One object as a table shows it: {@code meta.k8s.io TableRow} without its object.
 *
 * @param cells as many values as there are columns
 * @param conditions what holds for the whole row; nearly always empty
 */
public record Row(ArrayNode cells, List<Condition> conditions) {
  /**
   * Something that holds for a row: {@code meta.k8s.io TableRowCondition}.
   *
   * @param type such as {@code Completed}
   * @param status {@code True}, {@code False} or {@code Unknown}
   */
  public record Condition(String type, String status, String reason, String message) {}

  /** Copies the conditions. */
  public Row {
    conditions = List.copyOf(conditions);
  }
}
