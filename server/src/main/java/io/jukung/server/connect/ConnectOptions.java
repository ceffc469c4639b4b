package io.jukung.server.connect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.StatusException;
import io.jukung.server.request.Query;
import java.util.Locale;

/**
 * The query of a connection as the object that admission judges, such as {@code v1 PodExecOptions}.
 *
 * @param kind such as {@code PodExecOptions}
 * @param object kind, apiVersion and all fields that are set
 */
record ConnectOptions(GroupVersionKind kind, ObjectNode object) {
  /** Options of a kind, without fields so far. */
  static ConnectOptions of(Query query, String kind) {
    if (!query.all("dryRun").isEmpty()) {
      throw StatusException.badRequest("dryRun is not supported");
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("kind", kind).put("apiVersion", "v1");
    return new ConnectOptions(new GroupVersionKind("", "v1", kind), object);
  }

  /** Reads these switches; whether the first of them is on is asked with {@link #is}. */
  ConnectOptions flags(Query query, String... names) {
    for (String name : names) {
      if (flag(query, name)) {
        object.put(name, true);
      }
    }
    return this;
  }

  /** As Go converts queries: there and not {@code 0} nor {@code false}. */
  private static boolean flag(Query query, String name) {
    return query
        .first(name)
        .map(value -> value.toLowerCase(Locale.ROOT))
        .filter(value -> !value.equals("0") && !value.equals("false"))
        .isPresent();
  }

  /** Reads a text. */
  ConnectOptions text(Query query, String name) {
    if (!query.text(name).isEmpty()) {
      object.put(name, query.text(name));
    }
    return this;
  }

  /** Reads a list of texts. */
  ConnectOptions texts(Query query, String name) {
    if (!query.all(name).isEmpty()) {
      ArrayNode list = object.putArray(name);
      query.all(name).forEach(list::add);
    }
    return this;
  }

  /** Reads a list of numbers. */
  ConnectOptions numbers(Query query, String name) {
    if (!query.all(name).isEmpty()) {
      ArrayNode list = object.putArray(name);
      for (String value : query.all(name)) {
        for (String part : value.split(",", -1)) {
          list.add((int) number(part));
        }
      }
    }
    return this;
  }

  /** Reads a number. */
  ConnectOptions number(Query query, String name) {
    query.first(name).filter(v -> !v.isEmpty()).ifPresent(v -> object.put(name, number(v)));
    return this;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw StatusException.badRequest(
          "strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    }
  }

  /** Whether a switch is on. */
  boolean is(String name) {
    return object.path(name).asBoolean(false);
  }

  /** A text, empty when not set. */
  String text(String name) {
    return object.path(name).asText("");
  }
}
