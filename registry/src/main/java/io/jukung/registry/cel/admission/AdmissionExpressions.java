package io.jukung.registry.cel.admission;

import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypes;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import io.jukung.registry.cel.AuthorizationLibrary;
import io.jukung.registry.cel.Expression;
import io.jukung.registry.cel.Expressions;
import io.jukung.registry.cel.Expressions.CompileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compiles the expressions of one policy or webhook. Used by one thread; what it compiles is safe
 * for all.
 */
public final class AdmissionExpressions {
  /** The variable that asks who may do what. */
  public static final String AUTHORIZER = "authorizer";

  /** The variable that asks about the resource that is written. */
  public static final String REQUEST_RESOURCE = "authorizer.requestResource";

  private final AdmissionTypes types;
  private final Expressions expressions;
  private final Expressions messages;

  /** What an environment has beside the object, the request and the namespace. */
  public enum With {
    /** A policy's parameters, as {@code params}. */
    PARAMS,
    /** A policy's own variables, as {@code variables}. */
    VARIABLES,
    /** Who may do what, as {@code authorizer}; messages don't see it. */
    AUTHORIZER
  }

  /** An environment with these. */
  public AdmissionExpressions(With... with) {
    this(Optional.empty(), Optional.empty(), with);
  }

  /**
   * An environment that knows the types of objects.
   *
   * @param object of {@code object} and {@code oldObject}; empty for any
   * @param params of {@code params}; empty for any
   */
  AdmissionExpressions(
      Optional<TypeCheck.Typed> object, Optional<TypeCheck.Typed> params, With... with) {
    this.types =
        new AdmissionTypes(
            Stream.of(object, params)
                .flatMap(Optional::stream)
                .map(TypeCheck.Typed::types)
                .toList());
    Map<String, CelType> variables = new HashMap<>();
    variables.put("object", type(object));
    variables.put("oldObject", type(object));
    variables.put("request", AdmissionTypes.REQUEST);
    variables.put("namespaceObject", AdmissionTypes.NAMESPACE);
    for (With one : with) {
      switch (one) {
        case PARAMS -> variables.put("params", type(params));
        case VARIABLES -> variables.put("variables", AdmissionTypes.VARIABLES);
        case AUTHORIZER -> {}
      }
    }
    this.messages = new Expressions(variables, types);
    if (List.of(with).contains(With.AUTHORIZER)) {
      variables.put(AUTHORIZER, AuthorizationLibrary.AUTHORIZER);
      variables.put(REQUEST_RESOURCE, AuthorizationLibrary.RESOURCE_CHECK);
    }
    this.expressions = new Expressions(variables, types);
  }

  private static CelType type(Optional<TypeCheck.Typed> typed) {
    return typed.map(TypeCheck.Typed::type).orElse(SimpleType.DYN);
  }

  /**
   * Compiles an expression.
   *
   * @param expected it must have exactly one of these types; of none, when any will do
   * @throws CompileException when it is no expression, or of another type
   */
  public Expression compile(String text, CelType... expected) throws CompileException {
    return checked(expressions.compile(text), expected);
  }

  /**
   * Compiles what makes the message of a rule.
   *
   * @throws CompileException when it is no expression, or makes no text
   */
  public Expression compileMessage(String text) throws CompileException {
    return checked(messages.compile(text), SimpleType.STRING);
  }

  /**
   * Compiles a patch, which may hold literals of objects.
   *
   * @param list whether it makes a list of {@code JSONPatch}, and not an {@code Object}
   * @throws CompileException when it is no expression, or of another type
   */
  public Expression compilePatch(String text, boolean list) throws CompileException {
    Expression compiled = expressions.compile(text, ObjectLiterals::toMaps);
    if (list ? !(compiled.type() instanceof ListType) : !(compiled.type() instanceof MapType)) {
      throw new CompileException(
          "must evaluate to "
              + (list ? "list(JSONPatch)" : "Object")
              + " but got "
              + CelTypes.format(compiled.type()),
          true);
    }
    return compiled;
  }

  private static Expression checked(Expression compiled, CelType... expected)
      throws CompileException {
    List<CelType> allowed = List.of(expected);
    if (!allowed.isEmpty() && !allowed.contains(compiled.type())) {
      String names = allowed.stream().map(CelTypes::format).collect(Collectors.joining(" "));
      throw new CompileException(
          "must evaluate to "
              + (allowed.size() == 1 ? names : "one of [" + names + "]")
              + " but got "
              + CelTypes.format(compiled.type()),
          true);
    }
    return compiled;
  }

  /** Lets the expressions that are compiled from now on use a variable of the policy. */
  public void variable(String name, CelType type) {
    types.variable(name, type);
  }
}
