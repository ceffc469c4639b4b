package io.jukung.server.access;

import io.jukung.registry.bootstrap.Bootstrap;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.config.ConfigException;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.store.Registry;
import io.jukung.registry.store.ResourceStore;
import io.jukung.server.authorization.AuthorizationMode;
import io.jukung.server.authorization.Authorizer;
import io.jukung.server.authorization.FixedAuthorizers;
import io.jukung.server.authorization.UnionAuthorizer;
import io.jukung.server.authorization.node.NodeAuthorization;
import io.jukung.server.authorization.rbac.EscalationCheck;
import io.jukung.server.authorization.rbac.GuardedStore;
import io.jukung.server.authorization.rbac.PolicyReconciler;
import io.jukung.server.authorization.rbac.RbacAuthorizer;
import io.jukung.server.authorization.rbac.RbacPolicy;
import io.jukung.server.authorization.webhook.AuthorizationConfiguration;
import io.jukung.server.authorization.webhook.AuthorizationConfiguration.Entry;
import io.jukung.server.authorization.webhook.AuthorizationWebhookConfig;
import io.jukung.server.authorization.webhook.ConfiguredAuthorizers;
import io.jukung.server.authorization.webhook.WebhookObserver;
import io.jukung.server.kubeconfig.ReviewClient;
import io.jukung.server.metrics.ReloadMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The authorizers of one server: members of {@code system:masters} may do everything, some paths
 * are for everybody, and then the modes decide. Safe for all threads.
 */
final class Authorization implements AutoCloseable {
  private final Catalog catalog;
  private final Registry registry;
  private final NodeAuthorization nodes;
  private final boolean rbac;
  private final ConfiguredAuthorizers configured;
  private final Optional<FollowedFile> followed;
  private final Authorizer authorizer;
  private final EscalationCheck escalation;

  /**
   * Authorizers that are not started.
   *
   * @throws IOException when the configuration file's folder can't be watched
   * @throws ConfigException when the configuration can't be used
   */
  Authorization(
      AccessConfig config,
      Catalog catalog,
      Registry registry,
      ReloadMetrics.Source reloads,
      WebhookObserver observer)
      throws IOException {
    this.catalog = catalog;
    this.registry = registry;
    this.nodes = new NodeAuthorization(catalog, registry);
    RbacPolicy policy = new RbacPolicy(catalog, registry);
    Optional<Path> file = config.authorizationFile();
    byte[] text = file.isPresent() ? read(file.get()) : new byte[0];
    AuthorizationConfiguration configuration =
        file.isPresent() ? AuthorizationConfiguration.parse(text) : ofModes(config);
    this.rbac = configuration.authorizers().stream().anyMatch(entry -> entry.type().equals("RBAC"));
    this.configured =
        new ConfiguredAuthorizers(configuration, builtIn(policy), ReviewClient.BACKOFF, observer);
    this.followed =
        file.isPresent()
            ? Optional.of(
                new FollowedFile(
                    file.get(), text, configured::replace, reloads.of("authorization")))
            : Optional.empty();
    this.authorizer =
        new UnionAuthorizer(
            List.of(
                FixedAuthorizers.systemMasters(),
                FixedAuthorizers.paths(config.alwaysAllowPaths()),
                configured));
    this.escalation = new EscalationCheck(policy, authorizer);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ConfigException("can't read " + file + ": " + e.getMessage());
    }
  }

  private static AuthorizationConfiguration ofModes(AccessConfig config) {
    return new AuthorizationConfiguration(
        config.authorizationModes().stream()
            .map(
                mode ->
                    mode == AuthorizationMode.WEBHOOK
                        ? new Entry(
                            mode.toString(),
                            "default",
                            config.authorizationWebhook().map(AuthorizationWebhookConfig::entry))
                        : new Entry(
                            mode.toString(),
                            mode.toString().toLowerCase(Locale.ROOT),
                            Optional.empty()))
            .toList());
  }

  private Map<String, Authorizer> builtIn(RbacPolicy policy) {
    return Map.of(
        AuthorizationMode.NODE.toString(),
        nodes.authorizer(),
        AuthorizationMode.RBAC.toString(),
        new RbacAuthorizer(policy),
        AuthorizationMode.ALWAYS_ALLOW.toString(),
        FixedAuthorizers.ALWAYS_ALLOW,
        AuthorizationMode.ALWAYS_DENY.toString(),
        FixedAuthorizers.ALWAYS_DENY);
  }

  Authorizer authorizer() {
    return authorizer;
  }

  /** Stores that refuse to give away what the writer has not; as they are without RBAC. */
  Function<ResourceType, ResourceStore> guarded(Function<ResourceType, ResourceStore> stores) {
    return type ->
        rbac && EscalationCheck.guards(type)
            ? new GuardedStore(stores.apply(type), escalation)
            : stores.apply(type);
  }

  /**
   * Follows the configuration file, and reconciles the bootstrap policy on a thread of its own,
   * which ends by itself.
   */
  void start() {
    followed.ifPresent(FollowedFile::start);
    if (rbac) {
      var _ =
          Thread.ofVirtual()
              .name("rbac-bootstrap")
              .start(() -> new PolicyReconciler(this::store).reconcile(Bootstrap.rbacObjects()));
    }
  }

  @Override
  public void close() {
    followed.ifPresent(FollowedFile::close);
    configured.close();
    nodes.close();
  }

  private ResourceStore store(String kind) {
    return registry.store(
        catalog
            .resourceForKind(new GroupVersionKind("rbac.authorization.k8s.io", "v1", kind))
            .orElseThrow());
  }
}
