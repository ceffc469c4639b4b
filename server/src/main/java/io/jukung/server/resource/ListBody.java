package io.jukung.server.resource;

import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.crd.CustomSchema;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.store.ListResult;
import io.jukung.registry.store.StoredObject;
import io.jukung.registry.table.TableWriter;
import io.jukung.server.response.Negotiated.Conversion;
import io.jukung.storage.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The pieces of a list's JSON: a head, each item with the comma in front of it, a foot. Made for
 * one answer, used by one thread.
 */
sealed interface ListBody {
  /** What comes before the items. */
  Bytes head(ListResult list);

  /** Where the bytes of an item begin in what {@link #item} returns. */
  int itemOffset();

  /** One item; its first {@link #itemOffset} bytes are not part of it and make room for others. */
  Bytes item(StoredObject object);

  /** What stands between items, and before the first byte of each that is left. */
  byte[] between(boolean first);

  /** What comes behind the items. */
  Bytes foot();

  /** The name of the field that holds the items. */
  String itemsField();

  /** One item by itself, as whole JSON. */
  default Bytes whole(StoredObject object) {
    byte[] item = item(object).array();
    int offset = itemOffset();
    byte[] begin = between(true);
    // A table's rows after the first bring their comma along.
    if (item[offset] == ',') {
      offset++;
    }
    byte[] whole = Arrays.copyOf(begin, begin.length + item.length - offset);
    System.arraycopy(item, offset, whole, begin.length, item.length - offset);
    return Bytes.wrap(whole);
  }

  /** The list's own metadata. */
  static String metadata(ListResult list) {
    StringBuilder text =
        new StringBuilder("{\"resourceVersion\":\"").append(list.revision()).append('"');
    if (!list.continueToken().isEmpty()) {
      text.append(",\"continue\":\"").append(list.continueToken()).append('"');
    }
    OptionalLong remaining = list.remainingItemCount();
    if (remaining.isPresent() && remaining.getAsLong() > 0) {
      text.append(",\"remainingItemCount\":").append(remaining.getAsLong());
    }
    return text.append('}').toString();
  }

  /** Objects themselves; built-in kinds leave kind and version out of the items. */
  record Objects(GroupVersionKind kind, int itemOffset) implements ListBody {
    private static final byte[] FIRST = {'{'};
    private static final byte[] NEXT = {',', '{'};
    private static final Bytes FOOT = Bytes.utf8("]}");

    static Objects of(ResourceType type) {
      GroupVersionKind kind = type.kind();
      String prefix =
          "{\"kind\":\"" + kind.kind() + "\",\"apiVersion\":\"" + kind.apiVersion() + "\",";
      return new Objects(kind, prefix.length());
    }

    @Override
    public Bytes head(ListResult list) {
      return Bytes.utf8(
          "{\"kind\":\""
              + kind.kind()
              + "List\",\"apiVersion\":\""
              + kind.apiVersion()
              + "\",\"metadata\":"
              + metadata(list)
              + ",\"items\":[");
    }

    @Override
    public Bytes item(StoredObject object) {
      return object.json();
    }

    @Override
    public byte[] between(boolean first) {
      return first ? FIRST : NEXT;
    }

    @Override
    public Bytes foot() {
      return FOOT;
    }

    @Override
    public String itemsField() {
      return "items";
    }
  }

  /** Custom objects: whole, in a list whose fields are sorted. */
  final class Custom implements ListBody {
    private static final byte[] FIRST = {};
    private static final byte[] NEXT = {','};
    private final CustomSchema schema;
    private String foot = "";

    Custom(CustomSchema schema) {
      this.schema = schema;
    }

    @Override
    public Bytes head(ListResult list) {
      OptionalLong remaining = list.remainingItemCount();
      foot =
          "],\"kind\":\""
              + schema.listKind()
              + "\",\"metadata\":{\"continue\":\""
              + list.continueToken()
              + (remaining.isPresent() && remaining.getAsLong() > 0
                  ? "\",\"remainingItemCount\":" + remaining.getAsLong() + ",\""
                  : "\",\"")
              + "resourceVersion\":\""
              + list.revision()
              + "\"}}";
      return Bytes.utf8("{\"apiVersion\":\"" + schema.kind().apiVersion() + "\",\"items\":[");
    }

    @Override
    public int itemOffset() {
      return 0;
    }

    @Override
    public Bytes item(StoredObject object) {
      return object.json();
    }

    @Override
    public byte[] between(boolean first) {
      return first ? FIRST : NEXT;
    }

    @Override
    public Bytes foot() {
      return Bytes.utf8(foot);
    }

    @Override
    public String itemsField() {
      return "items";
    }
  }

  /** Metadata alone. */
  record Partial(Conversion conversion, TypeSchema schema, ObjectForms forms) implements ListBody {
    private static final byte[] FIRST = {};
    private static final byte[] NEXT = {','};
    private static final Bytes FOOT = Bytes.utf8("]}");

    @Override
    public Bytes head(ListResult list) {
      String head =
          "{\"kind\":\"PartialObjectMetadataList\",\"apiVersion\":\"meta.k8s.io/"
              + conversion.version()
              + "\",\"metadata\":"
              + metadata(list)
              + ",\"items\":[";
      return Bytes.wrap(head.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int itemOffset() {
      return 0;
    }

    @Override
    public Bytes item(StoredObject object) {
      return forms.partial(conversion, schema, object.json());
    }

    @Override
    public byte[] between(boolean first) {
      return first ? FIRST : NEXT;
    }

    @Override
    public Bytes foot() {
      return FOOT;
    }

    @Override
    public String itemsField() {
      return "items";
    }
  }

  /** Rows. */
  record Table(TableWriter writer) implements ListBody {
    private static final byte[] NOTHING = {};

    @Override
    public Bytes head(ListResult list) {
      OptionalLong remaining = list.remainingItemCount();
      return writer.begin(
          Long.toString(list.revision()),
          list.continueToken(),
          remaining.isPresent() && remaining.getAsLong() > 0 ? remaining : OptionalLong.empty());
    }

    @Override
    public int itemOffset() {
      return 0;
    }

    @Override
    public Bytes item(StoredObject object) {
      return writer.row(object.json());
    }

    @Override
    public byte[] between(boolean first) {
      return NOTHING;
    }

    @Override
    public Bytes foot() {
      return writer.end();
    }

    @Override
    public String itemsField() {
      return "rows";
    }
  }
}
