package io.jukung.registry.cel;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import java.util.Map;

/** An environment: which variables expressions may use, and of which types. */
public final class Expressions {
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .comprehensionMaxIterations(-1) // what an evaluation costs is its bound
          .build();

  private final Cel cel;

  /** An expression that was not understood. */
  public static final class CompileException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean wrongType;

    CompileException(String message, boolean wrongType) {
      super(message);
      this.wrongType = wrongType;
    }

    /** Whether it is a proper expression, but of another type than wanted. */
    public boolean wrongType() {
      return wrongType;
    }

    /** What is wrong, with the place. */
    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /**
   * An environment.
   *
   * @param variables types of the variables by name
   * @param types finds the types those refer to
   */
  public Expressions(Map<String, CelType> variables, CelTypeProvider types) {
    CelBuilder builder =
        CelFactory.plannerCelBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setTypeProvider(types)
            .addCompilerLibraries(
                CelExtensions.strings(),
                CelExtensions.sets(OPTIONS),
                CelExtensions.optional(),
                CelExtensions.comprehensions(),
                CelExtensions.lists())
            .addRuntimeLibraries(
                CelExtensions.strings(),
                CelExtensions.sets(OPTIONS),
                CelExtensions.optional(),
                CelExtensions.comprehensions(),
                CelExtensions.lists());
    variables.forEach(builder::addVar);
    Functions functions = new Functions();
    NetworkLibrary.add(functions);
    ValueLibrary.add(functions);
    FormatLibrary.add(functions);
    TextFormat.add(functions);
    functions.install(builder);
    this.cel = builder.build();
  }

  /**
   * Compiles an expression; takes milliseconds.
   *
   * @param expected the type it must have
   * @throws CompileException when it is no expression, or of another type
   */
  public Expression compile(String text, CelType expected) throws CompileException {
    CelValidationResult result = cel.compile(text);
    try {
      var ast = result.getAst();
      if (!expected.isAssignableFrom(ast.getResultType())) {
        throw new CompileException("must evaluate to a " + expected.name(), true);
      }
      return new Expression(ast, cel.createProgram(ast));
    } catch (CelValidationException e) {
      throw new CompileException(
          "compilation failed: " + ErrorTexts.compiling(result.getErrorString()), false);
    } catch (CelEvaluationException e) {
      throw new CompileException("instantiation failed: " + e.getMessage(), false);
    }
  }
}
