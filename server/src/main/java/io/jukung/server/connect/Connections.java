package io.jukung.server.connect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.store.ResourceStore;
import io.jukung.server.authorization.Authorizer;
import io.jukung.server.resource.ResourceEndpoints;
import io.jukung.storage.Bytes;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Puts together what serves the subresources that connect. */
public final class Connections implements AutoCloseable {
  private final BackendClient client = new BackendClient();
  private final Forwarder forwarder = new Forwarder(client);
  private final Kubelets kubelets;
  private final ProxyPlaces places;
  private final BackendTls unverified;
  private final Authorizer authorizer;

  /**
   * What is connected with, and how.
   *
   * @param kubelet TLS to kubelets
   * @param unverified TLS that verifies nobody and shows no identity
   * @param unverifiedKubelet TLS to kubelets that are not to be verified
   * @param allowed which addresses may be proxied to
   */
  public record Config(
      BackendTls kubelet,
      BackendTls unverified,
      BackendTls unverifiedKubelet,
      Predicate<InetAddress> allowed) {}

  /**
   * Connects as {@code config} says.
   *
   * @param reader makes trees of stored objects
   */
  public Connections(
      Catalog catalog,
      Function<ResourceType, ResourceStore> stores,
      Function<Bytes, ObjectNode> reader,
      Authorizer authorizer,
      Config config,
      RandomGenerator random) {
    Function<String, ResourceStore> core =
        name ->
            stores.apply(catalog.resource(new GroupVersionResource("", "v1", name)).orElseThrow());
    this.authorizer = authorizer;
    this.unverified = config.unverifiedKubelet();
    this.kubelets = new Kubelets(core.apply("nodes"), reader, config.kubelet());
    this.places =
        new ProxyPlaces(
            kubelets,
            core.apply("pods"),
            core.apply("services"),
            core.apply("endpoints"),
            reader,
            config.allowed(),
            config.unverified(),
            random);
  }

  /** The connections to what is behind this server; closed with this. */
  public BackendClient client() {
    return client;
  }

  /** What passes requests on; closed with this. */
  public Forwarder forwarder() {
    return forwarder;
  }

  /** The subresources served, by their names. */
  public Map<String, ResourceEndpoints.Special> endpoints() {
    PodStreams streams = new PodStreams(kubelets, authorizer);
    Map<String, ResourceEndpoints.Special> endpoints = new HashMap<>();
    endpoints.put("pods/log", new PodLogs(kubelets, unverified, client)::serve);
    endpoints.put("pods/exec", streams::exec);
    endpoints.put("pods/attach", streams::attach);
    endpoints.put("pods/portforward", streams::portForward);
    endpoints.put("pods/proxy", new ProxyEndpoint("PodProxyOptions", places::pod, forwarder));
    endpoints.put(
        "services/proxy", new ProxyEndpoint("ServiceProxyOptions", places::service, forwarder));
    endpoints.put("nodes/proxy", new ProxyEndpoint("NodeProxyOptions", places::node, forwarder));
    return endpoints;
  }

  @Override
  public void close() {
    client.close();
  }
}
