package io.jukung.registry.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.conversion.Conversions;
import io.jukung.registry.meta.GroupVersionKind;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How each kind is shown in tables. Immutable; safe for all threads.
 *
 * <p>Upstream: {@code AddHandlers} in {@code pkg/printers/internalversion/printers.go} and {@code
 * apiserver/pkg/registry/rest/table.go} at v1.36.
 */
public final class TableConvertors {
  private final Columns columns;
  private final Printers printers = new Printers();
  private final Ages ages;
  private final ObjectMapper json = GoJson.mapper();
  private final PartialObjectMetadata partialV1 = new PartialObjectMetadata("v1");
  private final PartialObjectMetadata partialV1beta1 = new PartialObjectMetadata("v1beta1");

  /**
   * The convertors of all built-in kinds.
   *
   * @param types the catalog's types by name: their fields' texts describe the columns
   * @param clock what ages are measured with
   */
  public TableConvertors(Function<String, Optional<TypeSchema>> types, Clock clock) {
    this.columns = new Columns(types);
    this.ages = new Ages(clock);
  }

  /**
   * The convertor of a built-in kind, {@code Scale} included; name and time of creation for kinds
   * that have no columns of their own. Objects go in in the version asked for.
   */
  public TableConvertor of(GroupVersionKind kind) {
    TableConvertor stored = ofStored(kind);
    return Conversions.toStorage(kind)
        .<TableConvertor>map(form -> new Converted(stored, form))
        .orElse(stored);
  }

  /** Printers know the form that objects are stored in. */
  private TableConvertor ofStored(GroupVersionKind kind) {
    Optional<List<ColumnDefinition>> definitions = columns.of(kind.kind());
    Optional<Printer> printer = printers.of(kind.kind());
    if (definitions.isEmpty() || printer.isEmpty()) {
      return new Convertor(
          List.of(columns.name(), columns.created("Created At")),
          TableConvertors::printDefault,
          ages);
    }
    return switch (kind.kind()) {
      case "Pod" -> new PodConvertor(definitions.get(), ages);
      case "FlowSchema" -> new FlowSchemaConvertor(definitions.get(), ages);
      default -> new Convertor(definitions.get(), printer.get(), ages);
    };
  }

  /**
   * The convertor of a custom resource: its name, and a column for each path.
   *
   * @param own the columns behind the name; empty for one with the age
   * @param paths what each shows, in JSONPath; a path that can't be read ends the columns
   */
  public TableConvertor custom(List<ColumnDefinition> own, List<String> paths) {
    return own.isEmpty()
        ? CustomTable.of(
            columns.name(),
            List.of(columns.created("Age")),
            List.of(".metadata.creationTimestamp"),
            ages)
        : CustomTable.of(columns.name(), own, paths, ages);
  }

  /**
   * A writer for one answer.
   *
   * @param version the version of {@code meta.k8s.io} asked for: {@code v1} or {@code v1beta1}
   */
  public TableWriter writer(TableConvertor convertor, String version, IncludeObject include) {
    return writer(
        convertor, version, include, version.equals("v1beta1") ? partialV1beta1 : partialV1);
  }

  /** The same with metadata cut out by {@code partial}. */
  public TableWriter writer(
      TableConvertor convertor,
      String version,
      IncludeObject include,
      PartialObjectMetadata partial) {
    return new TableWriter(convertor, version, include, partial, json);
  }

  private static void printDefault(JsonNode object, Ages ages, ArrayNode cells) {
    cells.add(Trees.name(object));
    cells.add(
        Trees.text(object.path("metadata").path("creationTimestamp"), "0001-01-01T00:00:00Z"));
  }

  private static Row row(Printer printer, JsonNode object, Ages ages, List<Row.Condition> facts) {
    ArrayNode cells = JsonNodeFactory.instance.arrayNode();
    printer.print(object, ages, cells);
    return new Row(cells, facts);
  }

  private record Converted(TableConvertor stored, UnaryOperator<ObjectNode> form)
      implements TableConvertor {
    @Override
    public List<ColumnDefinition> columns() {
      return stored.columns();
    }

    @Override
    public Row row(JsonNode object) {
      return stored.row(form.apply(object.deepCopy()));
    }
  }

  private record Convertor(List<ColumnDefinition> columns, Printer printer, Ages ages)
      implements TableConvertor {
    @Override
    public Row row(JsonNode object) {
      return TableConvertors.row(printer, object, ages, List.of());
    }
  }

  private record PodConvertor(List<ColumnDefinition> columns, Ages ages) implements TableConvertor {
    @Override
    public Row row(JsonNode object) {
      return TableConvertors.row(PodPrinter::print, object, ages, PodPrinter.conditions(object));
    }
  }

  private record FlowSchemaConvertor(List<ColumnDefinition> columns, Ages ages)
      implements TableConvertor {
    @Override
    public Row row(JsonNode object) {
      return TableConvertors.row(PolicyPrinters::flowSchema, object, ages, List.of());
    }

    @Override
    public Optional<Comparator<JsonNode>> listOrder() {
      return Optional.of(PolicyPrinters.flowSchemaOrder());
    }
  }
}
