package io.jukung.server.aggregation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.openapi.ForeignDocuments;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.AdmissionHook;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.StoredObject;
import io.jukung.registry.store.WriteOptions;
import io.jukung.server.connect.Forwarder;
import io.jukung.server.discovery.DiscoveryAdditions;
import io.jukung.server.discovery.Document;
import io.jukung.server.http.RequestHandler;
import io.jukung.server.pki.ClientIdentity;
import io.jukung.server.response.TreeEncoder;
import io.jukung.storage.Bytes;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Puts aggregation together; started once, closed once. */
public final class Aggregation implements AutoCloseable {
  private final RemoteApis remotes = new RemoteApis();
  private final ServicePlaces places;
  private final Forwarder forwarder;
  private final ClientIdentity identity;
  private final ResourceStore apiServices;
  private final Function<Bytes, ObjectNode> reader;
  private final InstantSource clock;
  private final TreeEncoder encoder;
  private final AvailabilityChecker checker;
  private final Follower follower;
  private final Follower customs;

  /**
   * Aggregation.
   *
   * @param reader makes trees of stored objects
   * @param identity the front proxy's certificate
   * @param places where the servers behind services are
   */
  public Aggregation(
      Catalog catalog,
      Function<ResourceType, ResourceStore> stores,
      Function<Bytes, ObjectNode> reader,
      TreeEncoder encoder,
      Forwarder forwarder,
      ClientIdentity identity,
      ServicePlaces places,
      InstantSource clock) {
    Function<GroupVersionResource, ResourceStore> store =
        name -> stores.apply(catalog.resource(name).orElseThrow());
    this.reader = reader;
    this.encoder = encoder;
    this.identity = identity;
    this.forwarder = forwarder;
    this.clock = clock;
    this.apiServices =
        store.apply(new GroupVersionResource("apiregistration.k8s.io", "v1", "apiservices"));
    this.places = places;
    this.checker = new AvailabilityChecker(remotes, places, forwarder, apiServices, clock);
    this.follower = new Follower("apiservices", apiServices, new Apis());
    this.customs =
        new Follower(
            "crd-apiservices",
            store.apply(
                new GroupVersionResource(
                    "apiextensions.k8s.io", "v1", "customresourcedefinitions")),
            new CustomApiServices(apiServices, reader));
  }

  /** Begins to follow and to check. */
  public void start() {
    checker.start();
    follower.start();
    customs.start();
  }

  /** Passes on what other servers serve, and the rest to {@code next}. */
  public RequestHandler before(RequestHandler next) {
    return new AggregationStage(remotes, places, forwarder, next);
  }

  /** What discovery tells of other servers. */
  public DiscoveryAdditions discovery() {
    return new MergedDiscovery(
        remotes, encoder, new Document(JsonNodeFactory.instance.objectNode(), encoder));
  }

  /** The OpenAPI documents of other servers, by their names in the index. */
  public Map<String, io.jukung.registry.openapi.Document> openApi() {
    Map<String, io.jukung.registry.openapi.Document> documents = new TreeMap<>();
    remotes
        .all()
        .values()
        .forEach(
            remote ->
                remote
                    .openApi()
                    .filter(_ -> remote.api().available())
                    .ifPresent(
                        document ->
                            documents.put(
                                "apis/" + remote.api().groupVersion().apiVersion(), document)));
    return documents;
  }

  /** The documents of version 2 of other servers, by the order of their group versions. */
  public List<ForeignDocuments.Foreign> openApiV2() {
    return remotes.all().values().stream()
        .filter(remote -> remote.api().available() && remote.openApiV2().isPresent())
        .map(
            remote ->
                new ForeignDocuments.Foreign(
                    "/apis/" + remote.api().groupVersion().apiVersion() + "/",
                    remote.openApiV2().orElseThrow()))
        .sorted(Comparator.comparing(ForeignDocuments.Foreign::prefix))
        .toList();
  }

  /** Follows the {@code APIService} objects, on their follower's thread. */
  private final class Apis implements Follower.Listener {
    @Override
    public void present(StoredObject object) {
      ApiService api = ApiService.of(reader.apply(object.json()));
      if (api.service().isEmpty()) {
        remotes.remove(api.name());
        if (!api.reason().equals("Local") || !api.available()) {
          setLocal(api.name());
        }
        return;
      }
      Remote fresh = Remote.of(api, api.service().get(), identity);
      boolean known =
          remotes
              .find(api.groupVersion())
              .filter(old -> old.service().equals(fresh.service()))
              .isPresent();
      Remote merged = known ? kept(fresh) : fresh;
      remotes.put(merged);
      if (!known) {
        checker.wake();
      }
    }

    /** The same server with a new state keeps its connections and what it has answered. */
    private Remote kept(Remote fresh) {
      return remotes
          .find(fresh.api().groupVersion())
          .map(old -> old.with(fresh.api()))
          .orElse(fresh);
    }

    @Override
    public void absent(StoredObject object) {
      remotes.remove(object.name());
    }
  }

  private void setLocal(String name) {
    try {
      var _ =
          apiServices.update(
              RequestContext.server(),
              "",
              name,
              current ->
                  Availability.LOCAL.set(
                      current.orElseThrow(
                          () -> StatusException.notFound(apiServices.type().resource(), name)),
                      clock.instant()),
              new WriteOptions(false, "status", AdmissionHook.NONE));
    } catch (StatusException e) {
      // Gone again.
    }
  }

  @Override
  public void close() {
    follower.close();
    customs.close();
    checker.close();
  }
}
