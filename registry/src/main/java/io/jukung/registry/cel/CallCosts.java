package io.jukung.registry.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What calls of Kubernetes' functions may cost. Upstream: {@code EstimateCallCost} of {@code
 * apiserver/pkg/cel/library/cost.go} at v1.36.
 */
final class CallCosts {
  private static final int MAX_REGEX = 128;
  private static final int MAX_FORMAT = 64;
  private static final Set<String> SINGLE =
      Set.of(
          "serviceAccount",
          "path",
          "group",
          "resource",
          "subresource",
          "namespace",
          "name",
          "allowed",
          "reason",
          "error",
          "errored",
          "masked",
          "prefixLength",
          "family",
          "isUnspecified",
          "isLoopback",
          "isLinkLocalMulticast",
          "isLinkLocalUnicast",
          "isGlobalUnicast",
          "format.named",
          "sign",
          "asInteger",
          "isInteger",
          "asApproximateFloat",
          "isGreaterThan",
          "isLessThan",
          "compareTo",
          "add",
          "sub",
          "major",
          "minor",
          "patch",
          "getScheme",
          "getHostname",
          "getHost",
          "getPort",
          "getEscapedPath",
          "getQuery");
  private static final CostRange ADDRESS = new CostRange(4, 16);

  /** A call's own cost, without that of its arguments, and the size of its result. */
  record Estimate(CostRange cost, Optional<CostRange> result) {
    static Estimate of(CostRange cost) {
      return new Estimate(cost, Optional.empty());
    }
  }

  private final CostNode.Sizes sizes;

  CallCosts(CostNode.Sizes sizes) {
    this.sizes = sizes;
  }

  private CostRange size(CostNode node) {
    return node.size(sizes);
  }

  /** The cost; empty for functions that are CEL's own. */
  Optional<Estimate> of(
      String function, String overload, Optional<CostNode> target, List<CostNode> args) {
    if (SINGLE.contains(function)) {
      return Optional.of(Estimate.of(CostRange.ONE));
    }
    return switch (function) {
      case "check" -> Optional.of(Estimate.of(CostRange.fixed(350_000)));
      case "fieldSelector", "labelSelector" ->
          args.size() == 1 ? Optional.of(Estimate.of(selector(size(args.get(0))))) : none();
      case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" -> target.map(this::search);
      case "url", "jsonpatch.escapeKey" -> args.size() == 1 ? kept(args.get(0)) : none();
      case "lowerAscii", "upperAscii", "substring", "trim" -> target.flatMap(this::kept);
      case "replace" ->
          args.size() >= 2 ? target.map(t -> replace(t, args.get(0), args.get(1))) : none();
      case "split" -> target.map(t -> split(t, args));
      case "format" ->
          target.map(t -> Estimate.of(t.computed().orElse(CostRange.UNKNOWN).times(Costs.STRING)));
      case "join" -> target.map(t -> join(t, args));
      case "find", "findAll" -> args.isEmpty() ? none() : target.map(t -> find(t, args.get(0)));
      case "cidr", "isIP", "isCIDR", "quantity", "isQuantity", "semver", "isSemver" ->
          args.isEmpty() ? none() : read(args.get(0), Costs.STRING);
      case "ip" ->
          target.isPresent()
              ? Optional.of(Estimate.of(CostRange.ONE))
              : args.isEmpty() ? none() : read(args.get(0), Costs.STRING);
      case "ip.isCanonical" -> args.isEmpty() ? none() : read(args.get(0), 2 * Costs.STRING);
      case "containsIP", "containsCIDR" ->
          args.isEmpty() ? none() : Optional.of(contains(function, args.get(0)));
      case "validate" ->
          args.isEmpty()
              ? none()
              : Optional.of(
                  Estimate.of(
                      size(args.get(0)).times(Costs.STRING).times(MAX_REGEX * Costs.REGEX)));
      case "sets.contains", "sets.intersects" -> args.size() == 2 ? sets(args, 1) : none();
      case "sets.equivalent" -> args.size() == 2 ? sets(args, 2) : none();
      case "_==_" -> args.size() == 2 ? equal(args.get(0), args.get(1)) : none();
      default -> none();
    };
  }

  private static Optional<Estimate> none() {
    return Optional.empty();
  }

  /** A selector is a list of requirements, two bytes each at least. */
  static CostRange selector(CostRange length) {
    CostRange requirements = length.times(0.5).times(50.0);
    return CostRange.fixed(10).plus(length.times(Costs.STRING)).plus(requirements);
  }

  private Estimate search(CostNode target) {
    Optional<CostNode> elements = target.elements();
    if (elements.isEmpty()) {
      return Estimate.of(size(target).times(Costs.STRING));
    }
    CostRange each = CostRange.ONE;
    if (elements.get().text()) {
      each = each.plus(size(elements.get()).times(Costs.STRING));
    }
    return Estimate.of(size(target).times(each));
  }

  private Optional<Estimate> kept(CostNode text) {
    CostRange size = size(text);
    return Optional.of(new Estimate(size.times(Costs.STRING), Optional.of(size)));
  }

  private Optional<Estimate> read(CostNode text, double factor) {
    return Optional.of(Estimate.of(size(text).times(factor)));
  }

  private Estimate replace(CostNode target, CostNode from, CostNode to) {
    CostRange text = size(target);
    CostRange old = size(from);
    CostRange with = size(to);
    long most = 0;
    long keptMost = 0;
    if (old.min() == 0) {
      // Nothing is found around each character.
      most = Costs.plus(text.max(), 1);
      keptMost = text.max();
    } else if (Long.compareUnsigned(with.max(), old.min()) <= 0) {
      keptMost = text.max();
    } else {
      most = ceil(text.max(), old.min());
    }
    long least = 0;
    long keptLeast = 0;
    if (old.max() == 0) {
      least = Costs.plus(text.min(), 1);
      keptLeast = text.min();
    } else if (Long.compareUnsigned(old.max(), with.min()) <= 0) {
      keptLeast = text.min();
    } else {
      least = ceil(text.min(), old.max());
    }
    CostRange result =
        new CostRange(least, most).times(with).plus(new CostRange(keptLeast, keptMost));
    return new Estimate(text.times(2 * Costs.STRING), Optional.of(result));
  }

  private static long ceil(long x, long y) {
    return Costs.times(1, Math.ceil(Costs.toDouble(x) / Costs.toDouble(y)));
  }

  private Estimate split(CostNode target, List<CostNode> args) {
    CostRange text = size(target);
    long most = text.max();
    if (args.size() > 1) {
      Optional<CelExpr> limit = args.get(1).expression();
      if (limit.isPresent()
          && limit.get().getKind() == CelExpr.ExprKind.Kind.CONSTANT
          && limit.get().constant().getKind() == CelConstant.Kind.INT64_VALUE) {
        most = limit.get().constant().int64Value();
      }
    }
    return new Estimate(text.times(2 * Costs.STRING), Optional.of(new CostRange(0, most)));
  }

  private Estimate join(CostNode target, List<CostNode> args) {
    CostRange list = size(target);
    CostRange size = target.elements().map(each -> list.times(size(each))).orElse(CostRange.ZERO);
    if (!args.isEmpty()) {
      CostRange between =
          new CostRange(list.min() == 0 ? 0 : list.min() - 1, list.max() == 0 ? 0 : list.max() - 1);
      size = size.plus(size(args.getFirst()).times(between));
    }
    return new Estimate(size.times(Costs.STRING), Optional.of(size));
  }

  private Estimate find(CostNode target, CostNode regex) {
    CostRange text = size(target);
    CostRange cost =
        text.plus(CostRange.ONE).times(Costs.STRING).times(size(regex).times(Costs.REGEX));
    return new Estimate(cost, Optional.of(new CostRange(0, text.max())));
  }

  private Estimate contains(String function, CostNode other) {
    CostRange cost = ADDRESS.plus(ADDRESS).times(Costs.STRING);
    if (function.equals("containsCIDR")) {
      cost = cost.plus(ADDRESS.times(Costs.STRING)).plus(CostRange.ONE);
    }
    if (other.type().kind() == CelKind.STRING) {
      cost = cost.plus(size(other).times(Costs.STRING));
    }
    return Estimate.of(cost);
  }

  private Optional<Estimate> sets(List<CostNode> args, double factor) {
    return Optional.of(
        Estimate.of(size(args.get(0)).times(size(args.get(1))).times(factor).plus(CostRange.ONE)));
  }

  private static Optional<Estimate> equal(CostNode left, CostNode right) {
    if (!left.type().equals(right.type())) {
      return none();
    }
    return switch (left.type().name()) {
      case "net.IP",
          "net.CIDR",
          "kubernetes.Quantity",
          "kubernetes.Semver",
          "kubernetes.authorization.Authorizer",
          "kubernetes.authorization.PathCheck",
          "kubernetes.authorization.GroupCheck",
          "kubernetes.authorization.ResourceCheck",
          "kubernetes.authorization.Decision" ->
          Optional.of(Estimate.of(CostRange.ONE));
      case "kubernetes.NamedFormat" ->
          Optional.of(Estimate.of(new CostRange(1, MAX_FORMAT).times(Costs.STRING)));
      case "kubernetes.URL" -> {
        CostRange size = right.computed().orElse(CostRange.ONE);
        yield Optional.of(Estimate.of(new CostRange(1, size.max()).times(Costs.STRING)));
      }
      default -> none();
    };
  }
}
