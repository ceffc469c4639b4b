package io.jukung.admission.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.admission.Refusal;
import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one write means for the quotas of its namespace ({@code CheckRequest} in {@code
 * k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go} at v1.36).
 */
final class QuotaCheck {
  private final AdmissionAttributes attributes;
  private final Evaluator evaluator;
  private final List<LimitedResource> limited;
  private final JsonNode object;
  private final Optional<ObjectNode> before;

  QuotaCheck(AdmissionAttributes attributes, Evaluator evaluator, List<LimitedResource> limited) {
    this.attributes = attributes;
    this.evaluator = evaluator;
    this.limited = limited;
    this.object = attributes.object().orElseThrow();
    // An update that creates has no state before, and is charged in full.
    this.before = attributes.operation() == Operation.UPDATE ? attributes.old() : Optional.empty();
  }

  boolean dryRun() {
    return attributes.dryRun();
  }

  /**
   * The quotas with what the write uses.
   *
   * @return equal to {@code quotas} when nothing changes
   * @throws io.jukung.registry.status.StatusException 403 when a quota does not allow it
   */
  List<Quota> apply(List<Quota> quotas) {
    Set<Integer> covering = covering(quotas);
    if (covering.isEmpty() && limited.isEmpty()) {
      return quotas;
    }
    Usage usage = evaluator.usage(object);
    Collection<String> negative = usage.negatives();
    if (!negative.isEmpty()) {
      throw Refusal.forbidden(
          attributes, "quota usage is negative for resource(s): " + names(negative));
    }
    if (uses(quotas, covering, usage)) {
      requireCover(quotas, covering, usage);
    }
    List<Quota> charged = new ArrayList<>(quotas);
    boolean any = false;
    for (int index : covering) {
      Usage more = more(quotas.get(index), usage);
      if (!more.isEmpty()) {
        charged.set(index, charge(quotas.get(index), more));
        any = true;
      }
    }
    return any ? charged : quotas;
  }

  /** Whether more is used than before, as far as the quotas that cover it count. */
  private boolean uses(List<Quota> quotas, Set<Integer> covering, Usage usage) {
    if (covering.isEmpty()) {
      Usage more = before.isPresent() ? usage.above(evaluator.usage(before.get())) : usage;
      return !more.nonZero().isEmpty();
    }
    return covering.stream().anyMatch(index -> !more(quotas.get(index), usage).isEmpty());
  }

  /** Refuses what may be used only where a quota covers it, and none does. */
  private void requireCover(List<Quota> quotas, Set<Integer> covering, Usage usage) {
    Set<String> covered = new HashSet<>();
    covering.forEach(index -> covered.addAll(quotas.get(index).limits(evaluator)));
    Set<String> uncovered = new TreeSet<>();
    List<Scope> scopes = new ArrayList<>();
    for (LimitedResource one : limited) {
      if (one.resource().equals(attributes.resource().groupResource())) {
        usage.positives().stream().filter(one::means).forEach(uncovered::add);
      }
      one.scopes().stream().filter(scope -> evaluator.matches(scope, object)).forEach(scopes::add);
    }
    uncovered.removeAll(covered);
    if (!uncovered.isEmpty()) {
      throw Refusal.forbidden(
          attributes, "insufficient quota to consume: " + String.join(",", uncovered));
    }
    scopes.removeIf(
        scope ->
            quotas.stream()
                .flatMap(quota -> quota.scopes().stream())
                .anyMatch(
                    held -> held.name().equals(scope.name()) && evaluator.matches(held, object)));
    if (!scopes.isEmpty()) {
      throw new StatusException(
          500,
          "",
          "insufficient quota to match these scopes: " + scopes.toString().replace(", ", " "),
          StatusException.Details.NONE);
    }
  }

  private Set<Integer> covering(List<Quota> quotas) {
    Set<Integer> covering = new LinkedHashSet<>();
    for (int i = 0; i < quotas.size(); i++) {
      Quota quota = quotas.get(i);
      if (!quota.covers(evaluator, object)) {
        continue;
      }
      Set<String> limits = quota.limits(evaluator);
      String missing = evaluator.missing(limits, object);
      if (!missing.isEmpty()) {
        throw Refusal.forbidden(attributes, "failed quota: " + quota.name() + ": " + missing);
      }
      if (!quota.used().amounts().keySet().containsAll(limits)) {
        throw Refusal.forbidden(
            attributes,
            "status unknown for quota: " + quota.name() + ", resources: " + names(limits));
      }
      covering.add(i);
    }
    return covering;
  }

  /** What the write uses more than before, as far as the quota counted the object before. */
  private Usage more(Quota quota, Usage usage) {
    boolean counted = before.isPresent() && quota.covers(evaluator, before.get());
    return (counted ? usage.above(evaluator.usage(before.orElseThrow())) : usage).nonZero();
  }

  private Quota charge(Quota quota, Usage more) {
    Usage requested = more.only(quota.hard().amounts().keySet());
    Usage used = quota.used().plus(requested);
    Collection<String> exceeded = used.only(requested.amounts().keySet()).exceeding(quota.hard());
    if (!attributes.subresource().equals("status") && !exceeded.isEmpty()) {
      throw Refusal.forbidden(
          attributes,
          "exceeded quota: "
              + quota.name()
              + ", requested: "
              + requested.only(exceeded)
              + ", used: "
              + quota.used().only(exceeded)
              + ", limited: "
              + quota.hard().only(exceeded));
    }
    return quota.using(used);
  }

  private static String names(Collection<String> names) {
    return String.join(",", new TreeSet<>(names));
  }
}
