package io.jukung.registry.store;

import io.jukung.registry.encryption.UnreadableValue;
import io.jukung.registry.selector.SelectableField;
import io.jukung.registry.selector.SelectableFields;
import io.jukung.registry.status.StatusException;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Makes cache entries of one resource from stored key-values. Safe for all threads. */
final class EntryReader {
  private static final Pattern INDEX = Pattern.compile(".*/\\d+(/.*)?");

  /** A field with its places in the scanner's spelling. */
  private record Field(String label, List<String> paths, String whenAbsent) {}

  private final ObjectCodec codec;
  private final RenditionBudget renditions;
  private final ObjectCodec.Scanner scanner;
  private final List<Field> fields;

  EntryReader(ObjectCodec codec, RenditionBudget renditions, SelectableFields selectable) {
    this.codec = codec;
    this.renditions = renditions;
    List<Field> scanned = new ArrayList<>();
    List<String> paths = new ArrayList<>();
    for (SelectableField field : selectable.fields()) {
      // A list's element is never needed: the API keeps the first pod IP in a field of its own too.
      List<String> places =
          field.paths().stream()
              .filter(path -> !INDEX.matcher(path).matches())
              .map(path -> path.substring(1).replace('/', '.'))
              .toList();
      scanned.add(new Field(field.label(), places, field.whenAbsent()));
      places.stream().filter(path -> !path.startsWith("metadata.")).forEach(paths::add);
    }
    this.fields = List.copyOf(scanned);
    this.scanner = codec.scanner(paths);
  }

  /**
   * Fails on a value that can't be decrypted.
   *
   * @throws StatusException 500, as upstream
   */
  static void refuseUnreadable(Bytes stored) {
    Optional<String> reason = UnreadableValue.reason(stored);
    if (reason.isPresent()) {
      throw StatusException.internal(reason.get());
    }
  }

  /**
   * The entry of a key-value, at the revision it was written.
   *
   * @throws StatusException when it can't be decrypted
   */
  CacheEntry read(KeyValue stored) {
    return read(stored.key(), stored.value(), stored.modRevision());
  }

  /** The entry of stored bytes, shown with {@code revision} as its resourceVersion. */
  CacheEntry read(Bytes key, Bytes stored, long revision) {
    refuseUnreadable(stored);
    ObjectCodec.Scan scan = scanner.scan(stored);
    Bytes json = codec.withResourceVersion(stored, revision);
    int at = Arrays.mismatch(stored.array(), json.array());
    return new CacheEntry(
        key,
        new StoredObject(scan.namespace(), scan.name(), json, revision, renditions),
        scan.labels(),
        fields(scan),
        at,
        json.length() - stored.length());
  }

  /** The entry with the labels and fields of another form of its object. */
  CacheEntry seen(CacheEntry entry, Bytes json) {
    ObjectCodec.Scan scan = scanner.scan(json);
    return new CacheEntry(
        entry.key(),
        entry.object(),
        scan.labels(),
        fields(scan),
        entry.splicedAt(),
        entry.splicedLength());
  }

  /** The object of {@code entry} as it is told to those who see it go at {@code revision}. */
  StoredObject departed(CacheEntry entry, long revision) {
    StoredObject object = entry.object();
    return new StoredObject(
        object.namespace(),
        object.name(),
        codec.withResourceVersion(entry.storedJson(), revision),
        revision,
        renditions);
  }

  private Map<String, String> fields(ObjectCodec.Scan scan) {
    Map<String, String> values = new TreeMap<>();
    for (Field field : fields) {
      values.put(field.label, value(field, scan));
    }
    return values;
  }

  private static String value(Field field, ObjectCodec.Scan scan) {
    for (String path : field.paths) {
      String value =
          switch (path) {
            case "metadata.name" -> scan.name();
            case "metadata.namespace" -> scan.namespace();
            default -> Optional.ofNullable(scan.fields().get(path)).orElse("");
          };
      if (!value.isEmpty()) {
        return value;
      }
    }
    return field.whenAbsent;
  }
}
