package io.jukung.registry.cel.admission;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelMutableAst;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableMap;
import dev.cel.common.ast.CelMutableExpr.CelMutableStruct;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Literals of objects in patches: {@code Object{spec: Object.spec{...}}} and {@code JSONPatch{op:
 * ...}}. Their types have every field anybody names, so they become maps, after it is checked that
 * each stands where its name says ({@code k8s.io/apiserver/pkg/cel/mutation} at v1.36).
 */
final class ObjectLiterals {
  private static final String OBJECT = "Object";
  private static final String PATCH = "JSONPatch";
  private static final Set<String> PATCH_FIELDS = Set.of("op", "path", "from", "value");

  private ObjectLiterals() {}

  /**
   * The expression with maps in place of literals.
   *
   * @throws IllegalArgumentException when a literal is of no such type, or stands at a wrong place
   */
  static CelAbstractSyntaxTree toMaps(CelAbstractSyntaxTree parsed) {
    CelMutableAst ast = CelMutableAst.fromCelAst(parsed);
    rewrite(ast.expr());
    return ast.toParsedAst();
  }

  private static void rewrite(CelMutableExpr expression) {
    switch (expression.getKind()) {
      case SELECT -> rewrite(expression.select().operand());
      case CALL -> {
        expression.call().target().ifPresent(ObjectLiterals::rewrite);
        expression.call().args().forEach(ObjectLiterals::rewrite);
      }
      case LIST -> expression.list().elements().forEach(ObjectLiterals::rewrite);
      case MAP ->
          expression
              .map()
              .entries()
              .forEach(
                  entry -> {
                    rewrite(entry.key());
                    rewrite(entry.value());
                  });
      case COMPREHENSION -> {
        rewrite(expression.comprehension().iterRange());
        rewrite(expression.comprehension().accuInit());
        rewrite(expression.comprehension().loopCondition());
        rewrite(expression.comprehension().loopStep());
        rewrite(expression.comprehension().result());
      }
      case STRUCT -> expression.setMap(map(expression.struct()));
      default -> {}
    }
  }

  private static CelMutableMap map(CelMutableStruct struct) {
    String type = struct.messageName();
    boolean patch = type.equals(PATCH);
    if (!patch && !type.equals(OBJECT) && !type.startsWith(OBJECT + ".")) {
      throw new IllegalArgumentException("undeclared reference to '" + type + "'");
    }
    List<CelMutableMap.Entry> entries = new ArrayList<>();
    for (CelMutableStruct.Entry entry : struct.entries()) {
      if (patch && !PATCH_FIELDS.contains(entry.fieldKey())) {
        throw new IllegalArgumentException("undefined field '" + entry.fieldKey() + "'");
      }
      if (!patch) {
        check(type + "." + entry.fieldKey(), entry.value());
      }
      rewrite(entry.value());
      entries.add(
          CelMutableMap.Entry.create(
              entry.id(),
              CelMutableExpr.ofConstant(CelConstant.ofValue(entry.fieldKey())),
              entry.value(),
              entry.optionalEntry()));
    }
    return CelMutableMap.create(entries);
  }

  /** A literal in a field, or in a list there, has the field's type. */
  private static void check(String expected, CelMutableExpr value) {
    switch (value.getKind()) {
      case STRUCT -> {
        String type = value.struct().messageName();
        if (!type.equals(expected)) {
          throw new IllegalArgumentException(
              "type mismatch: unexpected type name \""
                  + type
                  + "\", expected \""
                  + expected
                  + "\", which matches field name path from root Object type");
        }
      }
      case LIST -> value.list().elements().forEach(element -> check(expected, element));
      default -> {}
    }
  }
}
