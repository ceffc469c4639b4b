package io.jukung.registry.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import io.jukung.registry.cel.Functions.Argument;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.validation.NameRule;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Who may do what ({@code library/authz.go}). */
public final class AuthorizationLibrary {
  /** The type of a variable that holds an {@link Authorizer}. */
  public static final CelType AUTHORIZER = OpaqueType.create("kubernetes.authorization.Authorizer");

  /** The type of a variable that holds a {@link ResourceCheck}. */
  public static final CelType RESOURCE_CHECK =
      OpaqueType.create("kubernetes.authorization.ResourceCheck");

  private static final CelType PATH_CHECK = OpaqueType.create("kubernetes.authorization.PathCheck");
  private static final CelType GROUP_CHECK =
      OpaqueType.create("kubernetes.authorization.GroupCheck");
  private static final CelType DECISION = OpaqueType.create("kubernetes.authorization.Decision");

  private static final Argument STRING = new Argument(SimpleType.STRING, String.class);
  private static final Argument A_PATH = new Argument(PATH_CHECK, PathCheck.class);
  private static final Argument A_GROUP = new Argument(GROUP_CHECK, GroupCheck.class);
  private static final Argument A_RESOURCE = new Argument(RESOURCE_CHECK, ResourceCheck.class);
  private static final Argument A_DECISION = new Argument(DECISION, AccessChecks.Decision.class);
  private static final Argument AN_AUTHORIZER = new Argument(AUTHORIZER, Authorizer.class);

  private AuthorizationLibrary() {}

  /** Asks {@code checks} for one user. */
  public record Authorizer(AccessChecks checks, UserInfo user) {}

  /** A question about one resource, but for the verb. */
  public record ResourceCheck(Authorizer authorizer, AccessChecks.Resource resource) {
    private ResourceCheck with(
        BiFunction<AccessChecks.Resource, String, AccessChecks.Resource> change, Object text) {
      return new ResourceCheck(authorizer, change.apply(resource, (String) text));
    }
  }

  private record PathCheck(Authorizer authorizer, String path) {}

  private record GroupCheck(Authorizer authorizer, String group) {}

  static void add(Functions functions) {
    functions
        .member(
            "path", PATH_CHECK, a -> path((Authorizer) a[0], (String) a[1]), AN_AUTHORIZER, STRING)
        .member(
            "group",
            GROUP_CHECK,
            a -> new GroupCheck((Authorizer) a[0], (String) a[1]),
            AN_AUTHORIZER,
            STRING)
        .member(
            "serviceAccount",
            AUTHORIZER,
            a -> account((Authorizer) a[0], (String) a[1], (String) a[2]),
            AN_AUTHORIZER,
            STRING,
            STRING)
        .member(
            "resource",
            RESOURCE_CHECK,
            a -> resource((GroupCheck) a[0], (String) a[1]),
            A_GROUP,
            STRING);
    refinements(functions);
    decisions(functions);
  }

  private static void refinements(Functions functions) {
    refine(
        functions,
        "subresource",
        (r, text) ->
            new AccessChecks.Resource(
                r.group(),
                r.resource(),
                text,
                r.namespace(),
                r.name(),
                r.fieldSelector(),
                r.labelSelector()));
    refine(
        functions,
        "namespace",
        (r, text) ->
            new AccessChecks.Resource(
                r.group(),
                r.resource(),
                r.subresource(),
                text,
                r.name(),
                r.fieldSelector(),
                r.labelSelector()));
    refine(
        functions,
        "name",
        (r, text) ->
            new AccessChecks.Resource(
                r.group(),
                r.resource(),
                r.subresource(),
                r.namespace(),
                text,
                r.fieldSelector(),
                r.labelSelector()));
    refine(
        functions,
        "fieldSelector",
        (r, text) ->
            new AccessChecks.Resource(
                r.group(),
                r.resource(),
                r.subresource(),
                r.namespace(),
                r.name(),
                text,
                r.labelSelector()));
    refine(
        functions,
        "labelSelector",
        (r, text) ->
            new AccessChecks.Resource(
                r.group(),
                r.resource(),
                r.subresource(),
                r.namespace(),
                r.name(),
                r.fieldSelector(),
                text));
  }

  private static void refine(
      Functions functions,
      String name,
      BiFunction<AccessChecks.Resource, String, AccessChecks.Resource> change) {
    var _ =
        functions.member(
            name,
            RESOURCE_CHECK,
            a -> ((ResourceCheck) a[0]).with(change, a[1]),
            A_RESOURCE,
            STRING);
  }

  private static void decisions(Functions functions) {
    functions
        .member("check", DECISION, a -> check((PathCheck) a[0], (String) a[1]), A_PATH, STRING)
        .member(
            "check", DECISION, a -> check((ResourceCheck) a[0], (String) a[1]), A_RESOURCE, STRING)
        .member("allowed", SimpleType.BOOL, a -> decision(a[0]).allowed(), A_DECISION)
        .member("reason", SimpleType.STRING, a -> decision(a[0]).reason(), A_DECISION)
        .member("errored", SimpleType.BOOL, a -> !decision(a[0]).error().isEmpty(), A_DECISION)
        .member("error", SimpleType.STRING, a -> decision(a[0]).error(), A_DECISION);
  }

  private static AccessChecks.Decision decision(Object value) {
    return (AccessChecks.Decision) value;
  }

  private static AccessChecks.Decision check(PathCheck check, String verb) {
    Authorizer by = check.authorizer();
    return by.checks().path(by.user(), verb, check.path());
  }

  private static AccessChecks.Decision check(ResourceCheck check, String verb) {
    Authorizer by = check.authorizer();
    return by.checks().resource(by.user(), verb, check.resource());
  }

  private static PathCheck path(Authorizer authorizer, String path) throws CelEvaluationException {
    if (path.isBlank()) {
      throw new CelEvaluationException("path must not be empty");
    }
    return new PathCheck(authorizer, path);
  }

  private static ResourceCheck resource(GroupCheck group, String resource)
      throws CelEvaluationException {
    if (resource.isBlank()) {
      throw new CelEvaluationException("resource must not be empty");
    }
    return new ResourceCheck(
        group.authorizer(), new AccessChecks.Resource(group.group(), resource, "", "", ""));
  }

  private static Authorizer account(Authorizer authorizer, String namespace, String name)
      throws CelEvaluationException {
    if (!NameRule.DNS_SUBDOMAIN.errors(name, false).isEmpty()) {
      throw new CelEvaluationException("Invalid service account name");
    }
    if (!NameRule.DNS_LABEL.errors(namespace, false).isEmpty()) {
      throw new CelEvaluationException("Invalid service account namespace");
    }
    UserInfo user =
        new UserInfo(
            "system:serviceaccount:" + namespace + ":" + name,
            "",
            List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace),
            Map.of());
    return new Authorizer(authorizer.checks(), user);
  }
}
