package io.jukung.registry.strategy.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** FlowSchemas and PriorityLevelConfigurations; those that must be there are fixed. */
public final class FlowControlRules {
  private static final int MAX_PRECEDENCE = 10_000;
  private static final int MAX_QUEUES = 10_000_000;
  private static final int MAX_PERCENT = 100;
  private static final int MAX_HASH_BITS = 60;
  private static final String EXEMPT = "exempt";

  private static final String ALL_RULES =
      "[{\"subjects\":[%s],\"resourceRules\":[{\"verbs\":[\"*\"],\"apiGroups\":[\"*\"],"
          + "\"resources\":[\"*\"],\"clusterScope\":true,\"namespaces\":[\"*\"]}],"
          + "\"nonResourceRules\":[{\"verbs\":[\"*\"],\"nonResourceURLs\":[\"*\"]}]}]";
  private static final String GROUP = "{\"kind\":\"Group\",\"group\":{\"name\":\"%s\"}}";

  private static final Map<String, JsonNode> MANDATORY_SCHEMAS =
      Map.of(
          EXEMPT,
          json(
              "{\"priorityLevelConfiguration\":{\"name\":\"exempt\"},\"matchingPrecedence\":1,"
                  + "\"rules\":"
                  + ALL_RULES.formatted(GROUP.formatted("system:masters"))
                  + "}"),
          "catch-all",
          json(
              "{\"priorityLevelConfiguration\":{\"name\":\"catch-all\"},"
                  + "\"matchingPrecedence\":10000,\"distinguisherMethod\":{\"type\":\"ByUser\"},"
                  + "\"rules\":"
                  + ALL_RULES.formatted(
                      GROUP.formatted("system:unauthenticated")
                          + ","
                          + GROUP.formatted("system:authenticated"))
                  + "}"));
  private static final Map<String, JsonNode> MANDATORY_LEVELS =
      Map.of(
          EXEMPT,
          json("{\"type\":\"Exempt\"}"),
          "catch-all",
          json(
              "{\"type\":\"Limited\",\"limited\":{\"nominalConcurrencyShares\":5,"
                  + "\"lendablePercent\":0,\"limitResponse\":{\"type\":\"Reject\"}}}"));

  private FlowControlRules() {}

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of FlowSchemas. */
  public static KindRules flowSchema() {
    return KindRules.of(FlowControlRules::schema)
        .changes(KindRules.Order.WHOLE, (root, old, errors) -> {})
        .status(
            (root, old, errors) ->
                FlowRules.conditions(root.at("status").at("conditions"), errors));
  }

  private static void schema(Spot root, List<FieldError> errors) {
    Spot spec = root.at("spec");
    String name = root.at("metadata").at("name").text();
    Spot precedence = spec.at("matchingPrecedence");
    if (precedence.number() <= 0) {
      Check.invalidNumber(precedence, "must be a positive value", errors);
    }
    if (precedence.number() > MAX_PRECEDENCE) {
      Check.invalid(precedence, "must not be greater than " + MAX_PRECEDENCE, errors);
    }
    if (precedence.number() == 1 && !name.equals(EXEMPT)) {
      Check.invalid(
          precedence, "only the schema named 'exempt' may have matchingPrecedence 1", errors);
    }
    Spot method = spec.at("distinguisherMethod");
    List<String> methods = List.of("ByNamespace", "ByUser");
    if (method.has() && !methods.contains(method.at("type").text())) {
      errors.add(
          new FieldError(
              FieldError.Type.NOT_SUPPORTED,
              method.at("type").path(),
              InternalForm.of("flowcontrol.FlowDistinguisherMethod", method.node()).toString(),
              FieldError.notSupported("", "", methods).detail()));
    }
    Spot level = spec.at("priorityLevelConfiguration").at("name");
    if (level.text().isEmpty()) {
      Check.missing(level, "must reference a priority level", errors);
    } else {
      Check.name(level, NameRule.DNS_SUBDOMAIN, errors);
    }
    spec.at("rules").elements().forEach(rule -> FlowRules.check(rule, errors));
    JsonNode mandatory = MANDATORY_SCHEMAS.get(name);
    if (mandatory != null && !Same.same(spec.node(), mandatory)) {
      errors.add(
          FieldError.invalid(
              spec.path(),
              InternalForm.of("flowcontrol.FlowSchemaSpec", spec.node()),
              "spec of '" + name + "' must equal the fixed value"));
    }
    FlowRules.conditions(root.at("status").at("conditions"), errors);
  }

  /** Those of PriorityLevelConfigurations. */
  public static KindRules priorityLevel() {
    return KindRules.of(FlowControlRules::level)
        .changes(KindRules.Order.WHOLE, (root, old, errors) -> {})
        .status(
            (root, old, errors) ->
                FlowRules.conditions(root.at("status").at("conditions"), errors));
  }

  private static void level(Spot root, List<FieldError> errors) {
    Spot spec = root.at("spec");
    String name = root.at("metadata").at("name").text();
    String keepZero = "flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares";
    if (root.at("metadata").at("annotations").node().has(keepZero)) {
      Check.forbidden(
          root.at("metadata").at("annotations"),
          "annotation '" + keepZero + "' is forbidden",
          errors);
    }
    Spot type = spec.at("type");
    if (name.equals(EXEMPT) != type.text().equals("Exempt")) {
      Check.invalidText(type, "must be 'Exempt' if and only if `name` is 'exempt'", errors);
    }
    Spot limited = spec.at("limited");
    Spot exempt = spec.at("exempt");
    switch (type.text()) {
      case "Exempt" -> {
        if (limited.has()) {
          Check.forbidden(limited, "must be nil if the type is not Limited", errors);
        }
        exempt(exempt, errors);
      }
      case "Limited" -> {
        if (exempt.has()) {
          Check.forbidden(exempt, "must be nil if the type is Limited", errors);
        }
        if (limited.has()) {
          limited(limited, errors);
        } else {
          Check.missing(limited, "must not be empty when type is Limited", errors);
        }
      }
      default -> Check.mustBeOneOf(type, List.of("Exempt", "Limited"), errors);
    }
    mandatory(spec, name, errors);
    FlowRules.conditions(root.at("status").at("conditions"), errors);
  }

  private static void mandatory(Spot spec, String name, List<FieldError> errors) {
    JsonNode mandatory = MANDATORY_LEVELS.get(name);
    if (mandatory == null) {
      return;
    }
    boolean exempt = name.equals(EXEMPT);
    JsonNode compared =
        exempt && spec.node() instanceof ObjectNode fields
            ? fields.deepCopy().without("exempt")
            : spec.node();
    if (!Same.same(compared, mandatory)) {
      errors.add(
          FieldError.invalid(
              spec.path(),
              InternalForm.of("flowcontrol.PriorityLevelConfigurationSpec", spec.node()),
              "spec of '"
                  + name
                  + (exempt
                      ? "' except the 'spec.exempt' field must equal the fixed value"
                      : "' must equal the fixed value")));
    }
  }

  private static void exempt(Spot exempt, List<FieldError> errors) {
    if (exempt.at("nominalConcurrencyShares").number() < 0) {
      Check.invalid(
          exempt.at("nominalConcurrencyShares"), "must be a non-negative integer", errors);
    }
    percent(exempt.at("lendablePercent"), errors);
  }

  private static void percent(Spot percent, List<FieldError> errors) {
    if (percent.has() && (percent.number() < 0 || percent.number() > MAX_PERCENT)) {
      Check.invalid(percent, "must be between 0 and 100, inclusive", errors);
    }
  }

  private static void limited(Spot limited, List<FieldError> errors) {
    if (limited.at("nominalConcurrencyShares").number() < 0) {
      Check.invalid(
          limited.at("nominalConcurrencyShares"), "must be a non-negative integer", errors);
    }
    Spot response = limited.at("limitResponse");
    Spot queuing = response.at("queuing");
    switch (response.at("type").text()) {
      case "Reject" -> {
        if (queuing.has()) {
          Check.forbidden(
              queuing, "must be nil if limited.limitResponse.type is not Limited", errors);
        }
      }
      case "Queue" -> {
        if (queuing.has()) {
          queuing(queuing, errors);
        } else {
          Check.missing(
              queuing, "must not be empty if limited.limitResponse.type is Limited", errors);
        }
      }
      default -> Check.mustBeOneOf(response.at("type"), List.of("Queue", "Reject"), errors);
    }
    percent(limited.at("lendablePercent"), errors);
    Spot borrowing = limited.at("borrowingLimitPercent");
    if (borrowing.number() < 0) {
      Check.invalid(borrowing, "if specified, must be a non-negative integer", errors);
    }
  }

  private static void queuing(Spot queuing, List<FieldError> errors) {
    Spot length = queuing.at("queueLengthLimit");
    Spot queues = queuing.at("queues");
    Spot hand = queuing.at("handSize");
    if (length.number() <= 0) {
      Check.invalidNumber(length, "must be positive", errors);
    }
    if (queues.number() <= 0) {
      Check.invalidNumber(queues, "must be positive", errors);
    } else if (queues.number() > MAX_QUEUES) {
      Check.invalid(queues, "must not be greater than " + MAX_QUEUES, errors);
    }
    if (hand.number() <= 0) {
      Check.invalidNumber(hand, "must be positive", errors);
    } else if (hand.number() > queues.number()) {
      Check.invalid(hand, "should not be greater than queues (" + queues.number() + ")", errors);
    } else if (entropyBits(queues.number(), hand.number()) > MAX_HASH_BITS) {
      Check.invalid(
          hand,
          "required entropy bits of deckSize "
              + queues.number()
              + " and handSize "
              + hand.number()
              + " should not be greater than "
              + MAX_HASH_BITS,
          errors);
    }
  }

  /** How many bits of a hash it takes to deal a hand from a deck. */
  private static int entropyBits(long deck, long hand) {
    return (int) Math.ceil(Math.log((double) deck) / Math.log(2) * hand);
  }
}
