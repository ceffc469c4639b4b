package io.jukung.registry.cel;

import com.google.protobuf.ByteString;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.values.CelByteString;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds up what an evaluation costs while it runs. Used for one evaluation. Upstream: {@code
 * interpreter/runtimecost.go} of {@code cel-go} and {@code CallCost} of {@code
 * apiserver/pkg/cel/library/cost.go} at v1.36.
 */
final class CallMeter {
  private final long limit;
  private final Map<Long, Object> values = new HashMap<>();
  private long cost;
  private long lastPresence = -1;

  /** Stops an evaluation from inside. */
  static final class OverLimit extends RuntimeException {
    private static final long serialVersionUID = 1;

    OverLimit() {
      super("operation cancelled: actual cost limit exceeded", null, false, false);
    }
  }

  /**
   * A meter.
   *
   * @param limit the most that the evaluation may cost
   */
  CallMeter(long limit) {
    this.limit = limit;
  }

  long cost() {
    return cost;
  }

  /**
   * Takes note of a step.
   *
   * @throws OverLimit when it costs too much
   */
  void step(CelExpr expression, Object value) {
    boolean presence = expression.getKind() == Kind.SELECT && expression.select().testOnly();
    if (presence && lastPresence == expression.id()) {
      lastPresence = -1; // told twice
      return;
    }
    lastPresence = presence ? expression.id() : -1;
    values.put(expression.id(), value);
    cost +=
        switch (expression.getKind()) {
          case IDENT -> 1;
          case SELECT -> selection(expression);
          case LIST -> 10;
          case MAP -> 30;
          case STRUCT -> 40;
          case CALL -> call(expression.call(), value);
          case CONSTANT, COMPREHENSION, NOT_SET -> 0;
        };
    if (cost > limit) {
      throw new OverLimit();
    }
  }

  /** A chain of fields is told as one step; asking whether the last is there is free. */
  private static long selection(CelExpr expression) {
    long steps = 1;
    CelExpr at = expression;
    while (at.getKind() == Kind.SELECT) {
      steps += at.select().testOnly() ? 0 : 1;
      at = at.select().operand();
    }
    return steps;
  }

  private long call(CelExpr.CelCall call, Object result) {
    List<Object> args = new ArrayList<>();
    call.target().ifPresent(target -> args.add(value(target)));
    call.args().forEach(argument -> args.add(value(argument)));
    return switch (call.function()) {
      case "_&&_", "_||_", "_?_:_" -> 0;
      case "check" -> 350_000;
      case "fieldSelector", "labelSelector" ->
          args.size() < 2 ? 1 : CallCosts.selector(CostRange.fixed(size(args.get(1)))).max();
      case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" ->
          args.isEmpty() ? 0 : traversal(args.getFirst());
      case "url",
          "lowerAscii",
          "upperAscii",
          "substring",
          "trim",
          "jsonpatch.escapeKey",
          "cidr",
          "isIP",
          "isCIDR",
          "quantity",
          "isQuantity",
          "semver",
          "isSemver" ->
          text(args, 0, Costs.STRING);
      case "replace", "split", "ip.isCanonical" -> text(args, 0, 2 * Costs.STRING);
      case "join" -> ceil(size(result) * 2 * Costs.STRING);
      case "find", "findAll" -> regex(args);
      case "matches" -> call.target().isPresent() ? regex(args) : 1;
      case "ip" -> call.target().isPresent() ? 1 : text(args, 0, Costs.STRING);
      case "containsIP", "containsCIDR" -> contains(call.function(), args);
      case "validate" -> args.size() < 2 ? 1 : validation(args);
      case "sets.contains", "sets.intersects" -> 1 + size(args.get(0)) * size(args.get(1));
      case "sets.equivalent" -> 1 + size(args.get(0)) * size(args.get(1)) * 2;
      default -> plain(call.function(), args);
    };
  }

  private long plain(String function, List<Object> args) {
    return switch (function) {
      case "startsWith", "endsWith", "format", "strings.quote" -> text(args, 0, Costs.STRING);
      case "bytes", "string" -> isText(args, 0) ? text(args, 0, Costs.STRING) : 1;
      case "@in" -> args.get(1) instanceof Collection<?> list ? list.size() : 1;
      case "_==_", "_!=_" -> equal(args);
      case "_<_", "_<=_", "_>_", "_>=_" -> isText(args, 0) ? smaller(args) : 1;
      case "_+_" ->
          isText(args, 0) ? ceil((size(args.get(0)) + size(args.get(1))) * Costs.STRING) : 1;
      case "contains" ->
          args.size() == 2 && isText(args, 0)
              ? text(args, 0, Costs.STRING) * text(args, 1, Costs.STRING)
              : 1;
      default -> 1;
    };
  }

  private static boolean isText(List<Object> args, int index) {
    Object value = args.size() > index ? args.get(index) : "";
    return value instanceof String || value instanceof CelByteString || value instanceof ByteString;
  }

  private static long equal(List<Object> args) {
    Object left = args.getFirst();
    boolean library =
        left instanceof InetAddress
            || left instanceof URI
            || left.getClass().getName().startsWith("io.jukung.");
    return library ? 1 : smaller(args);
  }

  private static long smaller(List<Object> args) {
    return ceil(Math.min(size(args.get(0)), size(args.get(1))) * Costs.STRING);
  }

  private static long regex(List<Object> args) {
    if (args.size() < 2) {
      return 1;
    }
    return ceil((1.0 + size(args.get(0))) * Costs.STRING) * ceil(size(args.get(1)) * Costs.REGEX);
  }

  private static long validation(List<Object> args) {
    int regex = args.get(0) instanceof FormatLibrary.NamedFormat format ? format.regexSize() : 0;
    return ceil((1.0 + size(args.get(1))) * Costs.STRING) * ceil(regex * Costs.REGEX);
  }

  private static long contains(String function, List<Object> args) {
    if (args.size() < 2) {
      return 1;
    }
    long own = size(args.get(0));
    long sum = ceil((own + own) * Costs.STRING);
    if (function.equals("containsCIDR")) {
      sum += ceil(own * Costs.STRING) + 1;
    }
    return args.get(1) instanceof String other ? sum + ceil(size(other) * Costs.STRING) : sum;
  }

  private static long text(List<Object> args, int index, double factor) {
    return args.size() <= index ? 1 : ceil(size(args.get(index)) * factor);
  }

  private static long ceil(double value) {
    return (long) Math.ceil(value);
  }

  private Object value(CelExpr expression) {
    Object value = values.get(expression.id());
    return value == null ? 0L : value;
  }

  /** How large a value is: what has no size counts as 1. */
  private static long size(Object value) {
    return switch (value) {
      case String text -> text.codePointCount(0, text.length());
      case CelByteString bytes -> bytes.size();
      case ByteString bytes -> bytes.size();
      case Collection<?> list -> list.size();
      case Map<?, ?> map -> map.size();
      case Optional<?> optional -> optional.isPresent() ? size((Object) optional.get()) : 1;
      case InetAddress address -> address.getAddress().length;
      case NetworkLibrary.Cidr network -> (network.bits() + 7) / 8;
      default -> 1;
    };
  }

  private static long traversal(Object value) {
    return switch (value) {
      case String text -> (long) (utf8(text) * Costs.STRING);
      case CelByteString bytes -> (long) (bytes.size() * Costs.STRING);
      case ByteString bytes -> (long) (bytes.size() * Costs.STRING);
      case Collection<?> list -> {
        long sum = 0;
        for (Object element : list) {
          sum += traversal(element);
        }
        yield sum;
      }
      case Map<?, ?> map -> {
        long sum = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          sum += traversal(entry.getKey()) + traversal(entry.getValue());
        }
        yield sum;
      }
      default -> 1;
    };
  }

  private static long utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
