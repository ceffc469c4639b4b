package io.jukung.registry.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells what an expression may cost at worst, before it is ever run: which rules may be written
 * depends on it. Used for one expression. Upstream: {@code checker/cost.go} of {@code cel-go} at
 * the version that Kubernetes 1.36 has; testing for presence is free, as there.
 */
final class CostEstimator {
  private static final CostRange LIST = CostRange.fixed(10);
  private static final CostRange MAP = CostRange.fixed(30);
  private static final CostRange STRUCT = CostRange.fixed(40);

  /** The sizes of what is in a list or a map. */
  private record Entries(boolean list, CostRange key, CostRange value) {
    private static Optional<Entries> union(Optional<Entries> one, Optional<Entries> other) {
      return one.flatMap(
          a -> other.map(b -> new Entries(a.list, a.key.union(b.key), a.value.union(b.value))));
    }
  }

  private record Local(List<String> path, Optional<CostRange> size, Optional<Entries> entries) {}

  private final CelAbstractSyntaxTree tree;
  private final CostNode.Sizes known;
  private final CallCosts calls;
  private final Map<Long, List<String>> paths = new HashMap<>();
  private final Map<Long, CostRange> sizes = new HashMap<>();
  private final Map<Long, Entries> entrySizes = new HashMap<>();
  private final Map<String, Deque<Local>> locals = new HashMap<>();

  private CostEstimator(CelAbstractSyntaxTree tree, CostNode.Sizes known) {
    this.tree = tree;
    this.known = known;
    this.calls = new CallCosts(known);
  }

  /** What a checked expression may cost. */
  static CostRange of(CelAbstractSyntaxTree tree, CostNode.Sizes known) {
    return new CostEstimator(tree, known).cost(tree.getExpr());
  }

  private CostRange cost(CelExpr expression) {
    return switch (expression.getKind()) {
      case CONSTANT, NOT_SET -> CostRange.ZERO;
      case IDENT -> {
        String name = expression.ident().name();
        paths.put(expression.id(), local(name).map(Local::path).orElseGet(() -> List.of(name)));
        yield CostRange.ONE;
      }
      case SELECT -> select(expression);
      case CALL -> call(expression);
      case LIST -> list(expression);
      case MAP -> map(expression);
      case STRUCT -> {
        CostRange sum = STRUCT;
        for (CelExpr.CelStruct.Entry entry : expression.struct().entries()) {
          sum = sum.plus(cost(entry.value()));
        }
        yield sum;
      }
      case COMPREHENSION -> comprehension(expression);
    };
  }

  private Optional<Local> local(String name) {
    return Optional.ofNullable(locals.get(name)).map(Deque::peek);
  }

  private void push(String name, Local local) {
    locals.computeIfAbsent(name, _ -> new ArrayDeque<>()).push(local);
  }

  private void pop(String name) {
    Deque<Local> stack = locals.get(name);
    if (stack != null) {
      stack.pop();
    }
  }

  private CelType type(CelExpr expression) {
    return tree.getType(expression.id()).orElse(SimpleType.DYN);
  }

  private CostRange select(CelExpr expression) {
    CelExpr operand = expression.select().operand();
    CostRange sum = cost(operand);
    if (expression.select().testOnly()) {
      return sum;
    }
    CelKind kind = type(operand).kind();
    if (kind == CelKind.MAP || kind == CelKind.STRUCT || kind == CelKind.TYPE_PARAM) {
      sum = sum.plus(CostRange.ONE);
    }
    paths.put(expression.id(), below(path(operand), expression.select().field()));
    return sum;
  }

  private static List<String> below(List<String> path, String step) {
    List<String> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  private List<String> path(CelExpr expression) {
    if (expression.getKind() == Kind.IDENT) {
      Optional<Local> local = local(expression.ident().name());
      if (local.isPresent()) {
        return local.get().path();
      }
    }
    List<String> path = paths.get(expression.id());
    return path == null ? List.of() : path;
  }

  private CostRange call(CelExpr expression) {
    CelCall call = expression.call();
    if (call.function().equals("dyn")) {
      CelExpr argument = call.args().getFirst();
      CostRange cost = CostRange.ONE.plus(cost(argument));
      copySizes(expression, argument);
      return cost;
    }
    CostRange arguments = CostRange.ZERO;
    List<CostRange> costs = new ArrayList<>();
    List<CostNode> nodes = new ArrayList<>();
    for (CelExpr argument : call.args()) {
      CostRange cost = cost(argument);
      costs.add(cost);
      arguments = arguments.plus(cost);
      nodes.add(node(argument));
    }
    List<String> overloads =
        tree.getReference(expression.id()).map(r -> List.copyOf(r.overloadIds())).orElse(List.of());
    if (overloads.isEmpty()) {
      return CostRange.ZERO;
    }
    CostRange sum = CostRange.ZERO;
    Optional<CostNode> target = Optional.empty();
    if (call.target().isPresent()) {
      sum = cost(call.target().get());
      target = Optional.of(node(call.target().get()));
    }
    CostRange own = CostRange.NONE;
    Optional<CostRange> result = Optional.empty();
    for (String overload : overloads) {
      CallCosts.Estimate estimate = overload(expression, overload, target, nodes, costs, arguments);
      own = own.union(estimate.cost());
      Optional<CostRange> before = result;
      result = estimate.result().map(size -> before.map(size::union).orElse(size)).or(() -> before);
      result = indexed(expression, overload, result).or(() -> size(expression));
    }
    result.ifPresent(size -> sizes.put(expression.id(), size));
    return sum.plus(own);
  }

  private Optional<CostRange> indexed(
      CelExpr expression, String overload, Optional<CostRange> result) {
    boolean list = overload.equals("index_list");
    List<CelExpr> args = expression.call().args();
    if ((!list && !overload.equals("index_map")) || args.isEmpty()) {
      return result;
    }
    CelExpr container = args.getFirst();
    paths.put(expression.id(), below(path(container), list ? "@items" : "@values"));
    return entries(container).map(Entries::value);
  }

  private CallCosts.Estimate overload(
      CelExpr expression,
      String overload,
      Optional<CostNode> target,
      List<CostNode> nodes,
      List<CostRange> costs,
      CostRange arguments) {
    Optional<CallCosts.Estimate> special =
        calls.of(expression.call().function(), overload, target, nodes);
    if (special.isPresent()) {
      return new CallCosts.Estimate(special.get().cost().plus(arguments), special.get().result());
    }
    return switch (overload) {
      case "logical_or", "logical_and" ->
          CallCosts.Estimate.of(
              new CostRange(costs.get(0).min(), costs.get(0).plus(costs.get(1)).max()));
      case "conditional" -> {
        List<CelExpr> args = expression.call().args();
        Entries.union(entries(args.get(1)), entries(args.get(2)))
            .ifPresent(both -> entrySizes.put(expression.id(), both));
        yield new CallCosts.Estimate(
            costs.get(0).plus(costs.get(1).union(costs.get(2))),
            Optional.of(computed(nodes.get(1)).union(computed(nodes.get(2)))));
      }
      case "add_string", "add_bytes", "add_list" -> {
        List<CelExpr> args = expression.call().args();
        Entries.union(entries(args.get(0)), entries(args.get(1)))
            .ifPresent(both -> entrySizes.put(expression.id(), both));
        CostRange size = computed(nodes.get(0)).plus(computed(nodes.get(1)));
        CostRange cost = overload.equals("add_list") ? CostRange.ONE : size.times(Costs.STRING);
        yield new CallCosts.Estimate(cost.plus(arguments), Optional.of(size));
      }
      default -> StandardCosts.of(overload, target, nodes, arguments);
    };
  }

  private static CostRange computed(CostNode node) {
    return node.computed().orElse(CostRange.UNKNOWN);
  }

  private CostRange list(CelExpr expression) {
    CostRange sum = LIST;
    CostRange each = expression.list().elements().isEmpty() ? CostRange.ZERO : CostRange.NONE;
    for (CelExpr element : expression.list().elements()) {
      sum = sum.plus(cost(element));
      each = each.union(size(element).orElse(CostRange.UNKNOWN));
    }
    entrySizes.put(expression.id(), new Entries(true, CostRange.ONE, each));
    return sum;
  }

  private CostRange map(CelExpr expression) {
    CostRange sum = MAP;
    boolean empty = expression.map().entries().isEmpty();
    CostRange keys = empty ? CostRange.ZERO : CostRange.NONE;
    CostRange values = keys;
    for (CelExpr.CelMap.Entry entry : expression.map().entries()) {
      sum = sum.plus(cost(entry.key())).plus(cost(entry.value()));
      keys = keys.union(size(entry.key()).orElse(CostRange.UNKNOWN));
      values = values.union(size(entry.value()).orElse(CostRange.UNKNOWN));
    }
    entrySizes.put(expression.id(), new Entries(false, keys, values));
    return sum;
  }

  private CostRange comprehension(CelExpr expression) {
    CelComprehension loop = expression.comprehension();
    CostRange sum = cost(loop.iterRange()).plus(cost(loop.accuInit()));
    push(
        loop.accuVar(),
        new Local(path(loop.accuInit()), size(loop.accuInit()), entries(loop.accuInit())));
    if (bind(loop)) {
      sum = sum.plus(cost(loop.result()));
      pop(loop.accuVar());
      copySizes(expression, loop.result());
      return sum;
    }
    iterate(loop);
    CostRange condition = cost(loop.loopCondition());
    CostRange step = cost(loop.loopStep());
    pop(loop.iterVar());
    if (!loop.iterVar2().isEmpty()) {
      pop(loop.iterVar2());
    }
    sum = sum.plus(cost(loop.result()));
    pop(loop.accuVar());
    CostRange times = size(loop.iterRange()).orElse(CostRange.UNKNOWN);
    switch (loop.accuInit().getKind()) {
      case CONSTANT -> size(loop.accuInit()).ifPresent(size -> sizes.put(expression.id(), size));
      case LIST, MAP -> {
        sizes.put(expression.id(), times);
        entries(loop.loopStep()).ifPresent(step2 -> entrySizes.put(expression.id(), step2));
      }
      default -> {}
    }
    return sum.plus(times.times(step.plus(condition)));
  }

  private static boolean bind(CelComprehension loop) {
    return loop.iterRange().getKind() == Kind.LIST
        && loop.iterRange().list().elements().isEmpty()
        && loop.loopCondition().getKind() == Kind.CONSTANT
        && loop.loopCondition().constant().equals(CelConstant.ofValue(false))
        && !loop.accuVar().equals("__result__");
  }

  private void iterate(CelComprehension loop) {
    CelExpr range = loop.iterRange();
    Optional<Entries> entries = entries(range);
    boolean list = entries.map(Entries::list).orElseGet(() -> type(range).kind() == CelKind.LIST);
    List<String> path = path(range);
    Optional<CostRange> key = entries.map(Entries::key);
    Optional<CostRange> value = entries.map(Entries::value);
    if (loop.iterVar2().isEmpty()) {
      push(
          loop.iterVar(),
          new Local(below(path, list ? "@items" : "@keys"), list ? value : key, Optional.empty()));
      return;
    }
    push(
        loop.iterVar(), new Local(below(path, list ? "@indices" : "@keys"), key, Optional.empty()));
    push(
        loop.iterVar2(),
        new Local(below(path, list ? "@items" : "@values"), value, Optional.empty()));
  }

  private CostNode node(CelExpr expression) {
    List<String> path = path(expression);
    boolean accumulator =
        !path.isEmpty()
            && (path.getFirst().equals("__result__") || path.getFirst().equals("@result"));
    return new CostNode(
        accumulator ? List.of() : path,
        type(expression),
        Optional.of(expression),
        size(expression));
  }

  private void copySizes(CelExpr to, CelExpr from) {
    size(from).ifPresent(size -> sizes.put(to.id(), size));
    entries(from).ifPresent(entry -> entrySizes.put(to.id(), entry));
  }

  private Optional<Entries> entries(CelExpr expression) {
    Entries entries = entrySizes.get(expression.id());
    if (entries != null) {
      return Optional.of(entries);
    }
    return expression.getKind() == Kind.IDENT
        ? local(expression.ident().name()).flatMap(Local::entries)
        : Optional.empty();
  }

  private Optional<CostRange> size(CelExpr expression) {
    CostRange computed = sizes.get(expression.id());
    if (computed != null) {
      return Optional.of(computed);
    }
    Optional<CostRange> literal = StandardCosts.literal(expression);
    if (literal.isPresent()) {
      return literal;
    }
    List<String> path = path(expression);
    Optional<CostRange> described = path.isEmpty() ? Optional.empty() : known.of(path);
    if (described.isPresent()) {
      sizes.put(expression.id(), described.get());
      return described;
    }
    if (StandardCosts.scalar(type(expression))) {
      return Optional.of(CostRange.ONE);
    }
    return expression.getKind() == Kind.IDENT
        ? local(expression.ident().name()).flatMap(Local::size)
        : Optional.empty();
  }
}
