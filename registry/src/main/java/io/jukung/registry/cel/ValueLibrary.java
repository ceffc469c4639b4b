package io.jukung.registry.cel;

import com.google.common.primitives.UnsignedLong;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationException;
import io.jukung.registry.cel.Functions.Argument;
import io.jukung.registry.codec.value.Quantity;
import io.jukung.registry.codec.value.ValueException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Quantities, versions, lists and regular expressions ({@code library/quantity.go}, {@code
 * semverlib.go}, {@code lists.go}, {@code regex.go}).
 */
final class ValueLibrary {
  static final CelType QUANTITY = OpaqueType.create("kubernetes.Quantity");
  private static final CelType SEMVER = OpaqueType.create("kubernetes.Semver");
  private static final Argument STRING = new Argument(SimpleType.STRING, String.class);
  private static final Argument INT = new Argument(SimpleType.INT, Long.class);
  private static final Argument BOOL = new Argument(SimpleType.BOOL, Boolean.class);
  private static final Argument A_QUANTITY = new Argument(QUANTITY, Measure.class);
  private static final Argument A_SEMVER = new Argument(SEMVER, Semver.class);
  private static final CelType ELEMENT = TypeParamType.create("T");
  private static final Argument LIST = new Argument(ListType.create(ELEMENT), List.class);
  private static final Argument ANY = new Argument(ELEMENT, Object.class);

  private ValueLibrary() {}

  /** A quantity: no number to CEL, which would compare it as one. */
  private record Measure(BigDecimal amount) {}

  static void add(Functions functions) {
    quantities(functions);
    versions(functions);
    lists(functions);
    expressions(functions);
  }

  private static void quantities(Functions functions) {
    functions
        .global("quantity", QUANTITY, a -> quantity((String) a[0]), STRING)
        .global("isQuantity", SimpleType.BOOL, a -> isQuantity((String) a[0]), STRING)
        .member("sign", SimpleType.INT, a -> (long) number(a[0]).signum(), A_QUANTITY)
        .member("isInteger", SimpleType.BOOL, a -> isLong(number(a[0])), A_QUANTITY)
        .member("asInteger", SimpleType.INT, a -> asLong(number(a[0])), A_QUANTITY)
        .member(
            "asApproximateFloat", SimpleType.DOUBLE, a -> number(a[0]).doubleValue(), A_QUANTITY)
        .member(
            "add", QUANTITY, a -> measure(number(a[0]).add(number(a[1]))), A_QUANTITY, A_QUANTITY)
        .member(
            "add",
            QUANTITY,
            a -> measure(number(a[0]).add(new BigDecimal((Long) a[1]))),
            A_QUANTITY,
            INT)
        .member(
            "sub",
            QUANTITY,
            a -> measure(number(a[0]).subtract(number(a[1]))),
            A_QUANTITY,
            A_QUANTITY)
        .member(
            "sub",
            QUANTITY,
            a -> measure(number(a[0]).subtract(new BigDecimal((Long) a[1]))),
            A_QUANTITY,
            INT)
        .member(
            "isGreaterThan",
            SimpleType.BOOL,
            a -> number(a[0]).compareTo(number(a[1])) > 0,
            A_QUANTITY,
            A_QUANTITY)
        .member(
            "isLessThan",
            SimpleType.BOOL,
            a -> number(a[0]).compareTo(number(a[1])) < 0,
            A_QUANTITY,
            A_QUANTITY)
        .member(
            "compareTo",
            SimpleType.INT,
            a -> (long) number(a[0]).compareTo(number(a[1])),
            A_QUANTITY,
            A_QUANTITY);
  }

  private static BigDecimal number(Object value) {
    return ((Measure) value).amount();
  }

  private static Measure measure(BigDecimal amount) {
    return new Measure(amount.stripTrailingZeros());
  }

  private static Measure quantity(String text) throws CelEvaluationException {
    try {
      return measure(Quantity.parse(text).amount());
    } catch (ValueException e) {
      throw new CelEvaluationException(e.getMessage(), e);
    }
  }

  private static boolean isQuantity(String text) {
    try {
      var _ = Quantity.parse(text);
      return true;
    } catch (ValueException e) {
      return false;
    }
  }

  private static boolean isLong(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0 && number.toBigInteger().bitLength() < 64;
  }

  private static long asLong(BigDecimal number) throws CelEvaluationException {
    if (!isLong(number)) {
      throw new CelEvaluationException("cannot convert value to integer");
    }
    return number.longValueExact();
  }

  private static void versions(Functions functions) {
    functions
        .global("semver", SEMVER, a -> semver((String) a[0], false), STRING)
        .global("semver", SEMVER, a -> semver((String) a[0], (Boolean) a[1]), STRING, BOOL)
        .global(
            "isSemver",
            SimpleType.BOOL,
            a -> Semver.parse((String) a[0], false).isPresent(),
            STRING)
        .global(
            "isSemver",
            SimpleType.BOOL,
            a -> Semver.parse((String) a[0], (Boolean) a[1]).isPresent(),
            STRING,
            BOOL)
        .member("major", SimpleType.INT, a -> ((Semver) a[0]).major(), A_SEMVER)
        .member("minor", SimpleType.INT, a -> ((Semver) a[0]).minor(), A_SEMVER)
        .member("patch", SimpleType.INT, a -> ((Semver) a[0]).patch(), A_SEMVER)
        .member("isGreaterThan", SimpleType.BOOL, a -> order(a) > 0, A_SEMVER, A_SEMVER)
        .member("isLessThan", SimpleType.BOOL, a -> order(a) < 0, A_SEMVER, A_SEMVER)
        .member("compareTo", SimpleType.INT, a -> (long) order(a), A_SEMVER, A_SEMVER);
  }

  private static int order(Object[] arguments) {
    return Integer.signum(((Semver) arguments[0]).compareTo((Semver) arguments[1]));
  }

  private static Semver semver(String text, boolean lenient) throws CelEvaluationException {
    return Semver.parse(text, lenient)
        .orElseThrow(() -> new CelEvaluationException("Invalid semantic version: " + text));
  }

  private static void lists(Functions functions) {
    functions
        .member("isSorted", SimpleType.BOOL, a -> isSorted((List<?>) a[0]), LIST)
        .member("sum", ELEMENT, a -> sum((List<?>) a[0]), LIST)
        .member("min", ELEMENT, a -> extreme((List<?>) a[0], "min", -1), LIST)
        .member("max", ELEMENT, a -> extreme((List<?>) a[0], "max", 1), LIST)
        .member("indexOf", SimpleType.INT, a -> (long) ((List<?>) a[0]).indexOf(a[1]), LIST, ANY)
        .member(
            "lastIndexOf",
            SimpleType.INT,
            a -> (long) ((List<?>) a[0]).lastIndexOf(a[1]),
            LIST,
            ANY);
  }

  @SuppressWarnings("unchecked") // the checker makes sure that elements are comparable
  private static int compare(Object one, Object other) throws CelEvaluationException {
    if (one instanceof Number a
        && other instanceof Number b
        && one.getClass() != other.getClass()) {
      return Double.compare(a.doubleValue(), b.doubleValue());
    }
    if (one instanceof CelByteString a && other instanceof CelByteString b) {
      return Arrays.compareUnsigned(a.toByteArray(), b.toByteArray());
    }
    if (one instanceof Comparable<?> comparable && one.getClass() == other.getClass()) {
      return ((Comparable<Object>) comparable).compareTo(other);
    }
    throw new CelEvaluationException("no such overload");
  }

  private static boolean isSorted(List<?> list) throws CelEvaluationException {
    for (int i = 1; i < list.size(); i++) {
      if (compare(list.get(i - 1), list.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }

  private static Object sum(List<?> list) throws CelEvaluationException {
    Object sum = list.isEmpty() ? (Object) 0L : list.getFirst();
    for (Object element : list.subList(Math.min(1, list.size()), list.size())) {
      sum = plus(sum, element);
    }
    return sum;
  }

  private static Object plus(Object one, Object other) throws CelEvaluationException {
    if (one instanceof Long a && other instanceof Long b) {
      return Math.addExact(a, b);
    }
    if (one instanceof UnsignedLong a && other instanceof UnsignedLong b) {
      return a.plus(b);
    }
    if (one instanceof Double a && other instanceof Double b) {
      return a + b;
    }
    if (one instanceof Duration a && other instanceof Duration b) {
      return a.plus(b);
    }
    throw new CelEvaluationException("no such overload");
  }

  private static Object extreme(List<?> list, String name, int sign) throws CelEvaluationException {
    if (list.isEmpty()) {
      throw new CelEvaluationException(name + " called on empty list");
    }
    Object best = list.getFirst();
    for (Object element : list) {
      if (compare(element, best) * sign > 0) {
        best = element;
      }
    }
    return best;
  }

  private static void expressions(Functions functions) {
    functions
        .member("find", SimpleType.STRING, a -> find((String) a[0], (String) a[1]), STRING, STRING)
        .member(
            "findAll",
            ListType.create(SimpleType.STRING),
            a -> findAll((String) a[0], (String) a[1], Long.MAX_VALUE),
            STRING,
            STRING)
        .member(
            "findAll",
            ListType.create(SimpleType.STRING),
            a -> findAll((String) a[0], (String) a[1], (Long) a[2]),
            STRING,
            STRING,
            INT);
  }

  private static String find(String text, String pattern) throws CelEvaluationException {
    List<String> found = findAll(text, pattern, 1);
    return found.isEmpty() ? "" : found.getFirst();
  }

  private static List<String> findAll(String text, String pattern, long limit)
      throws CelEvaluationException {
    try {
      Matcher matcher = Pattern.compile(pattern).matcher(text);
      List<String> found = new ArrayList<>();
      while ((limit < 0 || found.size() < limit) && matcher.find()) {
        found.add(matcher.group());
      }
      return found;
    } catch (PatternSyntaxException e) {
      throw new CelEvaluationException("Illegal regex: " + e.getMessage(), e);
    }
  }
}
