package io.jukung.server.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.request.UserInfo;
import io.jukung.server.request.RequestInfo;
import io.jukung.server.serviceaccount.AccountUser;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which requests belong to a level, and to which flow in it ({@code pkg/util/flowcontrol/rule.go}
 * at v1.36). Immutable but for a bounded memory of hashes.
 */
final class FlowSchema {
  private static final int MAX_HASHES = 4096;

  private record Subject(String kind, String name, String namespace) {
    boolean fits(UserInfo user) {
      return switch (kind) {
        case "User" -> name.equals("*") || name.equals(user.name());
        case "Group" -> name.equals("*") || user.groups().contains(name);
        case "ServiceAccount" -> {
          String prefix = AccountUser.PREFIX + namespace + ":";
          yield name.equals("*")
              ? user.name().startsWith(prefix)
              : user.name().equals(prefix + name);
        }
        default -> false;
      };
    }
  }

  private record ResourceRule(
      List<String> verbs,
      List<String> groups,
      List<String> resources,
      boolean clusterScope,
      List<String> namespaces) {
    boolean fits(RequestInfo info) {
      String resource =
          info.subresource().isEmpty()
              ? info.resource()
              : info.resource() + "/" + info.subresource();
      return among(verbs, info.verb())
          && among(resources, resource)
          && among(groups, info.group())
          && (info.namespace().isEmpty() ? clusterScope : among(namespaces, info.namespace()));
    }
  }

  private record PathRule(List<String> verbs, List<String> paths) {
    boolean fits(RequestInfo info) {
      return among(verbs, info.verb())
          && paths.stream().anyMatch(path -> fitsPath(path, info.path()));
    }

    private static boolean fitsPath(String rule, String path) {
      if (rule.equals("*") || rule.equals(path)) {
        return true;
      }
      String prefix = rule.endsWith("*") ? rule.substring(0, rule.length() - 1) : rule;
      return path.startsWith(prefix.endsWith("/") ? prefix : prefix + "/");
    }
  }

  private record Rule(List<Subject> subjects, List<ResourceRule> resources, List<PathRule> paths) {
    boolean fits(UserInfo user, RequestInfo info) {
      return subjects.stream().anyMatch(subject -> subject.fits(user))
          && (info.resourceRequest()
              ? resources.stream().anyMatch(rule -> rule.fits(info))
              : paths.stream().anyMatch(rule -> rule.fits(info)));
    }
  }

  private final String name;
  private final String uid;
  private final String level;
  private final int precedence;
  private final String distinguisher;
  private final List<Rule> rules;
  private final ConcurrentHashMap<String, Long> hashes = new ConcurrentHashMap<>();

  /** Reads an object of the API. */
  FlowSchema(JsonNode object) {
    JsonNode spec = object.path("spec");
    this.name = object.at("/metadata/name").asText();
    this.uid = object.at("/metadata/uid").asText();
    this.level = spec.at("/priorityLevelConfiguration/name").asText();
    this.precedence = spec.path("matchingPrecedence").asInt(1000);
    this.distinguisher = spec.at("/distinguisherMethod/type").asText("");
    List<Rule> read = new ArrayList<>();
    for (JsonNode rule : spec.path("rules")) {
      read.add(rule(rule));
    }
    this.rules = List.copyOf(read);
  }

  private static Rule rule(JsonNode rule) {
    List<Subject> subjects = new ArrayList<>();
    for (JsonNode subject : rule.path("subjects")) {
      String kind = subject.path("kind").asText();
      JsonNode named =
          subject.path(
              switch (kind) {
                case "User" -> "user";
                case "Group" -> "group";
                default -> "serviceAccount";
              });
      subjects.add(
          new Subject(kind, named.path("name").asText(), named.path("namespace").asText()));
    }
    List<ResourceRule> resources = new ArrayList<>();
    for (JsonNode part : rule.path("resourceRules")) {
      resources.add(
          new ResourceRule(
              texts(part, "verbs"),
              texts(part, "apiGroups"),
              texts(part, "resources"),
              part.path("clusterScope").asBoolean(false),
              texts(part, "namespaces")));
    }
    List<PathRule> paths = new ArrayList<>();
    for (JsonNode part : rule.path("nonResourceRules")) {
      paths.add(new PathRule(texts(part, "verbs"), texts(part, "nonResourceURLs")));
    }
    return new Rule(subjects, resources, paths);
  }

  private static List<String> texts(JsonNode node, String field) {
    return node.path(field).valueStream().map(JsonNode::asText).toList();
  }

  /** Whether a list has a text, or is a star alone. */
  private static boolean among(List<String> list, String text) {
    return (list.size() == 1 && list.getFirst().equals("*")) || list.contains(text);
  }

  String name() {
    return name;
  }

  String uid() {
    return uid;
  }

  /** The name of its level. */
  String level() {
    return level;
  }

  /** Lower ones are asked first. */
  int precedence() {
    return precedence;
  }

  boolean fits(UserInfo user, RequestInfo info) {
    for (Rule rule : rules) {
      if (rule.fits(user, info)) {
        return true;
      }
    }
    return false;
  }

  /** What tells the flows of this schema apart. */
  String flow(UserInfo user, RequestInfo info) {
    return switch (distinguisher) {
      case "ByUser" -> user.name();
      case "ByNamespace" -> info.namespace();
      default -> "";
    };
  }

  /** The hash of a flow. */
  long hash(String flow) {
    Long known = hashes.get(flow);
    if (known != null) {
      return known;
    }
    long hash = computed(flow);
    if (hashes.size() < MAX_HASHES) {
      hashes.put(flow, hash);
    }
    return hash;
  }

  private long computed(String flow) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      byte[] sum = digest.digest(flow.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(sum).order(ByteOrder.LITTLE_ENDIAN).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
