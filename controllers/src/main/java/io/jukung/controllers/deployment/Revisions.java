package io.jukung.controllers.deployment;

import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jukung.controllers.event.EventRecorder;
import io.jukung.controllers.object.ApiErrors;
import io.jukung.controllers.object.Owners;
import io.jukung.controllers.pod.PodTemplateHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds, or makes, the ReplicaSet of a Deployment's template, and numbers it. */
final class Revisions {
  static final String HASH_LABEL = "pod-template-hash";
  private static final int MAX_NAME = 253;

  private final KubernetesClient client;
  private final EventRecorder events;
  private final Conditions conditions;
  private final PodTemplateHash hash = new PodTemplateHash();

  Revisions(KubernetesClient client, EventRecorder events, Conditions conditions) {
    this.client = client;
    this.events = events;
    this.conditions = conditions;
  }

  /** The Deployment's sets, numbered; the newest is made if asked for and not there. */
  ReplicaSets sync(Deployment deployment, List<ReplicaSet> sets, boolean create) {
    List<ReplicaSet> sorted = new ArrayList<>(sets);
    sorted.sort(ReplicaSets.OLDEST_FIRST);
    Optional<ReplicaSet> existing =
        sorted.stream()
            .filter(s -> same(s.getSpec().getTemplate(), deployment.getSpec().getTemplate()))
            .findFirst();
    existing.ifPresent(sorted::remove);
    long revision = sorted.stream().mapToLong(Annotations::revision).max().orElse(0) + 1;
    Optional<ReplicaSet> newest = Optional.empty();
    if (existing.isPresent()) {
      newest = Optional.of(found(deployment, existing.get(), revision));
    } else if (create) {
      newest = Optional.of(create(deployment, sorted, revision));
    }
    return new ReplicaSets(newest, sorted);
  }

  /** Whether two templates are the same but for the label that tells them apart. */
  static boolean same(PodTemplateSpec a, PodTemplateSpec b) {
    return withoutHash(a).equals(withoutHash(b));
  }

  static PodTemplateSpec withoutHash(PodTemplateSpec template) {
    return new PodTemplateSpecBuilder(template)
        .editOrNewMetadata()
        .removeFromLabels(HASH_LABEL)
        .endMetadata()
        .build();
  }

  private ReplicaSet found(Deployment deployment, ReplicaSet existing, long revision) {
    ReplicaSet copy = new ReplicaSetBuilder(existing).build();
    boolean changed = Annotations.describe(copy, deployment, revision, true);
    int minReady = Sizes.zero(deployment.getSpec().getMinReadySeconds());
    if (changed || Sizes.zero(copy.getSpec().getMinReadySeconds()) != minReady) {
      copy.getSpec().setMinReadySeconds(minReady);
      return client.resource(copy).update();
    }
    boolean tell = Annotations.setRevision(deployment, Long.toString(Annotations.revision(copy)));
    if (Conditions.hasDeadline(deployment)
        && Conditions.get(deployment.getStatus(), Conditions.PROGRESSING).isEmpty()) {
      Conditions.set(
          deployment.getStatus(),
          conditions.now(
              Conditions.PROGRESSING,
              "True",
              Conditions.NEW_SET_FOUND,
              "Found new replica set \"" + copy.getMetadata().getName() + "\""));
      tell = true;
    }
    if (tell) {
      updateStatus(deployment);
    }
    return copy;
  }

  private ReplicaSet create(Deployment deployment, List<ReplicaSet> old, long revision) {
    ReplicaSet wanted = build(deployment);
    List<ReplicaSet> all = new ArrayList<>(old);
    all.add(wanted);
    int replicas = Scaling.newSize(deployment, all, wanted);
    wanted.getSpec().setReplicas(replicas);
    Annotations.describe(wanted, deployment, revision, false);
    boolean made = true;
    ReplicaSet created;
    try {
      created = client.resource(wanted).create();
    } catch (KubernetesClientException e) {
      created = existingOrFail(deployment, wanted, e);
      made = false;
    }
    String name = created.getMetadata().getName();
    if (made && replicas > 0) {
      events.normal(
          deployment,
          "ScalingReplicaSet",
          "Scaled up replica set " + name + " from 0 to " + replicas);
    }
    boolean tell = Annotations.setRevision(deployment, Long.toString(revision));
    if (made && Conditions.hasDeadline(deployment)) {
      Conditions.set(
          deployment.getStatus(),
          conditions.now(
              Conditions.PROGRESSING,
              "True",
              Conditions.NEW_SET_CREATED,
              "Created new replica set \"" + name + "\""));
      tell = true;
    }
    if (tell) {
      updateStatus(deployment);
    }
    return created;
  }

  private ReplicaSet build(Deployment deployment) {
    PodTemplateSpec template = deployment.getSpec().getTemplate();
    String name =
        hash.of(template, Optional.ofNullable(deployment.getStatus().getCollisionCount()));
    PodTemplateSpec labeled =
        new PodTemplateSpecBuilder(template)
            .editOrNewMetadata()
            .addToLabels(HASH_LABEL, name)
            .endMetadata()
            .build();
    return new ReplicaSetBuilder()
        .withNewMetadata()
        .withName(setName(deployment.getMetadata().getName(), name))
        .withNamespace(deployment.getMetadata().getNamespace())
        .withLabels(labeled.getMetadata().getLabels())
        .withOwnerReferences(Owners.controllerReference(deployment))
        .endMetadata()
        .withNewSpec()
        .withReplicas(0)
        .withMinReadySeconds(deployment.getSpec().getMinReadySeconds())
        .withSelector(
            new LabelSelectorBuilder(deployment.getSpec().getSelector())
                .addToMatchLabels(HASH_LABEL, name)
                .build())
        .withTemplate(labeled)
        .endSpec()
        .build();
  }

  private static String setName(String deployment, String hash) {
    int max = MAX_NAME - 1 - hash.length();
    return (deployment.length() > max ? deployment.substring(0, max) : deployment) + "-" + hash;
  }

  /** The set that was there already, if it is this template's; else the reason to fail. */
  private ReplicaSet existingOrFail(
      Deployment deployment, ReplicaSet wanted, KubernetesClientException refusal) {
    if (ApiErrors.isAlreadyExists(refusal)) {
      ReplicaSet there = client.resource(wanted).get();
      if (there != null
          && Owners.isControlledBy(there, deployment)
          && same(deployment.getSpec().getTemplate(), there.getSpec().getTemplate())) {
        return there;
      }
      // Another template has the same hash: the next attempt hashes with one more collision.
      var status = deployment.getStatus();
      status.setCollisionCount(Objects.requireNonNullElse(status.getCollisionCount(), 0) + 1);
      updateStatus(deployment);
      throw refusal;
    }
    if (ApiErrors.isNamespaceTerminating(refusal)) {
      throw refusal;
    }
    String message =
        "Failed to create new replica set \""
            + wanted.getMetadata().getName()
            + "\": "
            + ApiErrors.message(refusal);
    if (Conditions.hasDeadline(deployment)) {
      Conditions.set(
          deployment.getStatus(),
          conditions.now(Conditions.PROGRESSING, "False", Conditions.SET_CREATE_ERROR, message));
      updateStatus(deployment);
    }
    events.warning(deployment, Conditions.SET_CREATE_ERROR, message);
    throw refusal;
  }

  private void updateStatus(Deployment deployment) {
    Deployment updated = client.resource(deployment).updateStatus();
    deployment.getMetadata().setResourceVersion(updated.getMetadata().getResourceVersion());
  }
}
