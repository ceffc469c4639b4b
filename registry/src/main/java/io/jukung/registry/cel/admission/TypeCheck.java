package io.jukung.registry.cel.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import io.jukung.registry.cel.Expressions.CompileException;
import io.jukung.registry.cel.admission.AdmissionExpressions.With;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Looks for expressions of a validating policy that can't be right for the kinds it is about. Types
 * of parameters count too; wildcards and subresources are left alone. Stateless.
 *
 * <p>Upstream: {@code k8s.io/apiserver/pkg/admission/plugin/policy/validating/typechecking.go} at
 * v1.36.
 */
public final class TypeCheck {
  private static final int MAX_KINDS = 10;

  private static final Comparator<GroupVersionKind> ORDER =
      Comparator.comparing(GroupVersionKind::group)
          .thenComparing(GroupVersionKind::version)
          .thenComparing(GroupVersionKind::kind);

  /** The type of a kind's objects, and who finds the types it refers to. */
  public record Typed(CelType type, CelTypeProvider types) {}

  /** What is served at the moment. */
  public interface Schemas {
    /** The kind of a resource. */
    Optional<GroupVersionKind> kind(GroupVersionResource resource);

    /** The type of a kind's objects. */
    Optional<Typed> typed(GroupVersionKind kind);
  }

  /**
   * What is wrong with one expression.
   *
   * @param field where it stands in the policy
   */
  public record Warning(String field, String text) {}

  private final Schemas schemas;

  /** Checks by what is served. */
  public TypeCheck(Schemas schemas) {
    this.schemas = schemas;
  }

  /** What is wrong with a policy's expressions; takes milliseconds for each of them and kind. */
  public List<Warning> check(JsonNode policy) {
    JsonNode spec = policy.path("spec");
    List<Checker> checkers = checkers(spec);
    List<Warning> warnings = new ArrayList<>();
    int index = 0;
    for (JsonNode validation : spec.path("validations")) {
      for (String field : List.of("expression", "messageExpression")) {
        String text = validation.path(field).asText("");
        String wrong = text.isEmpty() ? "" : wrong(checkers, text);
        if (!wrong.isEmpty()) {
          warnings.add(new Warning("spec.validations[" + index + "]." + field, wrong));
        }
      }
      index++;
    }
    return warnings;
  }

  private static String wrong(List<Checker> checkers, String text) {
    List<String> found = new ArrayList<>();
    for (Checker checker : checkers) {
      checker.issues(text).ifPresent(found::add);
    }
    return String.join("\n", found);
  }

  private List<Checker> checkers(JsonNode spec) {
    Optional<Typed> params = Optional.empty();
    JsonNode paramKind = spec.path("paramKind");
    if (paramKind.isObject()) {
      params =
          schemas.typed(
              GroupVersion.parse(paramKind.path("apiVersion").asText(""))
                  .kind(paramKind.path("kind").asText("")));
    }
    List<Checker> checkers = new ArrayList<>();
    for (GroupVersionKind kind : kinds(spec.path("matchConstraints"))) {
      Optional<Typed> object = schemas.typed(kind);
      if (object.isPresent()) {
        checkers.add(new Checker(kind, environment(spec, object.get(), params)));
      }
    }
    return checkers;
  }

  private static AdmissionExpressions environment(
      JsonNode spec, Typed object, Optional<Typed> params) {
    AdmissionExpressions environment =
        spec.path("paramKind").isObject()
            ? new AdmissionExpressions(
                Optional.of(object), params, With.PARAMS, With.VARIABLES, With.AUTHORIZER)
            : new AdmissionExpressions(
                Optional.of(object), Optional.empty(), With.VARIABLES, With.AUTHORIZER);
    for (JsonNode variable : spec.path("variables")) {
      CelType type = SimpleType.DYN;
      try {
        type = environment.compile(variable.path("expression").asText("")).type();
      } catch (CompileException e) {
        type = SimpleType.DYN; // only rules are told of
      }
      environment.variable(variable.path("name").asText(""), type);
    }
    return environment;
  }

  /** One kind's. */
  private record Checker(GroupVersionKind kind, AdmissionExpressions environment) {
    Optional<String> issues(String text) {
      try {
        var _ = environment.compile(text);
        return Optional.empty();
      } catch (CompileException e) {
        return Optional.of(
            kind.group()
                + "/"
                + kind.version()
                + ", Kind="
                + kind.kind()
                + ": "
                + e.issues()
                + "\n");
      }
    }
  }

  private List<GroupVersionKind> kinds(JsonNode constraints) {
    TreeSet<GroupVersionKind> kinds = new TreeSet<>(ORDER);
    for (JsonNode rule : constraints.path("resourceRules")) {
      List<String> groups = texts(rule.path("apiGroups"));
      List<String> versions = texts(rule.path("apiVersions"));
      if (groups.stream().anyMatch(g -> g.contains("*"))
          || versions.stream().anyMatch(v -> v.contains("*"))) {
        continue;
      }
      int count = 0;
      for (String group : groups) {
        for (String version : versions) {
          for (String resource : texts(rule.path("resources"))) {
            Optional<GroupVersionKind> kind =
                resource.contains("*") || resource.contains("/")
                    ? Optional.empty()
                    : schemas.kind(new GroupVersionResource(group, version, resource));
            if (kind.isPresent()) {
              kinds.add(kind.get());
              if (++count == MAX_KINDS) {
                return List.copyOf(kinds);
              }
            }
          }
        }
      }
    }
    return List.copyOf(kinds);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    texts.sort(Comparator.naturalOrder());
    return texts;
  }
}
