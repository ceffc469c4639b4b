package io.jukung.registry.encryption;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jukung.registry.status.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The rules for the resources one entry of the configuration names. */
final class EncryptedResources {
  /** Kept in the store without an API. */
  private static final Set<String> NO_API =
      Set.of("apiserveripinfo", "serviceipallocations", "servicenodeportallocations");

  private EncryptedResources() {}

  /** A resource and its group, either of which may be {@code *}. */
  record Name(String resource, String group) {
    static Name of(String text) {
      int dot = text.indexOf('.');
      return dot < 0
          ? new Name(text, "")
          : new Name(text.substring(0, dot), text.substring(dot + 1));
    }

    boolean everything() {
      return resource.equals("*") && group.equals("*");
    }

    /** As it stands in the file. */
    @Override
    public String toString() {
      if (group.isEmpty()) {
        return resource.equals("*") ? "*." : resource;
      }
      return resource + "." + group;
    }
  }

  /** What is wrong with a list of resources at a path. */
  static List<FieldError> check(String path, List<String> resources) {
    List<FieldError> errors = new ArrayList<>();
    if (resources.isEmpty()) {
      errors.add(FieldError.required(path, "at least one " + path + " is required"));
    }
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    resources.forEach(all::add);
    List<Name> names = resources.stream().map(Name::of).toList();
    if (new HashSet<>(names).size() < names.size()) {
      errors.add(
          FieldError.invalid(path, all, "the same resource cannot be specified multiple times"));
    }
    if (overlap(names)) {
      errors.add(
          FieldError.invalid(
              path,
              all,
              "using overlapping resources such as 'secrets' and '*.' in the same resource list is"
                  + " not allowed as they will be masked"));
    }
    for (int i = 0; i < resources.size(); i++) {
      String problem = problem(resources.get(i));
      if (!problem.isEmpty()) {
        errors.add(FieldError.invalid(path + "[" + i + "]", resources.get(i), problem));
      }
    }
    return errors;
  }

  private static boolean overlap(List<Name> names) {
    for (Name one : names) {
      for (Name other : names) {
        if (one.equals(other)) {
          continue;
        }
        boolean star = one.resource.equals("*") || other.resource.equals("*");
        if (one.everything() || (one.group.equals(other.group) && star)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String problem(String resource) {
    if (!resource.toLowerCase(Locale.ROOT).equals(resource)) {
      return "resource name should not contain capital letters";
    }
    if (resource.equals("*")) {
      return "use '*.' to encrypt all the resources from core API group or *.* to encrypt all"
          + " resources";
    }
    if (NO_API.contains(resource)) {
      return "resources which do not have REST API/s cannot be encrypted";
    }
    Name name = Name.of(resource);
    if (name.group.equals("events.k8s.io")) {
      return "'*.events.k8s.io' objects are stored using the 'events' API group in etcd. Use"
          + " 'events' instead in the config file";
    }
    if (name.group.equals("extensions")) {
      return "'extensions' group has been removed and cannot be used for encryption";
    }
    if (name.group.equals("*") && !name.resource.equals("*")) {
      return "encrypting the same resource across groups is not supported";
    }
    return "";
  }
}
