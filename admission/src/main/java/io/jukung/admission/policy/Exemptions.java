package io.jukung.admission.policy;

import io.jukung.admission.AdmissionAttributes;
import java.util.Set;

/** Writes that neither policies nor webhooks see, lest they lock everybody out. */
public final class Exemptions {
  private static final String GROUP = "admissionregistration.k8s.io";
  private static final Set<String> CONFIGURATION =
      Set.of(
          "ValidatingWebhookConfiguration",
          "MutatingWebhookConfiguration",
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionPolicyBinding",
          "MutatingAdmissionPolicy",
          "MutatingAdmissionPolicyBinding");

  /** Answered and not stored; a rule about them could keep everybody from asking anything. */
  private static final Set<String> REVIEWS =
      Set.of(
          "tokenreviews.authentication.k8s.io",
          "selfsubjectreviews.authentication.k8s.io",
          "localsubjectaccessreviews.authorization.k8s.io",
          "selfsubjectaccessreviews.authorization.k8s.io",
          "selfsubjectrulesreviews.authorization.k8s.io",
          "subjectaccessreviews.authorization.k8s.io");

  private Exemptions() {}

  /** Whether the write is about the configuration of admission itself. */
  public static boolean isConfiguration(AdmissionAttributes attributes) {
    return attributes.kind().group().equals(GROUP)
        && CONFIGURATION.contains(attributes.kind().kind());
  }

  /** Whether policies do not see the write. */
  static boolean ofPolicies(AdmissionAttributes attributes) {
    return isConfiguration(attributes) || REVIEWS.contains(attributes.resource().groupResource());
  }
}
