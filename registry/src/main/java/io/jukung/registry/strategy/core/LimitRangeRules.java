package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Amount;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.ObjectMeta;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** LimitRanges: one without a name gets one ({@code ValidateLimitRange} at v1.36). */
public final class LimitRangeRules {
  private LimitRangeRules() {}

  /** Their rules. */
  public static KindRules rules() {
    return KindRules.of(LimitRangeRules::whole)
        .creates(LimitRangeRules::name)
        .changes(KindRules.Order.WHOLE, (root, old, errors) -> {});
  }

  private static void name(RequestContext context, ObjectNode object) {
    ObjectMeta meta = ObjectMeta.of(object);
    if (meta.name().isEmpty()) {
      meta.setName(UUID.randomUUID().toString());
    }
  }

  private static void whole(Spot root, List<FieldError> errors) {
    Set<String> types = new HashSet<>();
    for (Spot limit : root.at("spec").at("limits").elements()) {
      Spot type = limit.at("type");
      type(type, errors);
      if (!types.add(type.text())) {
        errors.add(FieldError.duplicate(type.path(), type.text()));
      }
      limit(limit, type.text(), errors);
    }
  }

  private static void type(Spot type, List<FieldError> errors) {
    int before = errors.size();
    Check.qualifiedName(type, errors);
    if (errors.size() == before
        && type.text().indexOf('/') < 0
        && !List.of("Pod", "Container", "PersistentVolumeClaim").contains(type.text())) {
      Check.invalid(type, "must be a standard limit type or fully qualified", errors);
    }
  }

  private static void limit(Spot limit, String type, List<FieldError> errors) {
    TreeSet<String> keys = new TreeSet<>();
    names(limit.at("max"), type, keys, errors);
    names(limit.at("min"), type, keys, errors);
    boolean pod = type.equals("Pod");
    for (String field : List.of("default", "defaultRequest")) {
      if (!pod) {
        names(limit.at(field), type, keys, errors);
      } else if (limit.at(field).size() > 0) {
        Check.forbidden(limit.at(field), "may not be specified when `type` is 'Pod'", errors);
      }
    }
    if (type.equals("PersistentVolumeClaim")
        && !limit.at("min").has("storage")
        && !limit.at("max").has("storage")) {
      Check.missing(
          limit.at("limits"),
          "either minimum or maximum storage value is required, but neither was provided",
          errors);
    }
    names(limit.at("maxLimitRequestRatio"), type, keys, errors);
    for (String key : keys) {
      new Amounts(limit, key, pod).check(errors);
    }
  }

  private static void names(Spot amounts, String type, Set<String> keys, List<FieldError> errors) {
    Map<String, Spot> byKey = amounts.elementsByKey();
    byKey.forEach(
        (name, amount) -> {
          if (type.equals("Pod") || type.equals("Container")) {
            Resources.containerResourceName(amount, name, errors);
          } else {
            Resources.resourceName(amount, name, errors);
          }
        });
    keys.addAll(byKey.keySet());
  }

  /** The amounts of one resource. */
  private record Amounts(Spot min, Spot max, Spot limit, Spot request, Spot ratio) {
    Amounts(Spot range, String key, boolean pod) {
      this(
          range.at("min").key(key),
          range.at("max").key(key),
          range.at(pod ? "-" : "default").key(key),
          range.at(pod ? "-" : "defaultRequest").key(key),
          range.at("maxLimitRequestRatio").key(key));
    }

    private static boolean more(Spot one, Spot other) {
      return one.has()
          && other.has()
          && Amount.of(one.text()).compareTo(Amount.of(other.text())) > 0;
    }

    private static void refuse(
        Spot place, Spot shown, String one, Spot a, String other, Spot b, List<FieldError> errors) {
      errors.add(
          FieldError.invalid(
              place.path(),
              shown.text(),
              one + " " + a.text() + " is greater than " + other + " " + b.text()));
    }

    void check(List<FieldError> errors) {
      if (more(min, max)) {
        refuse(min, min, "min value", min, "max value", max, errors);
      }
      if (more(min, request)) {
        refuse(request, request, "min value", min, "default request value", request, errors);
      }
      if (more(request, max)) {
        refuse(request, request, "default request value", request, "max value", max, errors);
      }
      if (more(request, limit)) {
        refuse(
            request,
            request,
            "default request value",
            request,
            "default limit value",
            limit,
            errors);
      }
      if (more(min, limit)) {
        refuse(limit, min, "min value", min, "default value", limit, errors);
      }
      if (more(limit, max)) {
        refuse(limit, max, "default value", limit, "max value", max, errors);
      }
      ratio(errors);
      String name = min.path().substring(min.path().lastIndexOf('[') + 1);
      name = name.substring(0, name.length() - 1);
      if (!Resources.overcommit(name) && (more(limit, request) || more(request, limit))) {
        errors.add(
            FieldError.invalid(
                request.path(),
                request.text(),
                "default value "
                    + limit.text()
                    + " must equal to defaultRequest value "
                    + request.text()
                    + " in "
                    + name));
      }
    }

    private void ratio(List<FieldError> errors) {
      BigDecimal value = Amount.of(ratio.text());
      if (ratio.has() && value.compareTo(BigDecimal.ONE) < 0) {
        Check.invalid(ratio, "ratio " + ratio.text() + " is less than 1", errors);
      }
      BigDecimal least = Amount.of(min.text());
      if (ratio.has() && min.has() && max.has() && least.signum() > 0) {
        BigDecimal most = Amount.of(max.text()).divide(least, MathContext.DECIMAL64);
        if (value.compareTo(most) > 0) {
          Check.invalid(
              ratio,
              "ratio "
                  + ratio.text()
                  + " is greater than max/min = "
                  + most.setScale(6, RoundingMode.HALF_EVEN).toPlainString(),
              errors);
        }
      }
    }
  }
}
