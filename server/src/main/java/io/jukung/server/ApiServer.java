package io.jukung.server;

import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.crd.CustomResources;
import io.jukung.registry.encryption.EncryptionAtRest;
import io.jukung.registry.openapi.CustomDocuments;
import io.jukung.registry.openapi.Document;
import io.jukung.registry.openapi.OpenApi;
import io.jukung.registry.store.Registry;
import io.jukung.server.access.AccessControl;
import io.jukung.server.access.ClientAuthorities;
import io.jukung.server.aggregation.Aggregation;
import io.jukung.server.aggregation.ExtensionAuthentication;
import io.jukung.server.aggregation.TrustPublisher;
import io.jukung.server.audit.Auditor;
import io.jukung.server.cbor.CborHandler;
import io.jukung.server.chain.AuditSink;
import io.jukung.server.chain.FlowController;
import io.jukung.server.chain.MaxInFlight;
import io.jukung.server.chain.RequestChain;
import io.jukung.server.connect.Connections;
import io.jukung.server.controlplane.Presence;
import io.jukung.server.discovery.Discovery;
import io.jukung.server.discovery.DiscoveryResource;
import io.jukung.server.flowcontrol.PriorityAndFairness;
import io.jukung.server.health.HealthCheck;
import io.jukung.server.health.HealthEndpoint;
import io.jukung.server.http.AnyClientTrustManager;
import io.jukung.server.http.DirectAnswers;
import io.jukung.server.http.FrontHandler;
import io.jukung.server.http.JaxRs;
import io.jukung.server.http.JettyServer;
import io.jukung.server.http.RequestHandler;
import io.jukung.server.jaxrs.CoreApi;
import io.jukung.server.jaxrs.CustomOpenApi;
import io.jukung.server.jaxrs.FlowControlApi;
import io.jukung.server.jaxrs.GroupApi;
import io.jukung.server.jaxrs.HealthApi;
import io.jukung.server.jaxrs.MetricsApi;
import io.jukung.server.jaxrs.OpenApiApi;
import io.jukung.server.jaxrs.RootApi;
import io.jukung.server.jaxrs.VersionApi;
import io.jukung.server.limits.UserLimits;
import io.jukung.server.metrics.AdmissionMetrics;
import io.jukung.server.metrics.ReloadMetrics;
import io.jukung.server.metrics.ServerMetrics;
import io.jukung.server.pki.CertificateRenewal;
import io.jukung.server.pki.OwnIdentities;
import io.jukung.server.pki.Pki;
import io.jukung.server.resource.ResourceEndpoints;
import io.jukung.server.resource.WatchSessions;
import io.jukung.server.response.StatusAnswers;
import io.jukung.server.serving.ServingCertificates;
import io.jukung.storage.Store;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;

/**
 * The API server. Made with all it needs, started once, stopped once.
 *
 * <p>Stopping is graceful: readiness fails, watches end, requests under way finish within the
 * configured time, and the port closes.
 */
public final class ApiServer implements AutoCloseable {
  private final ServerMetrics metrics;
  private final ServerConfig config;
  private final ReloadMetrics.Source reloads;
  private final Pki pki;
  private final WatchSessions watches;
  private final CustomResources custom;
  private final ServingCertificates serving;
  private final JettyServer jetty;
  private final CertificateRenewal renewal;
  private final AccessControl access;
  private final Optional<Auditor> auditor;
  private final Optional<PriorityAndFairness> fairness;
  private final Connections connections;
  private final Aggregation aggregation;
  private final Presence presence;
  private final TrustPublisher trust;
  private final AtomicBoolean stopping = new AtomicBoolean();

  /**
   * A server that is not started yet; its certificates exist when this returns.
   *
   * @param store what the registry stands on, asked for its health and revision
   * @param registry started; stays open when the server closes, as the store does
   * @param clock for certificates, ages and times of conditions
   * @throws IOException when certificates or tokens can't be read or written
   */
  public ApiServer(
      ServerConfig config,
      Catalog catalog,
      Store store,
      Registry registry,
      Clock clock,
      SecureRandom random)
      throws IOException, GeneralSecurityException {
    this.config = config;
    this.watches = new WatchSessions();
    this.metrics = new ServerMetrics(store::revision);
    metrics.follow(catalog, registry);
    this.pki = pki(config, clock, random);
    Pki.State certificates = pki.ensure();
    this.reloads = reloads(metrics, clock);
    this.access = new AccessControl(config, pki, certificates, catalog, registry, clock, reloads);
    OwnIdentities identities = OwnIdentities.of(pki);
    Rooms rooms =
        new Rooms(
            catalog,
            store,
            registry,
            access,
            watches,
            clock,
            random,
            ServerTls.connections(config, identities.kubelet()),
            config.aggregatorRouting(),
            new AdmissionMetrics(metrics.registry()));
    this.connections = rooms.connections();
    this.custom = rooms.custom();
    this.auditor = Auditor.of(config.audit(), clock, metrics.registry());
    this.fairness = fairness(config, catalog, registry, clock, metrics.registry());
    StatusAnswers failures = new StatusAnswers(rooms.encoder());
    this.trust = new TrustPublisher(rooms.configMaps(), this::extensionAuthentication, clock);
    this.presence =
        rooms.presence(
            new Presence.Place(
                AdvertiseAddress.of(config),
                config.securePort(),
                InetAddress.getLocalHost().getHostName()));
    this.aggregation = rooms.aggregation(identities.frontProxy());
    DiscoveryResource discovery = discovery(rooms);
    ResourceEndpoints objects = rooms.endpoints(discovery::unknown);
    List<Object> resources = resources(rooms, metrics, discovery, objects);
    RequestHandler endpoints =
        new DirectAnswers(objects::serve, JaxRs.endpoint(JaxRs.handler(resources, failures)));
    RequestHandler chain =
        RequestChain.build(
            access.authenticator(),
            auditor.isPresent() ? auditor.get() : AuditSink.NONE,
            new UserLimits(config.limits()),
            fairness.isPresent() ? fairness.get() : inFlight(config),
            access.authorizer(),
            counted(metrics, aggregation.before(endpoints)));
    FrontHandler front = new FrontHandler(chain, failures, metrics, UUID::randomUUID);
    this.serving = new ServingCertificates(certificates, config.serving());
    this.jetty = jetty(config, serving, access.authorities(), front(config, front, failures));
    this.renewal = new CertificateRenewal(pki, serving::replaceOwn, identities, this::url);
  }

  private static ReloadMetrics.Source reloads(ServerMetrics metrics, Clock clock)
      throws IOException {
    String host = InetAddress.getLocalHost().getHostName();
    return new ReloadMetrics.Source(metrics.registry(), Presence.identity(host), clock);
  }

  /**
   * The keys and certificates of such a server; made when asked to {@link Pki#ensure}, so that a
   * new server's can be made while its store opens.
   *
   * @throws IOException when this machine's own name can't be resolved
   */
  public static Pki pki(ServerConfig config, Clock clock, SecureRandom random) throws IOException {
    return new Pki(
        config.dataDir().resolve("pki"), config.dataDir(), ServerTls.names(config), clock, random);
  }

  private static JettyServer jetty(
      ServerConfig config,
      ServingCertificates serving,
      ClientAuthorities authorities,
      Handler front)
      throws GeneralSecurityException {
    return new JettyServer(
        new JettyServer.Place(
            config.bindAddress(),
            config.securePort(),
            config.limits().connections(),
            config.limits().streamsPerConnection(),
            config.tls()),
        serving.keys(),
        new AnyClientTrustManager(authorities::all),
        front,
        config.shutdownTimeout());
  }

  private static Handler front(ServerConfig config, FrontHandler front, StatusAnswers failures) {
    return config.features().contains(FeatureGate.CBOR_SERVING_AND_STORAGE)
        ? new CborHandler(front, failures)
        : front;
  }

  /** Shows at {@code /metrics} what encryption at rest does from now on. */
  public void show(EncryptionAtRest encryption) {
    metrics.follow(encryption, reloads);
  }

  /** Shows one more number at {@code /metrics}; the value is asked for each time. */
  public void gauge(String name, String help, DoubleSupplier value) {
    metrics.gauge(name, help, value);
  }

  private static RequestHandler counted(ServerMetrics metrics, RequestHandler next) {
    return call -> {
      metrics.started(call.info());
      try {
        next.handle(call);
      } finally {
        metrics.finished(call.info());
      }
    };
  }

  private static Optional<PriorityAndFairness> fairness(
      ServerConfig config,
      Catalog catalog,
      Registry registry,
      Clock clock,
      PrometheusRegistry counters) {
    int seats = config.maxRequestsInFlight() + config.maxMutatingRequestsInFlight();
    return config.priorityAndFairness()
        ? Optional.of(new PriorityAndFairness(seats, catalog, registry, clock, counters))
        : Optional.empty();
  }

  private static FlowController inFlight(ServerConfig config) {
    return new MaxInFlight(config.maxRequestsInFlight(), config.maxMutatingRequestsInFlight());
  }

  private DiscoveryResource discovery(Rooms rooms) throws IOException {
    return new DiscoveryResource(
        new Discovery(
            rooms.catalog(),
            rooms.custom()::current,
            AdvertiseAddress.of(config) + ":" + config.securePort(),
            rooms.encoder()),
        aggregation.discovery());
  }

  private List<Object> resources(
      Rooms rooms, ServerMetrics metrics, DiscoveryResource discovery, ResourceEndpoints endpoints)
      throws IOException {
    Map<String, HealthEndpoint> health = health(rooms);
    List<Object> resources = new ArrayList<>();
    List<String> paths = ServedPaths.of(rooms.catalog(), health);
    access
        .resources(AdvertiseAddress.of(config) + ":" + config.securePort())
        .forEach(
            (served, instances) -> {
              paths.addAll(served);
              resources.addAll(instances);
            });
    resources.add(new RootApi(paths));
    resources.add(new CoreApi(discovery, endpoints));
    resources.add(new GroupApi(discovery, endpoints));
    resources.add(new HealthApi(health));
    resources.add(new MetricsApi(metrics));
    fairness.ifPresent(control -> resources.add(new FlowControlApi(control)));
    resources.add(new VersionApi(config.version().json()));
    OpenApi builtIn = OpenApi.load();
    CustomOpenApi custom =
        new CustomOpenApi(
            rooms.custom(),
            builtIn,
            new CustomDocuments(rooms.catalog()),
            () -> aggregation.openApiV2());
    resources.add(new OpenApiApi(builtIn, custom, moreOpenApi(custom), Clock.systemUTC()));
    return resources;
  }

  /** The documents of custom resources, and those of other servers. */
  private Supplier<Map<String, Document>> moreOpenApi(CustomOpenApi own) {
    return () -> {
      Map<String, Document> more = new LinkedHashMap<>(own.all());
      more.putAll(aggregation.openApi());
      return more;
    };
  }

  private Map<String, HealthEndpoint> health(Rooms rooms) {
    HealthCheck shutdown =
        new HealthCheck(
            "shutdown",
            () -> stopping.get() ? Optional.of("process is shutting down") : Optional.empty());
    List<HealthCheck> live = new ArrayList<>();
    live.add(HealthCheck.ping());
    live.addAll(rooms.checks());
    List<HealthCheck> healthy = new ArrayList<>(live);
    healthy.addAll(config.checks());
    List<HealthCheck> ready = new ArrayList<>(healthy);
    ready.add(shutdown);
    Map<String, HealthEndpoint> endpoints = new LinkedHashMap<>();
    endpoints.put("livez", new HealthEndpoint("livez", live));
    endpoints.put("readyz", new HealthEndpoint("readyz", ready));
    endpoints.put("healthz", new HealthEndpoint("healthz", healthy));
    return endpoints;
  }

  /**
   * Opens the port, writes the kubeconfigs and begins to renew certificates.
   *
   * @throws java.net.BindException when the port is taken
   */
  public void start() throws Exception {
    trust.publish();
    presence.prepare();
    fairness.ifPresent(PriorityAndFairness::start);
    custom.start();
    aggregation.start();
    jetty.start();
    pki.writeKubeconfigs(url());
    renewal.start();
    serving.start();
    trust.start();
    access.start(trust::changed);
    presence.start();
  }

  /** Where clients on this machine reach the server. */
  public String url() {
    InetAddress address = InetAddress.ofLiteral(config.bindAddress());
    String host =
        address.isAnyLocalAddress()
            ? "127.0.0.1"
            : address.getAddress().length == 16
                ? "[" + config.bindAddress() + "]"
                : config.bindAddress();
    return "https://" + host + ":" + jetty.port();
  }

  /**
   * The data of {@code kube-system/extension-apiserver-authentication}, as of now.
   *
   * @throws IOException when certificates can't be read
   */
  public Map<String, String> extensionAuthentication()
      throws IOException, GeneralSecurityException {
    List<X509Certificate> proxies = new ArrayList<>(access.authorities().proxies());
    proxies.add(pki.frontProxy().authority());
    return ExtensionAuthentication.data(
        access.authorities().clients(), proxies, config.access().frontProxy());
  }

  /** The port that is open. */
  public int port() {
    return jetty.port();
  }

  /** Where the administrator's kubeconfig lies. */
  public Path adminKubeconfig() {
    return config.dataDir().resolve("admin.kubeconfig");
  }

  /** Where the kubeconfig of kube-controller-manager lies. */
  public Path controllerManagerKubeconfig() {
    return config.dataDir().resolve("controller-manager.kubeconfig");
  }

  /** Stops gracefully; does nothing the second time. */
  @Override
  public void close() {
    if (stopping.compareAndSet(false, true)) {
      presence.close();
      renewal.close();
      serving.close();
      custom.close();
      access.close();
      trust.close();
      fairness.ifPresent(PriorityAndFairness::close);
      aggregation.close();
      watches.endAll();
      jetty.stop();
      auditor.ifPresent(Auditor::close);
      connections.close();
    }
  }
}
