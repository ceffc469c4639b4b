package io.jukung.registry.table;

import static io.jukung.registry.table.Trees.NONE;
import static io.jukung.registry.table.Trees.UNSET;
import static io.jukung.registry.table.Trees.has;
import static io.jukung.registry.table.Trees.name;
import static io.jukung.registry.table.Trees.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Cells of what decides on requests: RBAC, certificates, admission and flow control. */
final class PolicyPrinters {
  private PolicyPrinters() {}

  static void roleBinding(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode role = object.path("roleRef");
    Map<String, List<String>> subjects = new TreeMap<>();
    for (JsonNode subject : object.path("subjects")) {
      String kind = text(subject.path("kind"));
      String shown =
          kind.equals("ServiceAccount")
              ? text(subject.path("namespace")) + "/" + text(subject.path("name"))
              : text(subject.path("name"));
      subjects.computeIfAbsent(kind, k -> new ArrayList<>()).add(shown);
    }
    cells.add(name(object));
    cells.add(text(role.path("kind")) + "/" + text(role.path("name")));
    cells.add(ages.of(object));
    for (String kind : List.of("User", "Group", "ServiceAccount")) {
      cells.add(String.join(", ", subjects.getOrDefault(kind, List.of())));
    }
  }

  static void certificateSigningRequest(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    JsonNode seconds = spec.path("expirationSeconds");
    cells.add(name(object));
    cells.add(ages.of(object));
    cells.add(text(spec.path("signerName"), NONE));
    cells.add(text(spec.path("username")));
    cells.add(has(seconds) ? HumanDuration.of(Duration.ofSeconds(seconds.asLong())) : NONE);
    cells.add(certificateStatus(object.path("status")));
  }

  private static String certificateStatus(JsonNode status) {
    List<String> types = Trees.texts(status.path("conditions"), "type");
    String decision =
        types.contains("Denied") ? "Denied" : types.contains("Approved") ? "Approved" : "Pending";
    return decision
        + (types.contains("Failed") ? ",Failed" : "")
        + (text(status.path("certificate")).isEmpty() ? "" : ",Issued");
  }

  static void clusterTrustBundle(JsonNode object, Ages ages, ArrayNode cells) {
    cells.add(name(object));
    cells.add(text(object.path("spec").path("signerName"), NONE));
  }

  static void podCertificateRequest(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    String state = "Pending";
    for (String type : Trees.texts(object.path("status").path("conditions"), "type")) {
      state = List.of("Issued", "Denied", "Failed").contains(type) ? type : state;
    }
    cells.add(name(object));
    cells.add(text(spec.path("podName")));
    cells.add(text(spec.path("serviceAccountName")));
    cells.add(text(spec.path("nodeName")));
    cells.add(text(spec.path("signerName")));
    cells.add(state);
    cells.add(Trees.labels(spec.path("unverifiedUserAnnotations")));
  }

  static void webhookConfiguration(JsonNode object, Ages ages, ArrayNode cells) {
    cells.add(name(object));
    cells.add((long) object.path("webhooks").size());
    cells.add(ages.of(object));
  }

  static void validatingAdmissionPolicy(JsonNode object, Ages ages, ArrayNode cells) {
    admissionPolicy(object, "validations", ages, cells);
  }

  static void mutatingAdmissionPolicy(JsonNode object, Ages ages, ArrayNode cells) {
    admissionPolicy(object, "mutations", ages, cells);
  }

  private static void admissionPolicy(JsonNode object, String rules, Ages ages, ArrayNode cells) {
    JsonNode kind = object.path("spec").path("paramKind");
    cells.add(name(object));
    cells.add((long) object.path("spec").path(rules).size());
    cells.add(has(kind) ? text(kind.path("apiVersion")) + "/" + text(kind.path("kind")) : UNSET);
    cells.add(ages.of(object));
  }

  static void admissionPolicyBinding(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode parameter = object.path("spec").path("paramRef");
    String shown = UNSET;
    if (!text(parameter.path("name")).isEmpty()) {
      shown = text(parameter.path("namespace"), "*") + "/" + text(parameter.path("name"));
    } else if (has(parameter.path("selector"))) {
      shown = Selectors.message(parameter.path("selector"));
    }
    cells.add(name(object));
    cells.add(text(object.path("spec").path("policyName")));
    cells.add(shown);
    cells.add(ages.of(object));
  }

  static void flowSchema(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    JsonNode distinguisher = spec.path("distinguisherMethod");
    cells.add(name(object));
    cells.add(text(spec.path("priorityLevelConfiguration").path("name")));
    cells.add(spec.path("matchingPrecedence").asLong());
    cells.add(has(distinguisher) ? text(distinguisher.path("type")) : NONE);
    cells.add(ages.of(object));
    cells.add(danglingStatus(object.path("status").path("conditions")));
  }

  private static String danglingStatus(JsonNode conditions) {
    for (JsonNode condition : conditions) {
      if (text(condition.path("type")).equals("Dangling")) {
        return text(condition.path("status"));
      }
    }
    return "?";
  }

  /** Flow schemas in the order they are tried in. */
  static Comparator<JsonNode> flowSchemaOrder() {
    return Comparator.<JsonNode>comparingLong(
            schema -> schema.path("spec").path("matchingPrecedence").asLong())
        .thenComparing(Trees::name);
  }

  static void priorityLevelConfiguration(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    JsonNode limited = spec.path("limited");
    JsonNode queuing = limited.path("limitResponse").path("queuing");
    cells.add(name(object));
    cells.add(text(spec.path("type")));
    if (has(limited)) {
      cells.add(limited.path("nominalConcurrencyShares").asLong());
    } else {
      cells.add(NONE);
    }
    for (String setting : List.of("queues", "handSize", "queueLengthLimit")) {
      if (has(queuing)) {
        cells.add(queuing.path(setting).asLong());
      } else {
        cells.add(NONE);
      }
    }
    cells.add(ages.of(object));
  }
}
