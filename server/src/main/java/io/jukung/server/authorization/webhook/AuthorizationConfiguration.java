package io.jukung.server.authorization.webhook;

import io.jukung.registry.config.ConfigException;
import io.jukung.registry.config.ConfigNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a file of kind {@code AuthorizationConfiguration} says, with defaults, not validated yet.
 */
public record AuthorizationConfiguration(List<Entry> authorizers) {
  private static final String GROUP = "apiserver.config.k8s.io/";

  /** Copies the list. */
  public AuthorizationConfiguration {
    authorizers = List.copyOf(authorizers);
  }

  /** One authorizer. */
  public record Entry(String type, String name, Optional<Webhook> webhook) {}

  /**
   * A server that is asked.
   *
   * @param authorizedTtl how long a yes counts
   * @param unauthorizedTtl how long another answer counts
   * @param kubeconfigFile where the server is
   * @param matchConditions all must be true for the server to be asked
   */
  public record Webhook(
      Duration authorizedTtl,
      boolean cacheAuthorized,
      Duration unauthorizedTtl,
      boolean cacheUnauthorized,
      Duration timeout,
      String version,
      String matchVersion,
      String failurePolicy,
      String connectionType,
      Optional<String> kubeconfigFile,
      List<String> matchConditions) {
    /** How long a yes counts when nothing else is said. */
    public static final Duration AUTHORIZED_TTL = Duration.ofMinutes(5);

    /** How long another answer counts when nothing else is said. */
    public static final Duration UNAUTHORIZED_TTL = Duration.ofSeconds(30);

    /** Copies the list. */
    public Webhook {
      matchConditions = List.copyOf(matchConditions);
    }

    /** Whether nobody is allowed anything while the server doesn't answer. */
    boolean failsClosed() {
      return failurePolicy.equals("Deny");
    }
  }

  /**
   * Reads a file's text.
   *
   * @throws ConfigException when it is of another kind, or has fields or values of others
   */
  public static AuthorizationConfiguration parse(byte[] text) {
    try {
      ConfigNode root =
          ConfigNode.parse(
                  text,
                  "AuthorizationConfiguration",
                  List.of(GROUP + "v1", GROUP + "v1beta1", GROUP + "v1alpha1"))
              .allow(Set.of("apiVersion", "kind", "authorizers"));
      return new AuthorizationConfiguration(
          root.children("authorizers").stream().map(AuthorizationConfiguration::entry).toList());
    } catch (ConfigException e) {
      throw new ConfigException(
          "failed to load AuthorizationConfiguration from file: " + e.getMessage());
    }
  }

  private static Entry entry(ConfigNode node) {
    node.allow(Set.of("type", "name", "webhook"));
    return new Entry(
        node.text("type"),
        node.text("name"),
        node.child("webhook").map(AuthorizationConfiguration::webhook));
  }

  private static Webhook webhook(ConfigNode node) {
    node.allow(
        Set.of(
            "authorizedTTL",
            "cacheAuthorizedRequests",
            "unauthorizedTTL",
            "cacheUnauthorizedRequests",
            "timeout",
            "subjectAccessReviewVersion",
            "matchConditionSubjectAccessReviewVersion",
            "failurePolicy",
            "connectionInfo",
            "matchConditions"));
    Optional<ConfigNode> connection =
        node.child("connectionInfo").map(info -> info.allow(Set.of("type", "kubeConfigFile")));
    return new Webhook(
        duration(node, "authorizedTTL", Webhook.AUTHORIZED_TTL),
        node.flag("cacheAuthorizedRequests").orElse(true),
        duration(node, "unauthorizedTTL", Webhook.UNAUTHORIZED_TTL),
        node.flag("cacheUnauthorizedRequests").orElse(true),
        duration(node, "timeout", Duration.ZERO),
        node.text("subjectAccessReviewVersion"),
        node.text("matchConditionSubjectAccessReviewVersion"),
        node.text("failurePolicy"),
        connection.map(info -> info.text("type")).orElse(""),
        connection
            .filter(info -> info.has("kubeConfigFile"))
            .map(info -> info.text("kubeConfigFile")),
        node.children("matchConditions").stream()
            .map(condition -> condition.allow(Set.of("expression")).text("expression"))
            .toList());
  }

  /** The default stands for zero, too. */
  private static Duration duration(ConfigNode node, String field, Duration unset) {
    return node.duration(field).filter(value -> !value.isZero()).orElse(unset);
  }
}
