package io.jukung.admission.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.registry.codec.value.Quantity;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How persistent volume claims count: their number and storage, in all and by storage class.
 * Upstream: {@code pkg/quota/v1/evaluator/core/persistent_volume_claims.go} at v1.36.
 */
record VolumeClaimEvaluator() implements Evaluator {
  private static final String CLAIMS = "persistentvolumeclaims";
  private static final String STORAGE = "requests.storage";
  private static final String COUNT = CountEvaluator.name(CLAIMS);
  private static final String OF_CLASS = ".storageclass.storage.k8s.io/";

  @Override
  public boolean handles(AdmissionAttributes attributes) {
    return attributes.writes()
        && switch (attributes.subresource()) {
          case "" -> true;
          case "status" -> replenishes(attributes);
          default -> false;
        };
  }

  private static boolean replenishes(AdmissionAttributes attributes) {
    JsonNode claim = attributes.object().orElseThrow();
    JsonNode old = attributes.old().orElseThrow();
    return !allocated(claim).equals(allocated(old)) || !classes(claim).equals(classes(old));
  }

  private static JsonNode allocated(JsonNode claim) {
    return claim.at("/status/allocatedResources/storage");
  }

  @Override
  public boolean counts(String name) {
    return name.equals(COUNT)
        || name.equals(CLAIMS)
        || name.equals(STORAGE)
        || name.endsWith(OF_CLASS + CLAIMS)
        || name.endsWith(OF_CLASS + STORAGE);
  }

  @Override
  public boolean matches(Scope scope, JsonNode claim) {
    return scope.name().equals("VolumeAttributesClass") && scope.selects(classes(claim));
  }

  private static Set<String> classes(JsonNode claim) {
    Set<String> classes = new TreeSet<>();
    classes.add(claim.at("/spec/volumeAttributesClassName").asText(""));
    classes.add(claim.at("/status/currentVolumeAttributesClassName").asText(""));
    classes.add(claim.at("/status/modifyVolumeStatus/targetVolumeAttributesClassName").asText(""));
    classes.remove("");
    return classes;
  }

  @Override
  public Usage usage(JsonNode claim) {
    Map<String, Quantity> amounts = new TreeMap<>();
    amounts.put(CLAIMS, Usage.ONE);
    amounts.put(COUNT, Usage.ONE);
    JsonNode annotation =
        claim.path("metadata").path("annotations").path("volume.beta.kubernetes.io/storage-class");
    String storageClass =
        annotation.isTextual()
            ? annotation.textValue()
            : claim.at("/spec/storageClassName").asText("");
    if (!storageClass.isEmpty()) {
      amounts.put(storageClass + OF_CLASS + CLAIMS, Usage.ONE);
    }
    JsonNode wanted = claim.at("/spec/resources/requests/storage");
    if (wanted.isTextual()) {
      Quantity storage = whole(Quantity.parse(wanted.asText()));
      JsonNode allocated = allocated(claim);
      if (allocated.isTextual()) {
        Quantity other = Quantity.parse(allocated.asText());
        storage = other.amount().compareTo(storage.amount()) > 0 ? whole(other) : storage;
      }
      amounts.put(STORAGE, storage);
      if (!storageClass.isEmpty()) {
        amounts.put(storageClass + OF_CLASS + STORAGE, storage);
      }
    }
    return new Usage(amounts);
  }

  /** In whole bytes, as quotas have to be. */
  private static Quantity whole(Quantity quantity) {
    return quantity.amount().stripTrailingZeros().scale() <= 0
        ? quantity
        : Quantity.parse(quantity.amount().setScale(0, RoundingMode.CEILING).toPlainString());
  }
}
