package io.jukung.registry.cel;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import java.util.Map;
import java.util.function.UnaryOperator;

/** An environment: which variables expressions may use, and of which types. */
public final class Expressions {
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .comprehensionMaxIterations(-1) // what an evaluation costs is its bound
          .build();

  private static final String FAILED = "compilation failed: ";

  private final Cel cel;

  /** An expression that was not understood. */
  public static final class CompileException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean wrongType;

    /**
     * A failure that is told as {@code message}.
     *
     * @param wrongType whether it is a proper expression, but of another type than wanted
     */
    public CompileException(String message, boolean wrongType) {
      super(message);
      this.wrongType = wrongType;
    }

    /** Whether it is a proper expression, but of another type than wanted. */
    public boolean wrongType() {
      return wrongType;
    }

    /** What is wrong, with the place, and nothing before it. */
    public String issues() {
      String message = getMessage();
      return message.startsWith(FAILED) ? message.substring(FAILED.length()) : message;
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
    this(variables, types, false);
  }

  private Expressions(Map<String, CelType> variables, CelTypeProvider types, boolean bindings) {
    CelBuilder builder =
        CelFactory.plannerCelBuilder()
            .setOptions(OPTIONS)
            .setStandardFunctions(DoubleText.others())
            .addFunctionBindings(DoubleText.bindings(OPTIONS))
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
    if (bindings) {
      builder.addCompilerLibraries(CelExtensions.bindings());
    }
    variables.forEach(builder::addVar);
    Functions functions = new Functions();
    NetworkLibrary.add(functions);
    ValueLibrary.add(functions);
    JsonPatchLibrary.add(functions);
    FormatLibrary.add(functions);
    TextFormat.add(functions);
    AuthorizationLibrary.add(functions);
    functions.install(builder);
    this.cel = builder.build();
  }

  /**
   * An environment as of the constructor, whose expressions may name values by {@code cel.bind}.
   */
  static Expressions withBindings(Map<String, CelType> variables, CelTypeProvider types) {
    return new Expressions(variables, types, true);
  }

  /**
   * Compiles an expression; takes milliseconds.
   *
   * @param expected the type it must have
   * @throws CompileException when it is no expression, or of another type
   */
  public Expression compile(String text, CelType expected) throws CompileException {
    Expression compiled = compile(text);
    if (!expected.isAssignableFrom(compiled.type())) {
      throw new CompileException("must evaluate to a " + expected.name(), true);
    }
    return compiled;
  }

  /**
   * Compiles an expression of any type; takes milliseconds.
   *
   * @throws CompileException when it is no expression
   */
  public Expression compile(String text) throws CompileException {
    return compile(text, UnaryOperator.identity());
  }

  /**
   * Compiles an expression of any type; takes milliseconds.
   *
   * @param rewrite changes the parsed expression before its types are checked; throws {@link
   *     IllegalArgumentException} with what is wrong
   * @throws CompileException when it is no expression
   */
  public Expression compile(String text, UnaryOperator<CelAbstractSyntaxTree> rewrite)
      throws CompileException {
    CelValidationResult result = cel.parse(text);
    try {
      result = cel.check(rewrite.apply(result.getAst()));
      var ast = result.getAst();
      return new Expression(ast, cel.createProgram(ast));
    } catch (CelValidationException e) {
      throw new CompileException(
          FAILED + ErrorTexts.compiling(result.getErrorString(), text), false);
    } catch (IllegalArgumentException e) {
      throw new CompileException(FAILED + e.getMessage(), false);
    } catch (CelEvaluationException e) {
      throw new CompileException("instantiation failed: " + e.getMessage(), false);
    }
  }
}
