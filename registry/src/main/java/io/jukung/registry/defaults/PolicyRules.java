package io.jukung.registry.defaults;

import static io.jukung.registry.defaults.Fields.fill;
import static io.jukung.registry.defaults.Fields.fillEmpty;
import static io.jukung.registry.defaults.Fields.fillObject;
import static io.jukung.registry.defaults.Fields.fillZero;
import static io.jukung.registry.defaults.Fields.object;
import static io.jukung.registry.defaults.Fields.text;
import static java.util.Map.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** Who may do what, and how much of it: roles, webhooks, admission policies, flow control. */
final class PolicyRules {
  private static final String RBAC = "io.k8s.api.rbac.v1.";
  private static final String RBAC_GROUP = "rbac.authorization.k8s.io";
  private static final String ADMISSION = "io.k8s.api.admissionregistration.v1.";
  private static final String FLOW = "io.k8s.api.flowcontrol.v1.";
  private static final int HTTPS = 443;

  private PolicyRules() {}

  static Map<String, Rule> all() {
    return Map.ofEntries(
        entry(RBAC + "ClusterRoleBinding", PolicyRules::roleRef),
        entry(RBAC + "RoleBinding", PolicyRules::roleRef),
        entry(RBAC + "Subject", PolicyRules::subject),
        entry(ADMISSION + "ValidatingWebhook", PolicyRules::webhook),
        entry(ADMISSION + "MutatingWebhook", PolicyRules::mutatingWebhook),
        entry(ADMISSION + "RuleWithOperations", o -> fill(o, "scope", "*")),
        entry(ADMISSION + "NamedRuleWithOperations", o -> fill(o, "scope", "*")),
        entry(ADMISSION + "ServiceReference", o -> fill(o, "port", HTTPS)),
        entry(ADMISSION + "MatchResources", PolicyRules::matching),
        entry(ADMISSION + "ValidatingAdmissionPolicySpec", o -> fill(o, "failurePolicy", "Fail")),
        entry(ADMISSION + "MutatingAdmissionPolicySpec", o -> fill(o, "failurePolicy", "Fail")),
        entry(FLOW + "FlowSchemaSpec", o -> fillZero(o, "matchingPrecedence", 1000)),
        entry(FLOW + "ExemptPriorityLevelConfiguration", o -> shares(o, 0)),
        entry(FLOW + "LimitedPriorityLevelConfiguration", o -> shares(o, 30)),
        entry(FLOW + "QueuingConfiguration", PolicyRules::queuing));
  }

  private static void roleRef(ObjectNode binding) {
    fillEmpty(object(binding, "roleRef"), "apiGroup", RBAC_GROUP);
  }

  private static void subject(ObjectNode subject) {
    if (Set.of("User", "Group").contains(text(subject, "kind"))) {
      fillEmpty(subject, "apiGroup", RBAC_GROUP);
    }
  }

  private static void mutatingWebhook(ObjectNode webhook) {
    webhook(webhook);
    fill(webhook, "reinvocationPolicy", "Never");
  }

  private static void webhook(ObjectNode webhook) {
    fill(webhook, "failurePolicy", "Fail");
    matching(webhook);
    fill(webhook, "timeoutSeconds", 10);
  }

  private static void matching(ObjectNode object) {
    fill(object, "matchPolicy", "Equivalent");
    fillObject(object, "namespaceSelector");
    fillObject(object, "objectSelector");
  }

  private static void shares(ObjectNode level, int shares) {
    fill(level, "nominalConcurrencyShares", shares);
    fill(level, "lendablePercent", 0);
  }

  private static void queuing(ObjectNode queuing) {
    fillZero(queuing, "handSize", 8);
    fillZero(queuing, "queues", 64);
    fillZero(queuing, "queueLengthLimit", 50);
  }
}
