package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.codec.value.Quantity;
import io.jukung.registry.codec.value.ValueException;
import io.jukung.registry.selector.LabelSyntax;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Amount;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The checks of amounts of resources and of their names ({@code validateResourceRequirements} and
 * what it calls in {@code pkg/apis/core/validation/validation.go}, {@code
 * pkg/apis/core/helper/helpers.go} at v1.36).
 */
public final class Resources {
  private static final String HUGE_PAGES = "hugepages-";
  private static final String INTEGER = "must be an integer";
  private static final Set<String> OF_CONTAINERS = Set.of("cpu", "memory", "ephemeral-storage");
  private static final Set<String> COUNTED =
      Set.of(
          "pods",
          "resourcequotas",
          "services",
          "replicationcontrollers",
          "secrets",
          "configmaps",
          "persistentvolumeclaims",
          "services.nodeports",
          "services.loadbalancers");
  private static final Set<String> OF_QUOTAS =
      Set.of(
          "requests.cpu",
          "requests.memory",
          "requests.storage",
          "requests.ephemeral-storage",
          "limits.cpu",
          "limits.memory",
          "limits.ephemeral-storage");

  /** Judges the name of a resource, told of at a place. */
  @FunctionalInterface
  public interface Names {
    /** Adds what is wrong with {@code name}. */
    void check(Spot place, String name, List<FieldError> errors);
  }

  private Resources() {}

  /** Whether a resource is pages of one size. */
  public static boolean hugePages(String name) {
    return name.startsWith(HUGE_PAGES);
  }

  private static boolean nativeName(String name) {
    return name.indexOf('/') < 0 || name.contains("kubernetes.io/");
  }

  static boolean extended(String name) {
    return !nativeName(name)
        && !name.startsWith("requests.")
        && LabelSyntax.keyErrors("requests." + name).isEmpty();
  }

  static boolean overcommit(String name) {
    return nativeName(name) && !hugePages(name);
  }

  static boolean ofQuotas(String name) {
    return OF_CONTAINERS.contains(name)
        || COUNTED.contains(name)
        || OF_QUOTAS.contains(name)
        || hugePages(name)
        || name.startsWith("requests." + HUGE_PAGES);
  }

  /** The name of any resource; returns whether it is one. */
  static boolean resourceName(Spot place, String name, List<FieldError> errors) {
    List<String> problems = LabelSyntax.keyErrors(name);
    for (String problem : problems) {
      errors.add(FieldError.invalid(place.path(), name, problem));
    }
    if (!problems.isEmpty()) {
      return false;
    }
    if (name.indexOf('/') < 0 && !ofQuotas(name) && !name.equals("storage")) {
      errors.add(
          FieldError.invalid(
              place.path(), name, "must be a standard resource type or fully qualified"));
      return false;
    }
    return true;
  }

  /** The name of a resource that containers have. */
  public static void containerResourceName(Spot place, String name, List<FieldError> errors) {
    resourceName(place, name, errors);
    if (name.indexOf('/') < 0) {
      if (!OF_CONTAINERS.contains(name) && !hugePages(name)) {
        errors.add(
            FieldError.invalid(place.path(), name, "must be a standard resource for containers"));
      }
    } else if (!nativeName(name) && !extended(name)) {
      errors.add(
          FieldError.invalid(place.path(), name, "doesn't follow extended resource name standard"));
    }
  }

  /** The name of a resource that pods have as a whole. */
  public static void podResourceName(Spot place, String name, List<FieldError> errors) {
    if (resourceName(place, name, errors)
        && !name.equals("cpu")
        && !name.equals("memory")
        && !hugePages(name)) {
      errors.add(FieldError.notSupported(place.path(), name, List.of("cpu", HUGE_PAGES, "memory")));
    }
  }

  /** An amount of a resource; some come in whole numbers only. */
  static void amount(Spot quantity, String name, List<FieldError> errors) {
    Check.nonNegativeQuantity(quantity, errors);
    boolean whole = COUNTED.contains(name) || extended(name);
    if (whole && Amount.of(quantity.text()).stripTrailingZeros().scale() > 0) {
      Check.invalid(quantity, INTEGER, errors);
    }
  }

  /** What a container runs with over the pod's own needs: limits, told of under {@code place}. */
  public static void overhead(Spot amounts, Spot place, List<FieldError> errors) {
    Spot limits = place.at("limits");
    Sums sums = new Sums();
    for (Map.Entry<String, JsonNode> entry : amounts.node().properties()) {
      limit(
          amounts.key(entry.getKey()).as(limits.key(entry.getKey())),
          entry.getKey(),
          Resources::containerResourceName,
          sums,
          false,
          errors);
    }
    sums.check(place, errors);
  }

  /** Which kinds of resources there are. */
  private static final class Sums {
    private boolean computes;
    private boolean hugePages;

    void add(String name) {
      computes |= name.equals("cpu") || name.equals("memory");
      hugePages |= hugePages(name);
    }

    void check(Spot place, List<FieldError> errors) {
      if (hugePages && !computes) {
        Check.forbidden(place, "HugePages require cpu or memory", errors);
      }
    }
  }

  private static void limit(
      Spot quantity,
      String name,
      Names names,
      Sums sums,
      boolean brokenPages,
      List<FieldError> errors) {
    names.check(quantity, name, errors);
    amount(quantity, name, errors);
    if (!brokenPages) {
      divisible(quantity, name, errors);
    }
    sums.add(name);
  }

  private static void divisible(Spot quantity, String name, List<FieldError> errors) {
    if (!hugePages(name)) {
      return;
    }
    boolean divisible;
    try {
      BigDecimal page = Quantity.parse(name.substring(HUGE_PAGES.length())).amount();
      divisible = page.signum() > 0 && Amount.of(quantity.text()).remainder(page).signum() == 0;
    } catch (ValueException e) {
      divisible = false;
    }
    if (!divisible) {
      errors.add(
          FieldError.invalid(
              quantity.path(),
              quantity.text(),
              quantity.text() + " is not positive integer multiple of " + name));
    }
  }

  /** Amounts of pages that are no whole number of pages, in a {@code ResourceRequirements}. */
  public static void brokenPages(Spot resources, List<FieldError> errors) {
    for (String part : List.of("limits", "requests")) {
      resources
          .at(part)
          .elementsByKey()
          .forEach((name, quantity) -> divisible(quantity, name, errors));
    }
  }

  /**
   * The {@code ResourceRequirements} of a container, or of a pod.
   *
   * @param podClaims the names of the pod's claims for devices
   * @param brokenPages whether an amount of pages need not be a whole number of them
   */
  public static void requirements(
      Spot resources,
      Names names,
      Set<String> podClaims,
      boolean brokenPages,
      List<FieldError> errors) {
    if (!resources.has()) {
      return;
    }
    Sums sums = new Sums();
    Spot limits = resources.at("limits");
    Spot requests = resources.at("requests");
    for (Map.Entry<String, Spot> entry : limits.elementsByKey().entrySet()) {
      limit(entry.getValue(), entry.getKey(), names, sums, brokenPages, errors);
    }
    for (Map.Entry<String, Spot> entry : requests.elementsByKey().entrySet()) {
      String name = entry.getKey();
      Spot request = entry.getValue();
      names.check(request, name, errors);
      amount(request, name, errors);
      withinLimit(requests, limits, name, errors);
      if (!brokenPages) {
        divisible(request, name, errors);
      }
      sums.add(name);
    }
    sums.check(resources, errors);
    claims(resources.at("claims"), podClaims, errors);
  }

  private static void withinLimit(
      Spot requests, Spot limits, String name, List<FieldError> errors) {
    String request = requests.key(name).text();
    Spot limit = limits.key(name);
    if (!limit.has()) {
      if (!overcommit(name)) {
        Check.missing(limits, "Limit must be set for non overcommitable resources", errors);
      }
      return;
    }
    int difference = Amount.of(request).compareTo(Amount.of(limit.text()));
    if (difference != 0 && !overcommit(name)) {
      errors.add(
          FieldError.invalid(
              requests.path(), request, "must be equal to " + name + " limit of " + limit.text()));
    } else if (difference > 0) {
      errors.add(
          FieldError.invalid(
              requests.path(),
              request,
              "must be less than or equal to " + name + " limit of " + limit.text()));
    }
  }

  private static void claims(Spot claims, Set<String> podClaims, List<FieldError> errors) {
    Set<String> names = new HashSet<>();
    for (Spot claim : claims.elements()) {
      String name = claim.at("name").text();
      if (name.isEmpty()) {
        Check.missing(claim, "", errors);
        continue;
      }
      claimOnce(claim, name, names, errors);
      if (!podClaims.contains(name)) {
        errors.add(
            new FieldError(
                FieldError.Type.NOT_FOUND,
                claim.path(),
                FieldError.quote(name),
                "must be one of the names in pod.spec.resourceClaims"
                    + (podClaims.isEmpty()
                        ? " which is empty"
                        : ": " + String.join(", ", new TreeSet<>(podClaims)))));
      }
    }
  }

  private static void claimOnce(
      Spot claim, String name, Set<String> names, List<FieldError> errors) {
    if (names.contains(name)) {
      errors.add(FieldError.duplicate(claim.path(), name));
      return;
    }
    String request = claim.at("request").text();
    Check.optionalName(claim.at("request"), NameRule.DNS_LABEL, errors);
    String key = request.isEmpty() ? name : name + "/" + request;
    if (names.contains(key)) {
      errors.add(FieldError.duplicate(claim.path(), key));
    } else if (request.isEmpty()) {
      for (String other : names) {
        if (other.startsWith(name + "/")) {
          errors.add(FieldError.duplicate(claim.path(), name));
        }
      }
    }
    names.add(key);
  }
}
