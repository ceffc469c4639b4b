package io.jukung.server.authorization.webhook;

import io.jukung.registry.config.ConfigException;
import io.jukung.registry.request.UserInfo;
import io.jukung.server.authorization.Attributes;
import io.jukung.server.authorization.Authorizer;
import io.jukung.server.authorization.UnionAuthorizer;
import io.jukung.server.authorization.webhook.AuthorizationConfiguration.Entry;
import io.jukung.server.authorization.webhook.AuthorizationConfiguration.Webhook;
import io.jukung.server.kubeconfig.ReviewClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The authorizers that a configuration names, in its order; it can be replaced while the server
 * runs. Safe for all threads.
 *
 * <p>Upstream: {@code pkg/kubeapiserver/authorizer/reload.go} at v1.36.
 */
public final class ConfiguredAuthorizers implements Authorizer, AutoCloseable {
  private record Current(
      AuthorizationConfiguration configuration,
      UnionAuthorizer authorizer,
      List<WebhookAuthorizer> webhooks) {}

  private final Map<String, Authorizer> builtIn;
  private final List<String> required;
  private final Duration backoff;
  private final WebhookObserver observer;
  private final AuthorizationChecks checks = new AuthorizationChecks();
  private volatile Current current;

  /**
   * Authorizers of the first configuration.
   *
   * @param builtIn the authorizer of each type that is none of webhooks
   * @param observer is told of each webhook asked
   * @throws ConfigException when the configuration can't be used
   */
  public ConfiguredAuthorizers(
      AuthorizationConfiguration configuration,
      Map<String, Authorizer> builtIn,
      Duration backoff,
      WebhookObserver observer) {
    this.observer = observer;
    this.builtIn = Map.copyOf(builtIn);
    this.backoff = backoff;
    this.required = types(configuration);
    this.current = made(configuration);
  }

  private static List<String> types(AuthorizationConfiguration configuration) {
    return configuration.authorizers().stream()
        .map(Entry::type)
        .filter(type -> !type.equals("Webhook"))
        .toList();
  }

  private Current made(AuthorizationConfiguration configuration) {
    List<MatchConditions> conditions = checks.compile(configuration);
    AuthorizationChecks.checkTypes(configuration, required);
    List<Authorizer> authorizers = new ArrayList<>();
    List<WebhookAuthorizer> webhooks = new ArrayList<>();
    for (int i = 0; i < configuration.authorizers().size(); i++) {
      Entry entry = configuration.authorizers().get(i);
      Optional<Webhook> webhook = entry.webhook();
      if (webhook.isPresent()) {
        WebhookAuthorizer asked = webhook(entry.name(), webhook.get(), conditions.get(i));
        webhooks.add(asked);
        authorizers.add(asked);
      } else {
        authorizers.add(builtIn(entry.type()));
      }
    }
    return new Current(configuration, new UnionAuthorizer(authorizers), webhooks);
  }

  private WebhookAuthorizer webhook(String name, Webhook webhook, MatchConditions conditions) {
    if (webhook.kubeconfigFile().isEmpty()) {
      throw new ConfigException("connectionInfo.type InClusterConfig is not served here");
    }
    return new WebhookAuthorizer(
        name,
        webhook,
        conditions,
        new ReviewClient(Path.of(webhook.kubeconfigFile().get()), webhook.timeout(), backoff),
        observer,
        System::nanoTime);
  }

  /** What follows objects from the start can't be added later. */
  private Authorizer builtIn(String type) {
    Authorizer known = builtIn.get(type);
    boolean late = (type.equals("Node") || type.equals("RBAC")) && !required.contains(type);
    if (known == null || late) {
      throw new ConfigException(
          "authorizer type "
              + type
              + " is not allowed if it was not enabled at initial server startup");
    }
    return known;
  }

  /**
   * Replaces the configuration. One thread at a time may call this.
   *
   * @return empty: it is in force
   * @throws ConfigException when it can't be used; the one before stays in force
   */
  public Optional<String> replace(byte[] text) {
    AuthorizationConfiguration wanted = AuthorizationConfiguration.parse(text);
    Current fresh = made(wanted);
    Current old = current;
    if (!wanted.equals(old.configuration)) {
      current = fresh;
      // Whoever waits for an answer of the old ones gets it: they are closed with the server.
    }
    return Optional.empty();
  }

  @Override
  public Decision authorize(Attributes attributes) {
    return current.authorizer.authorize(attributes);
  }

  @Override
  public Rules rules(UserInfo user, String namespace) {
    return current.authorizer.rules(user, namespace);
  }

  @Override
  public void close() {
    current.webhooks.forEach(WebhookAuthorizer::close);
  }
}
