package io.jukung.admission.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionObjects;
import io.jukung.admission.Refusal;
import io.jukung.admission.match.Match;
import io.jukung.admission.match.ResourceKinds;
import io.jukung.admission.policy.Activation;
import io.jukung.admission.policy.MatchConditions;
import io.jukung.registry.cel.AccessChecks;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Which webhooks are asked about a write, and one call of one. Safe for all threads. */
final class WebhookCalls {
  private final WebhookCaller caller;
  private final AdmissionObjects objects;
  private final ResourceKinds kinds;
  private final AccessChecks access;

  WebhookCalls(
      WebhookCaller caller, AdmissionObjects objects, ResourceKinds kinds, AccessChecks access) {
    this.caller = caller;
    this.objects = objects;
    this.kinds = kinds;
    this.access = access;
  }

  /** A call that did not come to a verdict. */
  static final class CallException extends Exception {
    private static final long serialVersionUID = 1;

    CallException(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /**
   * As which resource a webhook is asked about a write; empty when it is not.
   *
   * @throws StatusException when that can't be found out
   */
  Optional<Match> match(Webhook webhook, AdmissionAttributes attributes) {
    Optional<Match> match = webhook.criteria().match(attributes, kinds, objects);
    if (match.isEmpty() || webhook.conditions().isEmpty()) {
      return match;
    }
    try {
      return webhook
              .conditions()
              .hold(Activation.of(attributes, match.get(), kinds, objects, access))
          ? match
          : Optional.empty();
    } catch (MatchConditions.UndecidedException e) {
      throw Refusal.forbidden(attributes, e.getMessage());
    }
  }

  /** An object in the form a webhook wants. */
  ObjectNode form(ObjectNode object, AdmissionAttributes attributes, Match match) {
    return match.resource().equals(attributes.resource())
        ? object
        : kinds.convert(object, attributes.resource(), match.resource());
  }

  /**
   * Asks a webhook.
   *
   * @throws CallException with the whole text to tell
   * @throws StatusException 400 when it can't be asked in a dry run
   */
  Verdict call(Webhook webhook, AdmissionAttributes attributes, Match match, boolean mutating)
      throws CallException {
    if (attributes.dryRun()
        && !webhook.sideEffects().equals("None")
        && !webhook.sideEffects().equals("NoneOnDryRun")) {
      throw StatusException.badRequest(
          "admission webhook " + FieldError.quote(webhook.name()) + " does not support dry run");
    }
    String version =
        Review.version(webhook)
            .orElseThrow(
                () ->
                    failed(
                        webhook,
                        "could not create admission objects: webhook does not accept known"
                            + " AdmissionReview versions (v1, v1beta1)"));
    String uid = UUID.randomUUID().toString();
    ObjectNode review =
        Review.of(
            attributes,
            match,
            attributes.object().map(o -> form(o, attributes, match)),
            attributes.old().map(o -> form(o, attributes, match)),
            version,
            uid);
    Bytes answer;
    try {
      answer =
          caller.call(
              webhook.clientConfig(), Bytes.utf8(review.toString()), timeout(webhook, attributes));
    } catch (IOException e) {
      throw failed(webhook, "failed to call webhook: " + e.getMessage());
    }
    try {
      return Verdict.read(answer, version, uid, mutating);
    } catch (IOException e) {
      throw failed(webhook, "received invalid webhook response: " + e.getMessage());
    }
  }

  static CallException failed(Webhook webhook, String reason) {
    return new CallException(
        "failed calling webhook " + FieldError.quote(webhook.name()) + ": " + reason);
  }

  /** As long as the webhook may take, and no longer than the request. */
  private static Duration timeout(Webhook webhook, AdmissionAttributes attributes) {
    long deadline = attributes.context().deadlineNs();
    if (deadline == Long.MAX_VALUE) {
      return webhook.timeout();
    }
    long leftSeconds = (deadline - System.nanoTime() + 999_999_999) / 1_000_000_000;
    Duration left = Duration.ofSeconds(Math.max(1, leftSeconds));
    return left.compareTo(webhook.timeout()) < 0 ? left : webhook.timeout();
  }
}
