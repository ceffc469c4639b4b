package io.jukung.admission;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.match.ResourceKinds;
import io.jukung.admission.quota.QuotaStore;
import io.jukung.admission.webhook.WebhookCaller;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.cel.AccessChecks;
import io.jukung.registry.codec.ObjectDecoder;
import io.jukung.registry.crd.CustomResources;
import io.jukung.registry.crd.ServedVersion;
import io.jukung.registry.defaults.Defaults;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.Registry;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.WriteOptions;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What plugins work with.
 *
 * @param objects the objects they decide by
 * @param quotas the quotas, to be raised
 * @param kinds the resources served
 * @param namespaces makes namespaces
 * @param webhooks reaches webhooks
 * @param access asked by plugins that need to know who may do what
 * @param random makes names
 */
public record AdmissionServices(
    AdmissionObjects objects,
    QuotaStore quotas,
    ResourceKinds kinds,
    Consumer<String> namespaces,
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
    ResourceKinds kinds = new RegistryKinds(catalog, custom, decoder, defaults);
    return new AdmissionServices(
        objects,
        new RegistryQuotas(objects),
        kinds,
        name -> make(objects, kinds, name),
        webhooks,
        access,
        random,
        clock);
  }

  private static void make(RegistryObjects objects, ResourceKinds kinds, String name) {
    GroupVersionResource resource = NamespaceLifecycle.NAMESPACES;
    GroupVersionKind kind = new GroupVersionKind("", "v1", "Namespace");
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("kind", "Namespace").put("apiVersion", "v1").putObject("metadata").put("name", name);
    var _ =
        objects
            .store(resource)
            .create(
                RequestContext.server(),
                "",
                kinds.decoded(resource, kind, object, true),
                WriteOptions.DEFAULT);
  }
}
