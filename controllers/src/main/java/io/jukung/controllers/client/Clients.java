package io.jukung.controllers.client;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.impl.KubernetesClientImpl;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one API server: those of the process itself, and those of the service accounts its
 * controllers act as. Owns them and their threads. Safe for all threads.
 *
 * <p>Upstream: {@code controller-manager/pkg/clientbuilder/client_builder_dynamic.go} at v1.36.
 */
public final class Clients implements AutoCloseable {
  private static final String ONE =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";
  private static final String LIST =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
  private static final Interceptor WHOLE = new Interceptor() {};
  private static final Interceptor METADATA =
      new Interceptor() {
        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
          builder.setHeader("Accept", isList(request.uri().getRawQuery()) ? LIST : ONE);
        }
      };

  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(
          Thread.ofVirtual().name("controllers-client-", 0).factory());
  private final NamingClientFactory factory;
  private final UserAgent userAgent;
  private final boolean serviceAccounts;
  private final Clock clock;
  private final KubernetesClient objects;
  private final KubernetesClient metadata;
  // Shows no certificate: the API server would take the process for the caller, whatever the token.
  private final KubernetesClient tokens;
  private final Map<String, AccountToken> accounts = new HashMap<>();

  /**
   * Clients of the API server the kubeconfig names; nothing of the surroundings (variables, home)
   * is looked at.
   *
   * @param version the user agent's, such as {@code v1.36.2}
   * @param serviceAccounts whether each controller has an identity of its own, as
   *     kube-controller-manager's {@code --use-service-account-credentials} says
   */
  public Clients(Path kubeconfig, String version, boolean serviceAccounts, Clock clock) {
    // One HTTP/2 connection carries all watches of a client; WebSockets would take one each.
    Config read = Config.fromKubeconfig(kubeconfig.toFile());
    this.factory = new NamingClientFactory(read.getTlsServerName());
    Config config =
        new ConfigBuilder(read).withOnlyHttpWatches(true).withTlsServerName(null).build();
    this.userAgent = new UserAgent(version);
    this.serviceAccounts = serviceAccounts;
    this.clock = clock;
    this.objects = build(config, WHOLE);
    this.metadata = build(config, METADATA);
    this.tokens = serviceAccounts ? build(withoutCredentials(config), WHOLE) : objects;
  }

  private static Config withoutCredentials(Config config) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(config.getMasterUrl())
        .withCaCertData(config.getCaCertData())
        .withCaCertFile(config.getCaCertFile())
        .withTrustCerts(config.isTrustCerts())
        .withOnlyHttpWatches(true)
        .build();
  }

  private KubernetesClient build(Config config, Interceptor accept) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(factory)
        .withTaskExecutor(executor)
        .withHttpClientBuilderConsumer(
            builder ->
                builder
                    .addOrReplaceInterceptor("user-agent", userAgent.of("shared-informers"))
                    .addOrReplaceInterceptor("accept", accept))
        .build();
  }

  /** The client's lists ask for a resource version, its reads of one object for nothing. */
  private static boolean isList(@Nullable String query) {
    return query != null && query.contains("resourceVersion=") && !query.contains("watch=");
  }

  /** The process's own client of whole objects: informers, the lease. */
  public KubernetesClient objects() {
    return objects;
  }

  /**
   * The process's own client whose objects come with nothing but their metadata, as {@code
   * PartialObjectMetadata}.
   */
  public KubernetesClient metadata() {
    return metadata;
  }

  /**
   * What a controller reads and writes through.
   *
   * @param account the controller's account in {@code kube-system}
   */
  public KubernetesClient objectsAs(String account) {
    return derived(account, WHOLE);
  }

  /** As {@link #objectsAs}; objects come with nothing but their metadata. */
  public KubernetesClient metadataAs(String account) {
    return derived(account, METADATA);
  }

  /** Shares the connections and the serialization of a client that is there. */
  private KubernetesClient derived(String account, Interceptor accept) {
    HttpClient.DerivedClientBuilder builder =
        tokens.getHttpClient().newBuilder().addOrReplaceInterceptor("accept", accept);
    if (serviceAccounts) {
      builder
          .addOrReplaceInterceptor(
              "user-agent", userAgent.of("system:serviceaccount:kube-system:" + account))
          .addOrReplaceInterceptor("token", token(account));
    } else {
      builder.addOrReplaceInterceptor("user-agent", userAgent.of(account));
    }
    return new KubernetesClientImpl(
        builder.build(),
        tokens.getConfiguration(),
        () -> executor,
        tokens.getKubernetesSerialization());
  }

  private synchronized AccountToken token(String account) {
    return accounts.computeIfAbsent(
        account, name -> new AccountToken(objects, name, clock, executor));
  }

  /** Ends all requests. */
  @Override
  public void close() {
    tokens.close();
    metadata.close();
    objects.close();
    executor.shutdownNow();
  }
}
