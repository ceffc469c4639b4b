package io.jukung.controllers.protection;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.queue.Reconciler;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/** Keeps one claim while pods on nodes use it. */
public final class ClaimProtection implements Reconciler<ObjectKey> {
  private static final Finalizer FINALIZER = new Finalizer("kubernetes.io/pvc-protection");

  private final KubernetesClient client;
  private final Informer<PersistentVolumeClaim> claims;
  private final Informer<Pod> pods;

  /** A reconciler that works through {@code client}. */
  public ClaimProtection(
      KubernetesClient client, Informer<PersistentVolumeClaim> claims, Informer<Pod> pods) {
    this.client = client;
    this.claims = claims;
    this.pods = pods;
  }

  /** Whether a claim is to be looked at. */
  public static boolean concerns(PersistentVolumeClaim claim) {
    return FINALIZER.concerns(claim);
  }

  @Override
  public Optional<Duration> reconcile(ObjectKey key) {
    claims
        .get(key)
        .filter(FINALIZER::concerns)
        .ifPresent(claim -> FINALIZER.apply(client, claim, this::used));
    return Optional.empty();
  }

  /** The informer may not know of a pod yet: what it does not see is asked for. */
  private boolean used(PersistentVolumeClaim claim) {
    String namespace = claim.getMetadata().getNamespace();
    return used(claim, pods.list(namespace))
        || used(claim, client.pods().inNamespace(namespace).list().getItems());
  }

  private static boolean used(PersistentVolumeClaim claim, Collection<Pod> pods) {
    return pods.stream().anyMatch(pod -> uses(pod, claim));
  }

  /** A pod without a node counts for nothing: no kubelet will start it with a deleted claim. */
  private static boolean uses(Pod pod, PersistentVolumeClaim claim) {
    String node = pod.getSpec().getNodeName();
    return node != null
        && !node.isEmpty()
        && pod.getSpec().getVolumes().stream()
            .anyMatch(
                volume -> names(volume, claim) || (!isShutDown(pod) && made(pod, volume, claim)));
  }

  private static boolean names(Volume volume, PersistentVolumeClaim claim) {
    return volume.getPersistentVolumeClaim() != null
        && volume.getPersistentVolumeClaim().getClaimName().equals(claim.getMetadata().getName());
  }

  /** Whether the claim was made for a generic ephemeral volume of the pod. */
  private static boolean made(Pod pod, Volume volume, PersistentVolumeClaim claim) {
    String name = pod.getMetadata().getName() + "-" + volume.getName();
    return volume.getEphemeral() != null
        && name.equals(claim.getMetadata().getName())
        && claim.getMetadata().getOwnerReferences().stream()
            .anyMatch(
                owner ->
                    Boolean.TRUE.equals(owner.getController())
                        && owner.getUid().equals(pod.getMetadata().getUid()));
  }

  /** The kubelet is done with the pod, or it was deleted by force. */
  private static boolean isShutDown(Pod pod) {
    Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
    return pod.getMetadata().getDeletionTimestamp() != null && grace != null && grace == 0;
  }
}
