package io.jukung.admission;

/**
 * Refuses every change.
 *
 * <p>Upstream: {@code plugin/pkg/admission/deny/admission.go} at v1.36.
 */
final class AlwaysDeny implements AdmissionPlugin {
  @Override
  public String name() {
    return "AlwaysDeny";
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    throw Refusal.forbidden(attributes, "admission control is denying all modifications");
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    admit(attributes);
  }
}
