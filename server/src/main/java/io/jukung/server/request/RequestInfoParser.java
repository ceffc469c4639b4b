package io.jukung.server.request;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads a {@link RequestInfo} from a request's line. */
public final class RequestInfoParser {
  private static final Set<String> SPECIAL_VERBS = Set.of("proxy", "watch");
  private static final Set<String> NAMESPACE_SUBRESOURCES = Set.of("status", "finalize");

  private RequestInfoParser() {}

  /**
   * Reads what a request asks for.
   *
   * @param method the HTTP method
   * @param path the decoded path
   * @throws IllegalArgumentException when the path has a verb and nothing behind it; the message is
   *     for the client
   */
  public static RequestInfo parse(String method, String path, Query query) {
    List<String> parts = split(path);
    String prefix = parts.isEmpty() ? "" : parts.getFirst();
    boolean core = prefix.equals("api");
    if (!(core && parts.size() >= 3) && !(prefix.equals("apis") && parts.size() >= 4)) {
      return RequestInfo.nonResource(path, method.toLowerCase(Locale.ROOT));
    }
    String group = core ? "" : parts.get(1);
    String version = parts.get(core ? 1 : 2);
    List<String> rest = parts.subList(core ? 2 : 3, parts.size());
    String verb = verb(method);
    boolean special = SPECIAL_VERBS.contains(rest.getFirst());
    if (special) {
      if (rest.size() < 2) {
        throw new IllegalArgumentException(
            "unable to determine kind and namespace from url, " + path);
      }
      verb = rest.getFirst();
      rest = rest.subList(1, rest.size());
    }
    String namespace = "";
    if (rest.getFirst().equals("namespaces") && rest.size() > 1) {
      namespace = rest.get(1);
      if (rest.size() > 2 && !NAMESPACE_SUBRESOURCES.contains(rest.get(2))) {
        rest = rest.subList(2, rest.size());
      }
    }
    String subresource = rest.size() >= 3 && !verb.equals("proxy") ? rest.get(2) : "";
    String name = rest.size() >= 2 ? rest.get(1) : "";
    if (name.isEmpty() && verb.equals("get")) {
      verb = watch(query) ? "watch" : "list";
      name = selectedName(query.text("fieldSelector"));
    } else if (name.isEmpty() && verb.equals("delete")) {
      verb = "deletecollection";
    }
    return new RequestInfo(
        true,
        path,
        verb,
        prefix,
        group,
        version,
        namespace,
        rest.getFirst(),
        subresource,
        name,
        rest,
        special,
        selects(verb, special) ? query.text("fieldSelector") : "",
        selects(verb, special) ? query.text("labelSelector") : "");
  }

  private static boolean selects(String verb, boolean verbInPath) {
    return !verbInPath
        && switch (verb) {
          case "list", "watch", "deletecollection" -> true;
          default -> false;
        };
  }

  private static String verb(String method) {
    return switch (method) {
      case "POST" -> "create";
      case "GET", "HEAD" -> "get";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> "delete";
      default -> "";
    };
  }

  /** As upstream: any value but {@code false} and {@code 0} asks for a watch, even none. */
  private static boolean watch(Query query) {
    return query
        .first("watch")
        .map(value -> !value.equalsIgnoreCase("false") && !value.equals("0"))
        .orElse(false);
  }

  /**
   * The name a field selector asks for exactly, when it can stand in a path; this decides about
   * permissions only, the selector itself is judged later.
   */
  private static String selectedName(String selector) {
    if (!selector.contains("metadata.name")) {
      return "";
    }
    String name = "";
    for (String term : selector.split(",", -1)) {
      String value =
          term.startsWith("metadata.name==")
              ? term.substring("metadata.name==".length())
              : term.startsWith("metadata.name=") ? term.substring("metadata.name=".length()) : "";
      if (!value.isEmpty()
          && !value.equals(".")
          && !value.equals("..")
          && value.indexOf('/') < 0
          && value.indexOf('%') < 0) {
        name = value;
      }
    }
    return name;
  }

  private static List<String> split(String path) {
    int start = 0;
    int end = path.length();
    while (start < end && path.charAt(start) == '/') {
      start++;
    }
    while (end > start && path.charAt(end - 1) == '/') {
      end--;
    }
    return start == end ? List.of() : Arrays.asList(path.substring(start, end).split("/", -1));
  }
}
