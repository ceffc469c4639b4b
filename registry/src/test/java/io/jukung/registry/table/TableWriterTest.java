package io.jukung.registry.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.storage.Bytes;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TableWriterTest {
  private static final GroupVersionKind NAMESPACE = new GroupVersionKind("", "v1", "Namespace");
  private static final String METADATA =
      "{\"name\":\"a\",\"resourceVersion\":\"7\",\"creationTimestamp\":\"2026-01-01T00:00:00Z\","
          + "\"annotations\":{\"x\":\"}\\\"\\u003c\"}}";
  private static final Bytes OBJECT =
      Bytes.utf8(
          "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":"
              + METADATA
              + ",\"spec\":{},\"status\":{\"phase\":\"<&>\"}}\n");
  private static final String COLUMNS =
      "[{\"name\":\"Name\",\"type\":\"string\",\"format\":\"name\",\"description\":\"\","
          + "\"priority\":0},{\"name\":\"Status\",\"type\":\"string\",\"format\":\"\","
          + "\"description\":\"The status of the namespace\",\"priority\":0},"
          + "{\"name\":\"Age\",\"type\":\"string\",\"format\":\"\",\"description\":\"\","
          + "\"priority\":0}]";
  private static final String CELLS =
      "{\"cells\":[\"a\",\"\\u003c\\u0026\\u003e\",\"5m\"],\"object\":";

  private final TableConvertors convertors =
      new TableConvertors(
          name -> Optional.empty(),
          Clock.fixed(Instant.parse("2026-01-01T00:05:00.9Z"), ZoneOffset.UTC));

  private TableWriter writer(String version, IncludeObject include) {
    return convertors.writer(convertors.of(NAMESPACE), version, include);
  }

  @Test
  void writesListsPieceByPiece() {
    TableWriter writer = writer("v1", IncludeObject.NONE);

    String table =
        writer.begin("12", "token", OptionalLong.of(3)).utf8()
            + writer.row(OBJECT).utf8()
            + writer.row(OBJECT).utf8()
            + writer.end().utf8();

    assertThat(table)
        .isEqualTo(
            "{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"
                + "{\"resourceVersion\":\"12\",\"continue\":\"token\",\"remainingItemCount\":3},"
                + "\"columnDefinitions\":"
                + COLUMNS
                + ",\"rows\":["
                + CELLS
                + "null},"
                + CELLS
                + "null}]}");
  }

  @Test
  void tellsColumnsInTheFirstEventOnly() {
    TableWriter writer = writer("v1beta1", IncludeObject.METADATA);
    String head =
        "{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1beta1\",\"metadata\":"
            + "{\"resourceVersion\":\"7\"},\"columnDefinitions\":";
    String rows =
        ",\"rows\":["
            + CELLS
            + "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1beta1\","
            + "\"metadata\":"
            + METADATA
            + "}}]}";

    assertThat(writer.table(OBJECT).utf8()).isEqualTo(head + COLUMNS + rows);
    assertThat(writer.table(OBJECT).utf8()).isEqualTo(head + "null" + rows);
  }

  @Test
  void putsTheWholeObjectIntoTheRow() {
    assertThat(writer("v1", IncludeObject.OBJECT).row(OBJECT).utf8())
        .isEqualTo(CELLS + OBJECT.utf8().strip() + "}");
  }

  @Test
  void showsKindsWithoutColumnsByNameAndTime() {
    TableConvertor roles =
        convertors.of(new GroupVersionKind("rbac.authorization.k8s.io", "v1", "Role"));

    assertThat(roles.columns())
        .extracting(ColumnDefinition::name)
        .containsExactly("Name", "Created At");
    assertThat(convertors.writer(roles, "v1", IncludeObject.NONE).row(OBJECT).utf8())
        .isEqualTo("{\"cells\":[\"a\",\"2026-01-01T00:00:00Z\"],\"object\":null}");
  }

  @Test
  void ordersFlowSchemasOnly() {
    assertThat(
            convertors
                .of(new GroupVersionKind("flowcontrol.apiserver.k8s.io", "v1", "FlowSchema"))
                .listOrder())
        .isPresent();
    assertThat(convertors.of(NAMESPACE).listOrder()).isEmpty();
  }
}
