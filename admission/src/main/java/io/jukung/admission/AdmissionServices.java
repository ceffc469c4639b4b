package io.jukung.admission;

import io.jukung.admission.match.ResourceKinds;
import io.jukung.admission.quota.QuotaStore;
import io.jukung.admission.webhook.WebhookCaller;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.cel.AccessChecks;
import io.jukung.registry.codec.ObjectDecoder;
import io.jukung.registry.crd.CustomResources;
import io.jukung.registry.crd.ServedVersion;
import io.jukung.registry.defaults.Defaults;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.Registry;
import io.jukung.registry.store.ResourceStore;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What plugins work with.
 *
 * @param objects the objects they decide by
 * @param quotas the quotas, to be raised
 * @param kinds the resources served
 * @param webhooks reaches webhooks
 * @param access asked by plugins that need to know who may do what
 * @param random makes names
 */
public record AdmissionServices(
    AdmissionObjects objects,
    QuotaStore quotas,
    ResourceKinds kinds,
    WebhookCaller webhooks,
    AccessChecks access,
    RandomGenerator random,
    InstantSource clock) {

  /** Services over the registry's stores. */
  public static AdmissionServices of(
      Catalog catalog,
      Registry registry,
      CustomResources custom,
      ObjectDecoder decoder,
      Defaults defaults,
      WebhookCaller webhooks,
      AccessChecks access,
      RandomGenerator random,
      InstantSource clock) {
    Function<GroupVersionResource, ResourceStore> stores =
        resource ->
            catalog
                .resource(resource)
                .map(registry::store)
                .or(() -> custom.current().find(resource).map(ServedVersion::store))
                .orElseThrow(() -> StatusException.notFound(resource, ""));
    RegistryObjects objects =
        new RegistryObjects(
            stores, resource -> registry.lastChange(catalog.resource(resource).orElseThrow()));
    return new AdmissionServices(
        objects,
        new RegistryQuotas(objects),
        new RegistryKinds(catalog, custom, decoder, defaults),
        webhooks,
        access,
        random,
        clock);
  }
}
