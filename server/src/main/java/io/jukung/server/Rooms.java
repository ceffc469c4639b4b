package io.jukung.server;

import io.jukung.admission.AdmissionChain;
import io.jukung.admission.AdmissionObserver;
import io.jukung.admission.AdmissionPlugins;
import io.jukung.admission.AdmissionServices;
import io.jukung.registry.apply.FieldManagers;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.codec.ObjectDecoder;
import io.jukung.registry.codec.Types;
import io.jukung.registry.crd.CustomResources;
import io.jukung.registry.defaults.Defaults;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.patch.Patches;
import io.jukung.registry.store.Registry;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.table.TableConvertors;
import io.jukung.server.access.AccessControl;
import io.jukung.server.aggregation.Aggregation;
import io.jukung.server.aggregation.ServicePlaces;
import io.jukung.server.connect.Connections;
import io.jukung.server.controlplane.Presence;
import io.jukung.server.health.HealthCheck;
import io.jukung.server.health.StoreProbe;
import io.jukung.server.metrics.AdmissionMetrics;
import io.jukung.server.pki.ClientIdentity;
import io.jukung.server.resource.BindingEndpoint;
import io.jukung.server.resource.CodecTranscoder;
import io.jukung.server.resource.CustomTypes;
import io.jukung.server.resource.EndpointsFactory;
import io.jukung.server.resource.EvictionEndpoint;
import io.jukung.server.resource.FinalizeEndpoint;
import io.jukung.server.resource.ResourceEndpoints;
import io.jukung.server.resource.ScaleEndpoint;
import io.jukung.server.resource.WatchSessions;
import io.jukung.server.response.TreeEncoder;
import io.jukung.server.review.AccessReviews;
import io.jukung.server.review.ComponentStatuses;
import io.jukung.server.review.IdentityReviews;
import io.jukung.server.webhook.WebhookClient;
import io.jukung.storage.Store;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Puts the rooms behind the server's doors together. */
final class Rooms {
  private final AdmissionObserver observer;
  private final Catalog catalog;
  private final Store store;
  private final Registry registry;
  private final AccessControl access;
  private final WatchSessions watches;
  private final Clock clock;
  private final RandomGenerator random;
  private final CodecTranscoder transcoder;
  private final Connections connections;
  private final TableConvertors tables;
  private final ServicePlaces services;
  private final WebhookClient webhooks;
  private final CustomResources custom;
  private final ObjectDecoder decoder;
  private final Defaults defaults;
  private final FieldManagers fields;

  Rooms(
      Catalog catalog,
      Store store,
      Registry registry,
      AccessControl access,
      WatchSessions watches,
      Clock clock,
      RandomGenerator random,
      Connections.Config connections,
      boolean routing,
      AdmissionMetrics observer) {
    this.observer = observer;
    this.catalog = catalog;
    this.store = store;
    this.registry = registry;
    this.access = access;
    this.watches = watches;
    this.clock = clock;
    this.random = random;
    this.transcoder = new CodecTranscoder(Types.of(catalog));
    this.connections =
        new Connections(
            catalog, registry::store, transcoder::tree, access.authorizer(), connections, random);
    this.services =
        new ServicePlaces(
            registry.store(core("services")),
            registry.store(
                catalog
                    .resource(new GroupVersionResource("discovery.k8s.io", "v1", "endpointslices"))
                    .orElseThrow()),
            transcoder::tree,
            routing,
            random);
    this.decoder = new ObjectDecoder(Types.of(catalog));
    this.defaults = new Defaults(catalog, clock);
    this.fields = new FieldManagers(catalog, decoder, defaults, clock);
    this.tables = new TableConvertors(catalog::type, clock);
    this.webhooks =
        new WebhookClient(this.connections.client(), this.services, observer.certificates());
    this.custom =
        new CustomResources(
            registry,
            catalog
                .resource(
                    new GroupVersionResource(
                        "apiextensions.k8s.io", "v1", "customresourcedefinitions"))
                .orElseThrow(),
            Types.of(catalog),
            tables,
            webhooks,
            clock);
  }

  Catalog catalog() {
    return catalog;
  }

  /** The resources that come and go; started and closed by the server. */
  CustomResources custom() {
    return custom;
  }

  TreeEncoder encoder() {
    return transcoder;
  }

  /** What is connected with behind this server; closed with it. */
  Connections connections() {
    return connections;
  }

  /** What other servers serve; started and closed with this server. */
  Aggregation aggregation(ClientIdentity identity) {
    return new Aggregation(
        catalog,
        registry::store,
        transcoder::tree,
        transcoder,
        connections.forwarder(),
        identity,
        services,
        clock);
  }

  /** What tells the other servers of the store of this one; started and closed with it. */
  Presence presence(Presence.Place place) {
    return new Presence(place, catalog, store, registry, fields, clock);
  }

  /** The store of {@code configmaps}. */
  ResourceStore configMaps() {
    return registry.store(core("configmaps"));
  }

  /** Checks for all three health endpoints. */
  List<HealthCheck> checks() {
    return List.of(new HealthCheck("etcd", new StoreProbe(store)));
  }

  ResourceEndpoints endpoints(Function<String, RuntimeException> unknownVersion) {
    EndpointsFactory factory =
        new EndpointsFactory(
            catalog,
            new CustomTypes(custom),
            access.guarded(registry::store),
            transcoder,
            decoder,
            defaults,
            fields,
            new Patches(catalog::type),
            tables,
            admission(),
            watches,
            random);
    return factory.endpoints(unknownVersion, specials());
  }

  private AdmissionChain admission() {
    return AdmissionPlugins.chain(
        access.admission(),
        AdmissionServices.of(
            catalog, registry, custom, decoder, defaults, webhooks, access, random, clock),
        observer);
  }

  private ResourceType core(String resource) {
    return catalog.resource(new GroupVersionResource("", "v1", resource)).orElseThrow();
  }

  private Map<String, ResourceEndpoints.Special> specials() {
    IdentityReviews identity = new IdentityReviews(access.authenticator(), clock);
    AccessReviews reviews = new AccessReviews(access.authorizer());
    ComponentStatuses components = new ComponentStatuses(checks());
    ResourceType pods = core("pods");
    BindingEndpoint binding = new BindingEndpoint(pods, registry.store(pods), clock);
    Map<String, ResourceEndpoints.Special> specials = new HashMap<>(access.specials());
    specials.put("selfsubjectreviews.authentication.k8s.io", identity::selfSubject);
    specials.put("tokenreviews.authentication.k8s.io", identity::token);
    specials.put("selfsubjectaccessreviews.authorization.k8s.io", reviews::selfSubject);
    specials.put("subjectaccessreviews.authorization.k8s.io", reviews::subject);
    specials.put("localsubjectaccessreviews.authorization.k8s.io", reviews::localSubject);
    specials.put("selfsubjectrulesreviews.authorization.k8s.io", reviews::selfRules);
    specials.put("componentstatuses", components::serve);
    specials.put("bindings", binding);
    specials.put("pods/binding", binding);
    specials.put(
        "pods/eviction",
        new EvictionEndpoint(
            registry.store(pods),
            registry.store(
                catalog
                    .resource(new GroupVersionResource("policy", "v1", "poddisruptionbudgets"))
                    .orElseThrow()),
            clock));
    specials.put("namespaces/finalize", new FinalizeEndpoint());
    specials.put("*/scale", new ScaleEndpoint());
    specials.putAll(connections.endpoints());
    return specials;
  }
}
