package io.jukung.admission.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.admission.Refusal;
import java.util.ArrayList;
import java.util.Collection;
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
  private final JsonNode object;
  private final Optional<ObjectNode> before;

  QuotaCheck(AdmissionAttributes attributes, Evaluator evaluator) {
    this.attributes = attributes;
    this.evaluator = evaluator;
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
    if (covering.isEmpty()) {
      return quotas;
    }
    Usage usage = evaluator.usage(object);
    Collection<String> negative = usage.negatives();
    if (!negative.isEmpty()) {
      throw Refusal.forbidden(
          attributes, "quota usage is negative for resource(s): " + names(negative));
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
