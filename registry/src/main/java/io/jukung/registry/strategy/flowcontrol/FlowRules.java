package io.jukung.registry.strategy.flowcontrol;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What FlowSchemas' rules say: who asks, and for what. */
final class FlowRules {
  private static final String ALL = "*";
  private static final List<String> VERBS =
      List.of(
          "create",
          "delete",
          "deletecollection",
          "get",
          "list",
          "patch",
          "proxy",
          "update",
          "watch");

  private FlowRules() {}

  static void check(Spot rule, List<FieldError> errors) {
    if (rule.at("subjects").size() == 0) {
      Check.missing(rule.at("subjects"), "subjects must contain at least one value", errors);
    }
    rule.at("subjects").elements().forEach(subject -> subject(subject, errors));
    if (rule.at("resourceRules").size() == 0 && rule.at("nonResourceRules").size() == 0) {
      Check.missing(
          rule, "at least one of resourceRules and nonResourceRules has to be non-empty", errors);
    }
    rule.at("resourceRules").elements().forEach(resource -> resource(resource, errors));
    rule.at("nonResourceRules").elements().forEach(url -> url(url, errors));
  }

  private static void subject(Spot subject, List<FieldError> errors) {
    Spot account = subject.at("serviceAccount");
    switch (subject.at("kind").text()) {
      case "ServiceAccount" -> {
        if (account.has()) {
          account(account, errors);
        } else {
          Check.missing(
              account, "serviceAccount is required when subject kind is 'ServiceAccount'", errors);
        }
        forbid(subject, "user", "User", errors);
        forbid(subject, "group", "Group", errors);
      }
      case "User" -> {
        named(subject, "user", "User", errors);
        forbid(subject, "serviceAccount", "ServiceAccount", errors);
        forbid(subject, "group", "Group", errors);
      }
      case "Group" -> {
        named(subject, "group", "Group", errors);
        forbid(subject, "serviceAccount", "ServiceAccount", errors);
        forbid(subject, "user", "User", errors);
      }
      default ->
          Check.mustBeOneOf(subject.at("kind"), List.of("Group", "ServiceAccount", "User"), errors);
    }
  }

  private static void forbid(Spot subject, String field, String kind, List<FieldError> errors) {
    if (subject.has(field)) {
      Check.forbidden(
          subject.at(field),
          field + " is forbidden when subject kind is not '" + kind + "'",
          errors);
    }
  }

  private static void named(Spot subject, String field, String kind, List<FieldError> errors) {
    if (!subject.has(field)) {
      Check.missing(
          subject.at(field), field + " is required when subject kind is '" + kind + "'", errors);
    } else {
      Check.required(subject.at(field).at("name"), errors);
    }
  }

  private static void account(Spot account, List<FieldError> errors) {
    Spot name = account.at("name");
    if (!name.text().equals(ALL)) {
      Check.requiredName(name, NameRule.DNS_SUBDOMAIN, errors);
    }
    Spot namespace = account.at("namespace");
    if (namespace.text().isEmpty()) {
      Check.missing(namespace, "must specify namespace for service account", errors);
    } else {
      Check.name(namespace, NameRule.DNS_LABEL, errors);
    }
  }

  private static List<String> texts(Spot list) {
    List<String> texts = new ArrayList<>();
    list.elements().forEach(element -> texts.add(element.text()));
    return texts;
  }

  /** Whether all are meant; then nothing else may be. */
  private static boolean all(Spot list, String others, List<FieldError> errors) {
    if (!texts(list).contains(ALL)) {
      return false;
    }
    if (list.size() > 1) {
      Check.invalid(list, "if '*' is present, must not specify other " + others, errors);
    }
    return true;
  }

  private static void verbs(Spot verbs, List<FieldError> errors) {
    if (verbs.size() == 0) {
      Check.missing(verbs, "verbs must contain at least one value", errors);
    } else if (!all(verbs, "verbs", errors) && !VERBS.containsAll(texts(verbs))) {
      errors.add(
          new FieldError(
              FieldError.Type.NOT_SUPPORTED,
              verbs.path(),
              verbs.node().toString(),
              FieldError.notSupported("", "", VERBS).detail()));
    }
  }

  private static void resource(Spot rule, List<FieldError> errors) {
    verbs(rule.at("verbs"), errors);
    Spot groups = rule.at("apiGroups");
    if (groups.size() == 0) {
      Check.missing(groups, "resource rules must supply at least one api group", errors);
    } else {
      all(groups, "api groups", errors);
    }
    Spot resources = rule.at("resources");
    if (resources.size() == 0) {
      Check.missing(resources, "resource rules must supply at least one resource", errors);
    } else {
      all(resources, "resources", errors);
    }
    Spot namespaces = rule.at("namespaces");
    if (namespaces.size() == 0 && !rule.at("clusterScope").isTrue()) {
      Check.missing(
          namespaces,
          "resource rules that are not cluster scoped must supply at least one namespace",
          errors);
    } else if (!all(namespaces, "namespaces", errors)) {
      for (Spot namespace : namespaces.elements()) {
        for (String error : NameRule.DNS_LABEL.errors(namespace.text(), false)) {
          Check.invalidText(
              namespace,
              "each member of this list must be '*' or a DNS-1123 label; " + error,
              errors);
        }
      }
    }
  }

  private static void url(Spot rule, List<FieldError> errors) {
    verbs(rule.at("verbs"), errors);
    Spot urls = rule.at("nonResourceURLs");
    if (urls.size() == 0) {
      Check.missing(urls, "nonResourceURLs must contain at least one value", errors);
    } else if (!all(urls, "non-resource URLs", errors)) {
      for (Spot url : urls.elements()) {
        String problem = pathProblem(url.text());
        if (!problem.isEmpty()) {
          Check.invalidText(url, problem, errors);
        }
      }
    }
  }

  private static String pathProblem(String path) {
    if (path.isEmpty()) {
      return "must not be empty";
    }
    if (!path.startsWith("/")) {
      return "must start with slash";
    }
    if (path.contains(" ")) {
      return "must not contain white-space";
    }
    if (path.contains("//")) {
      return "must not contain double slash";
    }
    int star = path.indexOf('*');
    boolean suffix = star == path.length() - 1 && path.endsWith("/*");
    return star >= 0 && !suffix ? "wildcard can only do suffix matching" : "";
  }

  /** Conditions, each type once. */
  static void conditions(Spot conditions, List<FieldError> errors) {
    Set<String> types = new HashSet<>();
    for (Spot condition : conditions.elements()) {
      Spot type = condition.at("type");
      if (!types.add(type.text())) {
        errors.add(FieldError.duplicate(type.path(), type.text()));
      }
      Check.required(type, errors);
    }
  }
}
