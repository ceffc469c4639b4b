package io.jukung.admission;

import java.util.List;

/** All plugins in order. Safe for all threads. */
public final class AdmissionChain {
  private final List<AdmissionPlugin> plugins;

  /** A chain of {@code plugins}, asked in this order. */
  public AdmissionChain(List<AdmissionPlugin> plugins) {
    this.plugins = List.copyOf(plugins);
  }

  /**
   * Lets every plugin change the object or refuse; a second time when a policy or a webhook changed
   * it.
   */
  public void admit(AdmissionAttributes attributes) {
    plugins.forEach(plugin -> plugin.admit(attributes));
    if (attributes.reinvocation().wanted()) {
      attributes.reinvocation().begin();
      plugins.forEach(plugin -> plugin.admit(attributes));
    }
  }

  /** Lets every plugin judge the final object. */
  public void validate(AdmissionAttributes attributes) {
    plugins.forEach(plugin -> plugin.validate(attributes));
  }
}
