package io.jukung.controllers.protection;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.VolumeAttributesClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.queue.Reconciler;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps one VolumeAttributesClass while volumes or claims refer to it. */
public final class AttributesClassProtection implements Reconciler<String> {
  private static final Finalizer FINALIZER = new Finalizer("kubernetes.io/vac-protection");

  private final KubernetesClient client;
  private final Informer<VolumeAttributesClass> classes;
  private final Informer<PersistentVolume> volumes;
  private final Informer<PersistentVolumeClaim> claims;

  /** A reconciler that works through {@code client}. */
  public AttributesClassProtection(
      KubernetesClient client,
      Informer<VolumeAttributesClass> classes,
      Informer<PersistentVolume> volumes,
      Informer<PersistentVolumeClaim> claims) {
    this.client = client;
    this.classes = classes;
    this.volumes = volumes;
    this.claims = claims;
  }

  /** Whether a class is to be looked at. */
  public static boolean concerns(VolumeAttributesClass attributes) {
    return FINALIZER.concerns(attributes);
  }

  @Override
  public Optional<Duration> reconcile(String name) {
    classes
        .get("", name)
        .filter(FINALIZER::concerns)
        .ifPresent(attributes -> FINALIZER.apply(client, attributes, this::used));
    return Optional.empty();
  }

  private boolean used(VolumeAttributesClass attributes) {
    String name = attributes.getMetadata().getName();
    return volumes.list().stream()
            .anyMatch(volume -> name.equals(volume.getSpec().getVolumeAttributesClassName()))
        || claims.list().stream().anyMatch(claim -> referred(claim).contains(name));
  }

  /** The class a claim asks for, the one it has, and the one it is on its way to. */
  private static Set<String> referred(PersistentVolumeClaim claim) {
    var status = Optional.ofNullable(claim.getStatus());
    return Stream.of(
            Optional.ofNullable(claim.getSpec().getVolumeAttributesClassName()),
            status.map(s -> s.getCurrentVolumeAttributesClassName()),
            status
                .map(s -> s.getModifyVolumeStatus())
                .map(m -> m.getTargetVolumeAttributesClassName()))
        .flatMap(Optional::stream)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }
}
