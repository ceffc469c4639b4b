package io.jukung.admission;

import io.jukung.admission.quota.QuotaStore;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.store.ResourceStore;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What plugins work with.
 *
 * @param objects the objects they decide by
 * @param quotas the quotas, to be raised
 * @param permissions asked by plugins that need to know who may do what
 * @param random makes names
 */
public record AdmissionServices(
    AdmissionObjects objects,
    QuotaStore quotas,
    Permissions permissions,
    RandomGenerator random,
    InstantSource clock) {

  /** Services over the registry's stores. */
  public static AdmissionServices of(
      Function<GroupVersionResource, ResourceStore> stores,
      Permissions permissions,
      RandomGenerator random,
      InstantSource clock) {
    RegistryObjects objects = new RegistryObjects(stores);
    return new AdmissionServices(objects, new RegistryQuotas(objects), permissions, random, clock);
  }
}
