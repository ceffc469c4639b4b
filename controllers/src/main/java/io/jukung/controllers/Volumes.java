package io.jukung.controllers;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.storage.VolumeAttributesClass;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.protection.AttributesClassProtection;
import io.jukung.controllers.protection.ClaimProtection;
import io.jukung.controllers.protection.VolumeProtection;
import io.jukung.controllers.queue.WorkQueue;

/** How the controllers of volumes are wired. */
final class Volumes {
  static final String CLAIM_PROTECTION = "persistentvolumeclaim-protection-controller";
  static final String VOLUME_PROTECTION = "persistentvolume-protection-controller";
  static final String CLASS_PROTECTION = "volumeattributesclass-protection-controller";
  private static final int CLAIM_WORKERS = 4;

  private Volumes() {}

  static void claimProtection(ControllerContext context) {
    WorkQueue<ObjectKey> queue = context.queue();
    Informer<PersistentVolumeClaim> claims = context.informers().of(PersistentVolumeClaim.class);
    Informer<Pod> pods = context.informers().of(Pod.class);
    claims.each(
        claim -> {
          if (ClaimProtection.concerns(claim)) {
            queue.add(ObjectKey.of(claim));
          }
        });
    // A pod that goes or ends may have been a claim's last.
    pods.each(
        pod ->
            claims.list(pod.getMetadata().getNamespace()).stream()
                .filter(claim -> claim.getMetadata().getDeletionTimestamp() != null)
                .forEach(claim -> queue.add(ObjectKey.of(claim))));
    context.run(
        CLAIM_PROTECTION,
        CLAIM_WORKERS,
        queue,
        new ClaimProtection(context.client(), claims, pods));
  }

  static void volumeProtection(ControllerContext context) {
    WorkQueue<String> queue = context.queue();
    Informer<PersistentVolume> volumes = context.informers().of(PersistentVolume.class);
    volumes.each(
        volume -> {
          if (VolumeProtection.concerns(volume)) {
            queue.add(volume.getMetadata().getName());
          }
        });
    context.run(VOLUME_PROTECTION, 1, queue, new VolumeProtection(context.client(), volumes));
  }

  static void classProtection(ControllerContext context) {
    WorkQueue<String> queue = context.queue();
    Informer<VolumeAttributesClass> classes = context.informers().of(VolumeAttributesClass.class);
    Informer<PersistentVolume> volumes = context.informers().of(PersistentVolume.class);
    Informer<PersistentVolumeClaim> claims = context.informers().of(PersistentVolumeClaim.class);
    classes.each(
        attributes -> {
          if (AttributesClassProtection.concerns(attributes)) {
            queue.add(attributes.getMetadata().getName());
          }
        });
    Runnable deleted =
        () ->
            classes.list().stream()
                .filter(attributes -> attributes.getMetadata().getDeletionTimestamp() != null)
                .forEach(attributes -> queue.add(attributes.getMetadata().getName()));
    volumes.each(_ -> deleted.run());
    claims.each(_ -> deleted.run());
    context.run(
        CLASS_PROTECTION,
        1,
        queue,
        new AttributesClassProtection(context.client(), classes, volumes, claims));
  }
}
