package io.jukung.admission;

/** One rule or a set of them. Immutable, safe for all threads. */
public interface AdmissionPlugin {
  /** As upstream names it, such as {@code NamespaceLifecycle}. */
  String name();

  /**
   * Changes the object, or refuses the write.
   *
   * @throws io.jukung.registry.status.StatusException to refuse
   */
  default void admit(AdmissionAttributes attributes) {}

  /**
   * Decides on the final object; runs again after each conflict.
   *
   * @throws io.jukung.registry.status.StatusException to refuse
   */
  default void validate(AdmissionAttributes attributes) {}
}
