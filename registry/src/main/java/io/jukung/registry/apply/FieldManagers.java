package io.jukung.registry.apply;

import io.jukung.registry.apply.typed.CatalogShapes;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.ObjectDecoder;
import io.jukung.registry.codec.Types;
import io.jukung.registry.defaults.Defaults;
import io.jukung.registry.meta.GroupVersionResource;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The field managers of the built-in resources, made when first asked for. Safe for all threads.
 */
public final class FieldManagers {
  /** The longest name of a manager, in bytes, as upstream. */
  public static final int MAX_MANAGER = 128;

  private record Endpoint(GroupVersionResource resource, String subresource) {}

  private final BuiltInKind.Tools tools;
  private final InstantSource clock;
  private final FieldManager scale;
  private final Map<Endpoint, FieldManager> managers = new ConcurrentHashMap<>();

  /** The managers of a catalog's resources. */
  public FieldManagers(
      Catalog catalog, ObjectDecoder decoder, Defaults defaults, InstantSource clock) {
    this.clock = clock;
    this.tools =
        new BuiltInKind.Tools(
            catalog,
            new CatalogShapes(catalog::type),
            new CanonicalJson(Types.of(catalog)),
            decoder,
            defaults);
    this.scale = new FieldManager(new ScaleKind(tools), "scale", clock);
  }

  /** The manager of an endpoint; the subresource is empty for the object itself. */
  public FieldManager of(ResourceType type, String subresource) {
    return managers.computeIfAbsent(
        new Endpoint(type.resource(), subresource),
        endpoint ->
            new FieldManager(
                new BuiltInKind(type, endpoint.subresource, tools), endpoint.subresource, clock));
  }

  /** The manager of the bodies of {@code scale}, for all resources. */
  public FieldManager scale() {
    return scale;
  }

  /**
   * Who a client is when it does not say: the part of its {@code User-Agent} before the first
   * slash, as far as it can be printed and is not too long.
   */
  public static String managerOf(String fieldManager, String userAgent) {
    if (!fieldManager.isEmpty()) {
      return fieldManager;
    }
    int slash = userAgent.indexOf('/');
    String first = slash < 0 ? userAgent : userAgent.substring(0, slash);
    StringBuilder manager = new StringBuilder();
    int bytes = 0;
    for (int c : first.codePoints().toArray()) {
      if (!printable(c)) {
        continue;
      }
      String text = Character.toString(c);
      bytes += text.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_MANAGER) {
        break;
      }
      manager.append(text);
    }
    return manager.toString();
  }

  private static boolean printable(int c) {
    int type = Character.getType(c);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.PRIVATE_USE
        && type != Character.UNASSIGNED
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR
        && (type != Character.SPACE_SEPARATOR || c == ' ');
  }
}
