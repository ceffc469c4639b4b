package io.jukung.server.authentication.jwt;

import dev.cel.common.types.CelTypes;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import io.jukung.registry.cel.DeclaredTypes;
import io.jukung.registry.cel.Expression;
import io.jukung.registry.cel.Expressions;
import io.jukung.registry.cel.Expressions.CompileException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiles expressions over a token's {@code claims} and over the {@code user} they make. The
 * environments are made when they are first needed, since that takes a while. Used by one thread;
 * what it compiles is safe for all.
 */
final class ClaimExpressions {
  static final String CLAIMS = "claims";
  static final String USER = "user";

  private @Nullable Expressions claims;
  private @Nullable Expressions users;

  /**
   * Compiles what makes something of claims.
   *
   * @throws CompileException when it is no expression
   */
  Expression mapping(String text) throws CompileException {
    Expressions environment = claims;
    if (environment == null) {
      environment =
          new Expressions(
              Map.of(CLAIMS, MapType.create(SimpleType.STRING, SimpleType.DYN)),
              new DeclaredTypes());
      claims = environment;
    }
    return environment.compile(text);
  }

  /**
   * Compiles a rule about claims.
   *
   * @throws CompileException when it is no expression, or makes no boolean
   */
  Expression claimRule(String text) throws CompileException {
    return bool(mapping(text));
  }

  /**
   * Compiles a rule about the user.
   *
   * @throws CompileException when it is no expression, or makes no boolean
   */
  Expression userRule(String text) throws CompileException {
    Expressions environment = users;
    if (environment == null) {
      DeclaredTypes types = new DeclaredTypes();
      ListType texts = ListType.create(SimpleType.STRING);
      var user =
          types.declare(
              "kubernetes.UserInfo",
              Map.of(
                  "username",
                  SimpleType.STRING,
                  "uid",
                  SimpleType.STRING,
                  "groups",
                  texts,
                  "extra",
                  MapType.create(SimpleType.STRING, texts)));
      environment = new Expressions(Map.of(USER, user), types);
      users = environment;
    }
    return bool(environment.compile(text));
  }

  private static Expression bool(Expression compiled) throws CompileException {
    if (!compiled.type().equals(SimpleType.BOOL)) {
      throw new CompileException("must evaluate to " + CelTypes.format(SimpleType.BOOL), true);
    }
    return compiled;
  }
}
