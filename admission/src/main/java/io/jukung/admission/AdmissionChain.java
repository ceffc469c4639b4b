package io.jukung.admission;

import io.jukung.admission.AdmissionObserver.Phase;
import java.util.List;
import java.util.function.BiConsumer;

/** All plugins in order. Safe for all threads. */
public final class AdmissionChain {
  private final List<AdmissionPlugin> plugins;
  private final AdmissionObserver observer;

  /** A chain of {@code plugins}, asked in this order. */
  public AdmissionChain(List<AdmissionPlugin> plugins, AdmissionObserver observer) {
    this.plugins = List.copyOf(plugins);
    this.observer = observer;
  }

  /**
   * Lets every plugin change the object or refuse; a second time when a policy or a webhook changed
   * it.
   */
  public void admit(AdmissionAttributes attributes) {
    all(Phase.ADMIT, attributes, AdmissionPlugin::admit);
    if (attributes.reinvocation().wanted()) {
      attributes.reinvocation().begin();
      all(Phase.ADMIT, attributes, AdmissionPlugin::admit);
    }
  }

  /** Lets every plugin judge the final object. */
  public void validate(AdmissionAttributes attributes) {
    all(Phase.VALIDATE, attributes, AdmissionPlugin::validate);
  }

  private void all(
      Phase phase,
      AdmissionAttributes attributes,
      BiConsumer<AdmissionPlugin, AdmissionAttributes> ask) {
    long start = System.nanoTime();
    boolean rejected = true;
    try {
      for (AdmissionPlugin plugin : plugins) {
        one(plugin, phase, attributes, ask);
      }
      rejected = false;
    } finally {
      observer.decided("", phase, attributes.operation(), rejected, System.nanoTime() - start);
    }
  }

  private void one(
      AdmissionPlugin plugin,
      Phase phase,
      AdmissionAttributes attributes,
      BiConsumer<AdmissionPlugin, AdmissionAttributes> ask) {
    long start = System.nanoTime();
    boolean rejected = true;
    try {
      ask.accept(plugin, attributes);
      rejected = false;
    } finally {
      observer.decided(
          plugin.name(), phase, attributes.operation(), rejected, System.nanoTime() - start);
    }
  }
}
