package io.jukung.server.resource;

import io.jukung.admission.AdmissionChain;
import io.jukung.registry.apply.FieldManagers;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.codec.ObjectDecoder;
import io.jukung.registry.defaults.Defaults;
import io.jukung.registry.patch.Patches;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.table.TableConvertors;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What the endpoints of resources are made of.
 *
 * @param custom finds the resources that come and go
 * @param stores finds the store of a type that is stored
 */
public record EndpointsFactory(
    Catalog catalog,
    CustomTypes custom,
    Function<ResourceType, ResourceStore> stores,
    Transcoder transcoder,
    ObjectDecoder decoder,
    Defaults defaults,
    FieldManagers fields,
    Patches patches,
    TableConvertors tables,
    AdmissionChain admission,
    WatchSessions watches,
    RandomGenerator random) {

  /**
   * Makes the endpoints.
   *
   * @param unknownVersion the failure for a version that is not served, by its group
   * @param specials resources and subresources with endpoints of their own, by {@code
   *     <resource>.<group>[/<subresource>]} or <code>*</code>{@code /<subresource>}
   */
  public ResourceEndpoints endpoints(
      Function<String, RuntimeException> unknownVersion,
      Map<String, ResourceEndpoints.Special> specials) {
    ObjectForms forms = forms();
    ServedStores served = new ServedStores(stores, custom, transcoder);
    return new ResourceEndpoints(
        catalog,
        custom,
        served,
        unknownVersion,
        new ReadEndpoint(forms, new WatchEndpoint(forms, watches, random)),
        new WriteEndpoint(forms, decoder, defaults, fields, patches, admission),
        new DeleteEndpoint(forms, decoder, admission),
        specials,
        new SpecialCall.Tools(forms, decoder, fields, patches, admission, served));
  }

  private ObjectForms forms() {
    return new ObjectForms(transcoder, tables, catalog::kind, catalog::type);
  }
}
