package io.jukung.admission;

import java.util.List;

/** All plugins in order. Safe for all threads. */
public final class AdmissionChain {
  private final List<AdmissionPlugin> plugins;

  /** A chain of {@code plugins}, asked in this order. */
  public AdmissionChain(List<AdmissionPlugin> plugins) {
    this.plugins = List.copyOf(plugins);
  }

  /** Lets every plugin change the object or refuse. */
  public void admit(AdmissionAttributes attributes) {
    plugins.forEach(plugin -> plugin.admit(attributes));
  }

  /** Lets every plugin judge the final object. */
  public void validate(AdmissionAttributes attributes) {
    plugins.forEach(plugin -> plugin.validate(attributes));
  }
}
