package io.jukung.admission.webhook;

import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionObjects;
import io.jukung.admission.AdmissionObserver;
import io.jukung.admission.AdmissionPlugin;
import io.jukung.admission.match.Match;
import io.jukung.admission.match.ResourceKinds;
import io.jukung.admission.policy.Exemptions;
import io.jukung.admission.policy.Snapshot;
import io.jukung.registry.cel.AccessChecks;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Asks webhooks whether a write may pass, all at once. */
public final class ValidatingWebhooks implements AdmissionPlugin {
  private static final String FAILED_OPEN =
      "failed-open.validating.webhook.admission.k8s.io/round_0_index_";

  private final AdmissionObserver observer;
  private final WebhookCalls calls;
  private final Snapshot<List<Webhook>> configurations;

  /** A webhook that is to be asked. */
  private record Invocation(Webhook webhook, Match match) {}

  /** What came of it: a verdict, or the text of a failure. */
  private record Outcome(Optional<Verdict> verdict, String failure) {}

  /**
   * Finds configurations and namespaces in {@code objects}.
   *
   * @param observer is told of each call
   */
  public ValidatingWebhooks(
      WebhookCaller caller,
      AdmissionObjects objects,
      ResourceKinds kinds,
      AccessChecks access,
      AdmissionObserver observer) {
    this.observer = observer;
    this.calls = new WebhookCalls(caller, objects, kinds, access);
    this.configurations =
        new Snapshot<>(
            objects,
            new GroupVersionResource(
                "admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations"),
            Webhook::of);
  }

  @Override
  public String name() {
    return "ValidatingAdmissionWebhook";
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    List<List<Webhook>> all = configurations.values();
    if (all.isEmpty() || Exemptions.isConfiguration(attributes)) {
      return;
    }
    List<Invocation> invocations = new ArrayList<>();
    for (List<Webhook> configuration : all) {
      for (Webhook webhook : configuration) {
        calls
            .match(webhook, attributes)
            .ifPresent(match -> invocations.add(new Invocation(webhook, match)));
      }
    }
    List<FutureTask<Outcome>> asked = new ArrayList<>();
    for (Invocation invocation : invocations) {
      FutureTask<Outcome> task = new FutureTask<>(() -> ask(invocation, attributes));
      asked.add(task);
      if (invocations.size() == 1) {
        task.run();
      } else {
        Thread.ofVirtual().name("webhook-" + invocation.webhook().name()).start(task);
      }
    }
    StatusException first = null;
    for (int i = 0; i < asked.size(); i++) {
      try {
        judge(invocations.get(i).webhook(), attributes, outcome(asked.get(i)), i);
      } catch (StatusException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private Outcome ask(Invocation invocation, AdmissionAttributes attributes) {
    Webhook webhook = invocation.webhook();
    Asking asking = new Asking(observer, "validating", webhook, attributes);
    try {
      Verdict verdict = calls.call(webhook, attributes, invocation.match(), false);
      if (verdict.allowed()) {
        asking.passed();
      } else {
        asking.refused(verdict.refusal(webhook.name()));
      }
      return new Outcome(Optional.of(verdict), "");
    } catch (WebhookCalls.CallException e) {
      asking.failed();
      return new Outcome(Optional.empty(), e.getMessage());
    }
  }

  private static Outcome outcome(FutureTask<Outcome> asked) {
    try {
      return asked.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StatusException.timeout("request did not complete within requested timeout", 0);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StatusException status) {
        throw status;
      }
      throw new IllegalStateException("a webhook call failed", e.getCause());
    }
  }

  private static void judge(
      Webhook webhook, AdmissionAttributes attributes, Outcome outcome, int index) {
    if (outcome.verdict().isEmpty()) {
      if (!webhook.ignoresFailures()) {
        throw StatusException.internal(outcome.failure());
      }
      attributes.context().annotate(FAILED_OPEN + index, webhook.name());
      return;
    }
    Verdict verdict = outcome.verdict().get();
    MutatingWebhooks.tell(webhook, attributes, verdict);
    if (!verdict.allowed()) {
      throw verdict.refusal(webhook.name());
    }
  }
}
