package io.jukung.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionObjects;
import io.jukung.admission.AdmissionObserver;
import io.jukung.admission.AdmissionPlugin;
import io.jukung.admission.match.Match;
import io.jukung.admission.match.ResourceKinds;
import io.jukung.admission.policy.Exemptions;
import io.jukung.admission.policy.Rounds;
import io.jukung.admission.policy.Snapshot;
import io.jukung.registry.cel.AccessChecks;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.patch.Patch;
import io.jukung.registry.patch.Patches;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Asks webhooks what is to be changed, one after the other. */
public final class MutatingWebhooks implements AdmissionPlugin {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String AUDIT = "mutation.webhook.admission.k8s.io/";
  private static final String FAILED_OPEN = "failed-open." + AUDIT;

  private final AdmissionObserver observer;
  private final WebhookCalls calls;
  private final ResourceKinds kinds;
  private final Snapshot<List<Webhook>> configurations;

  /**
   * Finds configurations and namespaces in {@code objects}.
   *
   * @param observer is told of each call
   */
  public MutatingWebhooks(
      WebhookCaller caller,
      AdmissionObjects objects,
      ResourceKinds kinds,
      AccessChecks access,
      AdmissionObserver observer) {
    this.observer = observer;
    this.calls = new WebhookCalls(caller, objects, kinds, access);
    this.kinds = kinds;
    this.configurations =
        new Snapshot<>(
            objects,
            new GroupVersionResource(
                "admissionregistration.k8s.io", "v1", "mutatingwebhookconfigurations"),
            Webhook::of);
  }

  @Override
  public String name() {
    return "MutatingAdmissionWebhook";
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    List<List<Webhook>> all = configurations.values();
    if (all.isEmpty() || Exemptions.isConfiguration(attributes)) {
      return;
    }
    boolean second = attributes.reinvocation().isSecond();
    Rounds rounds = attributes.reinvocation().memory(name(), Rounds::new);
    if (second) {
      attributes.object().ifPresent(rounds::begin);
    }
    int index = 0;
    for (List<Webhook> configuration : all) {
      for (Webhook webhook : configuration) {
        String place = "round_" + (second ? 1 : 0) + "_index_" + index++;
        Optional<Match> match = calls.match(webhook, attributes);
        if (match.isPresent() && (!second || rounds.takesPart(webhook.key()))) {
          ask(webhook, attributes, match.get(), rounds, place);
        }
      }
    }
    attributes.object().ifPresent(rounds::end);
  }

  private void ask(
      Webhook webhook, AdmissionAttributes attributes, Match match, Rounds rounds, String place) {
    boolean changed = false;
    Asking asking = new Asking(observer, "admit", webhook, attributes);
    try {
      Verdict verdict = calls.call(webhook, attributes, match, true);
      tell(webhook, attributes, verdict);
      if (!verdict.allowed()) {
        StatusException refusal = verdict.refusal(webhook.name());
        asking.refused(refusal);
        throw refusal;
      }
      changed =
          verdict.patch().length() > 0
              && patched(webhook, attributes, match, verdict, place, asking);
      asking.passed();
    } catch (WebhookCalls.CallException e) {
      asking.failed();
      if (!webhook.ignoresFailures()) {
        throw StatusException.internal(e.getMessage());
      }
      attributes.context().annotate(FAILED_OPEN + place, webhook.name());
    } finally {
      ObjectNode told = annotation(webhook);
      attributes.context().annotate(AUDIT + place, told.put("mutated", changed).toString());
    }
    if (changed) {
      rounds.changed();
      attributes.reinvocation().want();
    }
    if (webhook.again()) {
      rounds.asked(webhook.key());
    }
  }

  private boolean patched(
      Webhook webhook,
      AdmissionAttributes attributes,
      Match match,
      Verdict verdict,
      String place,
      Asking asking)
      throws WebhookCalls.CallException {
    try {
      return patch(webhook, attributes, match, verdict, place);
    } catch (StatusException e) {
      asking.broken();
      throw e;
    }
  }

  private static ObjectNode annotation(Webhook webhook) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("configuration", webhook.configuration())
        .put("webhook", webhook.name());
  }

  static void tell(Webhook webhook, AdmissionAttributes attributes, Verdict verdict) {
    verdict
        .annotations()
        .forEach((key, value) -> attributes.context().annotate(webhook.name() + "/" + key, value));
    verdict.warnings().forEach(attributes.context()::warn);
  }

  /** Whether the object was changed. */
  private boolean patch(
      Webhook webhook, AdmissionAttributes attributes, Match match, Verdict verdict, String place)
      throws WebhookCalls.CallException {
    Patch patch;
    JsonNode operations;
    try {
      patch = Patches.json(verdict.patch().array());
      operations = MAPPER.readTree(verdict.patch().array());
    } catch (StatusException e) {
      throw WebhookCalls.failed(
          webhook, "received undecodable patch in webhook response: " + e.text());
    } catch (IOException e) {
      throw WebhookCalls.failed(
          webhook, "received undecodable patch in webhook response: " + e.getMessage());
    }
    if (operations.isEmpty()) {
      return false;
    }
    if (attributes.object().isEmpty()) {
      throw StatusException.internal(
          "admission webhook "
              + FieldError.quote(webhook.name())
              + " attempted to modify the object, which is not supported for this operation");
    }
    if (!verdict.patchType().equals("JSONPatch")) {
      throw WebhookCalls.failed(
          webhook, "unsupported patch type " + FieldError.quote(verdict.patchType()));
    }
    ObjectNode object = attributes.object().get();
    ObjectNode before = object.deepCopy();
    ObjectNode made;
    try {
      made =
          kinds.decoded(
              match.resource(),
              match.kind(),
              patch.apply(calls.form(object, attributes, match).deepCopy()),
              false);
    } catch (StatusException e) {
      throw StatusException.internal(e.text());
    }
    attributes
        .context()
        .annotate(
            "patch.webhook.admission.k8s.io/" + place,
            annotation(webhook)
                .<ObjectNode>set("patch", operations)
                .put("patchType", "JSONPatch")
                .toString());
    ObjectNode own =
        match.resource().equals(attributes.resource())
            ? made
            : kinds.convert(made, match.resource(), attributes.resource());
    if (own.equals(before)) {
      return false;
    }
    object.removeAll();
    object.setAll(own);
    return true;
  }
}
