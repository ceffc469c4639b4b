package io.jukung.controllers.protection;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.queue.Reconciler;
import java.time.Duration;
import java.util.Optional;

/** Keeps one volume while it is bound. */
public final class VolumeProtection implements Reconciler<String> {
  private static final Finalizer FINALIZER = new Finalizer("kubernetes.io/pv-protection");

  private final KubernetesClient client;
  private final Informer<PersistentVolume> volumes;

  /** A reconciler that works through {@code client}. */
  public VolumeProtection(KubernetesClient client, Informer<PersistentVolume> volumes) {
    this.client = client;
    this.volumes = volumes;
  }

  /** Whether a volume is to be looked at. */
  public static boolean concerns(PersistentVolume volume) {
    return FINALIZER.concerns(volume);
  }

  @Override
  public Optional<Duration> reconcile(String name) {
    volumes
        .get("", name)
        .filter(FINALIZER::concerns)
        .ifPresent(volume -> FINALIZER.apply(client, volume, VolumeProtection::bound));
    return Optional.empty();
  }

  private static boolean bound(PersistentVolume volume) {
    return volume.getStatus() != null && "Bound".equals(volume.getStatus().getPhase());
  }
}
