package io.jukung.controllers.client;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The clients of one API server. Owns them and their threads. Safe for all threads. */
public final class Clients implements AutoCloseable {
  private static final String ONE =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";
  private static final String LIST =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(
          Thread.ofVirtual().name("controllers-client-", 0).factory());
  private final Config config;
  private final UserAgent userAgent;
  private final KubernetesClient objects;
  private final KubernetesClient metadata;

  /**
   * Clients of the API server the kubeconfig names; nothing of the surroundings (variables, home)
   * is looked at.
   *
   * @param version the user agent's, such as {@code v1.36.2}
   */
  public Clients(Path kubeconfig, String version) {
    // One HTTP/2 connection carries all watches of a client; WebSockets would take one each.
    this.config =
        new ConfigBuilder(Config.fromKubeconfig(kubeconfig.toFile()))
            .withOnlyHttpWatches(true)
            .build();
    this.userAgent = new UserAgent(version);
    this.objects = build(new Interceptor() {});
    this.metadata =
        build(
            new Interceptor() {
              @Override
              public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
                builder.setHeader("Accept", isList(request.uri().getRawQuery()) ? LIST : ONE);
              }
            });
  }

  private KubernetesClient build(Interceptor more) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withTaskExecutor(executor)
        .withHttpClientBuilderConsumer(
            builder ->
                builder
                    .addOrReplaceInterceptor("user-agent", userAgent)
                    .addOrReplaceInterceptor("accept", more))
        .build();
  }

  /** The client's lists ask for a resource version, its reads of one object for nothing. */
  private static boolean isList(@Nullable String query) {
    return query != null && query.contains("resourceVersion=") && !query.contains("watch=");
  }

  /** The client of whole objects. */
  public KubernetesClient objects() {
    return objects;
  }

  /**
   * The client whose objects come with nothing but their metadata, as {@code
   * PartialObjectMetadata}.
   */
  public KubernetesClient metadata() {
    return metadata;
  }

  /** Ends all requests. */
  @Override
  public void close() {
    metadata.close();
    objects.close();
    executor.shutdownNow();
  }
}
