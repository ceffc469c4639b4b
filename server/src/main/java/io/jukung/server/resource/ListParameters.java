package io.jukung.server.resource;

import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.crd.CustomSchema;
import io.jukung.registry.selector.FieldRequirement;
import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.registry.selector.SelectableFields;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.ListOptions;
import io.jukung.registry.store.WatchOptions;
import io.jukung.server.request.Query;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The options of a list or watch, parsed; the store judges them.
 *
 * @param timeoutSeconds how long a watch may last, as the client wishes
 */
record ListParameters(
    LabelSelector labels,
    FieldSelector fields,
    boolean watch,
    boolean allowWatchBookmarks,
    String resourceVersion,
    String resourceVersionMatch,
    OptionalLong timeoutSeconds,
    long limit,
    String continueToken,
    Optional<Boolean> sendInitialEvents) {

  /**
   * Reads them.
   *
   * @param watch whether the path or the query asks for a watch
   * @param name the object a path to one object is about, or empty
   * @throws StatusException 400 or 422 with upstream's texts
   */
  static ListParameters read(Query query, ResourceType type, boolean watch, String name) {
    LabelSelector labels = LabelSelector.parse(query.text("labelSelector"));
    // Both are parsed before the field's names are looked up.
    FieldSelector.parse(query.text("fieldSelector"));
    OptionalLong timeout = Parameters.number(query, "timeoutSeconds");
    if (query.first("limit").equals(Optional.of(""))) {
      // Unlike the others it is no pointer upstream, so an empty one is not none.
      throw StatusException.badRequest("strconv.ParseInt: parsing \"\": invalid syntax");
    }
    OptionalLong limit = Parameters.number(query, "limit");
    String resourceVersion = query.text("resourceVersion");
    String match = query.text("resourceVersionMatch");
    Optional<Boolean> initial = Parameters.bool(query, "sendInitialEvents");
    // Upstream's default: such a watch is a streamed list, and a bookmark closes its start.
    if (watch
        && initial.isEmpty()
        && match.isEmpty()
        && (resourceVersion.isEmpty() || resourceVersion.equals("0"))) {
      initial = Optional.of(true);
      match = "NotOlderThan";
    }
    if (!watch && initial.isPresent()) {
      Parameters.require(
          "ListOptions",
          List.of(
              FieldError.forbidden(
                  "sendInitialEvents", "sendInitialEvents is forbidden for list")));
    }
    String token = query.text("continue");
    FieldSelector fields = selectable(type).parse(query.text("fieldSelector"));
    return new ListParameters(
        labels,
        name.isEmpty() ? fields : oneObject(fields, name),
        watch,
        Parameters.bool(query, "allowWatchBookmarks").orElse(false),
        resourceVersion,
        match,
        timeout,
        limit.orElse(0),
        token,
        initial);
  }

  private static SelectableFields selectable(ResourceType type) {
    return type.schema() instanceof CustomSchema custom
        ? custom.selectable()
        : SelectableFields.of(type.kind());
  }

  private static FieldSelector oneObject(FieldSelector fields, String name) {
    if (fields.isEverything()) {
      return new FieldSelector(List.of(new FieldRequirement("metadata.name", false, name)));
    }
    if (!fields.exactMatch("metadata.name").equals(Optional.of(name))) {
      throw StatusException.badRequest("fieldSelector metadata.name doesn't match requested name");
    }
    return fields;
  }

  ListOptions listOptions(String namespace) {
    return new ListOptions(
        namespace, labels, fields, limit, continueToken, resourceVersion, resourceVersionMatch);
  }

  WatchOptions watchOptions(String namespace) {
    return new WatchOptions(
        namespace,
        labels,
        fields,
        resourceVersion,
        resourceVersionMatch,
        allowWatchBookmarks,
        sendInitialEvents,
        continueToken);
  }
}
