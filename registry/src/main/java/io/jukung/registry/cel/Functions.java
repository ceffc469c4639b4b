package io.jukung.registry.cel;

import dev.cel.bundle.CelBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the functions of the libraries, then puts them into an environment. */
final class Functions {
  /** What a function does; arguments have the classes it was declared with. */
  @FunctionalInterface
  interface Body {
    Object apply(Object[] arguments) throws CelEvaluationException;
  }

  /** An argument: its type to the checker and its class at run time. */
  record Argument(CelType type, Class<?> runtime) {}

  private final Map<String, List<CelOverloadDecl>> declarations = new LinkedHashMap<>();
  private final Map<String, List<CelFunctionBinding>> bindings = new LinkedHashMap<>();

  /** A function called as {@code name(a, b)}. */
  Functions global(String name, CelType result, Body body, Argument... arguments) {
    return add(name, false, result, body, arguments);
  }

  /** A function called as {@code a.name(b)}. */
  Functions member(String name, CelType result, Body body, Argument... arguments) {
    return add(name, true, result, body, arguments);
  }

  @SuppressWarnings("Immutable") // bodies are functions without state
  private Functions add(
      String name, boolean member, CelType result, Body body, Argument... arguments) {
    List<CelType> types = new ArrayList<>();
    List<Class<?>> classes = new ArrayList<>();
    StringBuilder id = new StringBuilder("kubernetes_").append(name.replace('.', '_'));
    for (Argument argument : arguments) {
      types.add(argument.type());
      classes.add(argument.runtime());
      id.append('_').append(argument.type().name().replaceAll("[^A-Za-z0-9]", "_"));
    }
    String overload = id.append(member ? "_member" : "").toString();
    declarations
        .computeIfAbsent(name, n -> new ArrayList<>())
        .add(
            member
                ? CelOverloadDecl.newMemberOverload(overload, result, types)
                : CelOverloadDecl.newGlobalOverload(overload, result, types));
    bindings
        .computeIfAbsent(name, n -> new ArrayList<>())
        .add(CelFunctionBinding.from(overload, classes, body::apply));
    return this;
  }

  /** Declares and binds all. */
  void install(CelBuilder builder) {
    declarations.forEach(
        (name, overloads) ->
            builder.addFunctionDeclarations(
                CelFunctionDecl.newFunctionDeclaration(name, overloads)));
    bindings.forEach(
        (name, overloads) ->
            builder.addFunctionBindings(CelFunctionBinding.fromOverloads(name, overloads)));
  }
}
