package io.jukung.server.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.admission.AdmissionConfig;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.cel.AccessChecks;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.store.Registry;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.StoredObject;
import io.jukung.server.ServerConfig;
import io.jukung.server.authentication.Authenticator;
import io.jukung.server.authorization.Attributes;
import io.jukung.server.authorization.Authorizer;
import io.jukung.server.jaxrs.OpenIdApi;
import io.jukung.server.metrics.AccessMetrics;
import io.jukung.server.metrics.ReloadMetrics;
import io.jukung.server.pki.Pki;
import io.jukung.server.resource.ResourceEndpoints;
import io.jukung.server.serviceaccount.OpenIdMetadata;
import io.jukung.server.serviceaccount.TokenKeys;
import io.jukung.server.serviceaccount.TokenObjects;
import io.jukung.server.serviceaccount.TokenRequestEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** The authenticators and what belongs to them, for one server. Safe for all threads. */
public final class AccessControl implements AccessChecks, AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final AccessConfig config;
  private final Authentication authentication;
  private final TokenKeys keys;
  private final TokenObjects objects;
  private final Clock clock;
  private final Authorization authorization;

  /**
   * Reads keys and token files; the registry need not be started yet.
   *
   * @throws IOException when a file can't be read
   */
  public AccessControl(
      ServerConfig server,
      Pki pki,
      Pki.State certificates,
      Catalog catalog,
      Registry registry,
      Clock clock,
      ReloadMetrics.Source reloads)
      throws IOException, GeneralSecurityException {
    this.config = server.access();
    this.clock = clock;
    this.keys = TokenKeys.read(config.serviceAccounts(), pki.serviceAccountKeyFile());
    this.objects =
        new TokenObjects(resource -> core(catalog, registry, resource), AccessControl::tree);
    AccessMetrics metrics = new AccessMetrics(reloads);
    this.authentication =
        new Authentication(
            config,
            server.tokenAuthFile(),
            certificates.authority(),
            keys,
            objects,
            clock,
            reloads,
            metrics);
    this.authorization = new Authorization(config, catalog, registry, reloads, metrics);
  }

  private static ResourceStore core(Catalog catalog, Registry registry, String resource) {
    return registry.store(
        catalog.resource(new GroupVersionResource("", "v1", resource)).orElseThrow());
  }

  private static JsonNode tree(StoredObject object) {
    try {
      return MAPPER.readTree(object.json().array());
    } catch (IOException e) {
      throw new UncheckedIOException("stored object is not JSON: " + object, e);
    }
  }

  /** Whose certificates make users and proxies, as of each moment. */
  public ClientAuthorities authorities() {
    return authentication.authorities();
  }

  /** Finds out who asks. */
  public Authenticator authenticator() {
    return authentication.authenticator();
  }

  /** Decides who may do what. */
  public Authorizer authorizer() {
    return authorization.authorizer();
  }

  /** Which admission plugins run. */
  public AdmissionConfig admission() {
    return config.admission();
  }

  @Override
  public AccessChecks.Decision path(UserInfo user, String verb, String path) {
    return decide(new Attributes(user, verb, false, "", "", "", "", "", "", path));
  }

  @Override
  public AccessChecks.Decision resource(
      UserInfo user, String verb, AccessChecks.Resource resource) {
    return decide(
        new Attributes(
            user,
            verb,
            true,
            resource.group(),
            "*",
            resource.resource(),
            resource.subresource(),
            resource.namespace(),
            resource.name(),
            "",
            resource.fieldSelector(),
            resource.labelSelector()));
  }

  private AccessChecks.Decision decide(Attributes wanted) {
    return switch (authorizer().authorize(wanted)) {
      case Authorizer.Decision.Allow(String reason) -> new AccessChecks.Decision(true, reason, "");
      case Authorizer.Decision.Deny(String reason) -> new AccessChecks.Decision(false, reason, "");
      case Authorizer.Decision.NoOpinion(String reason) ->
          new AccessChecks.Decision(false, reason, "");
      case Authorizer.Decision.Failed(boolean _, String reason, String error) ->
          new AccessChecks.Decision(false, reason, error);
    };
  }

  /** The stores as requests may use them: none gives somebody more than the writer has. */
  public Function<ResourceType, ResourceStore> guarded(
      Function<ResourceType, ResourceStore> stores) {
    return authorization.guarded(stores);
  }

  /**
   * Follows the files, and brings the bootstrap policy up to date in the background; the registry
   * is started.
   *
   * @param authoritiesChanged told when other {@link #authorities} are in force
   */
  public void start(Runnable authoritiesChanged) {
    authentication.start(authoritiesChanged);
    authorization.start();
  }

  /** Stops what runs in the background. */
  @Override
  public void close() {
    authentication.close();
    authorization.close();
  }

  /** The subresources that belong to this. */
  public Map<String, ResourceEndpoints.Special> specials() {
    return Map.of(
        "serviceaccounts/token",
        new TokenRequestEndpoint(config.serviceAccounts(), keys, objects, clock, UUID::randomUUID));
  }

  /**
   * The paths that belong to this and what serves them.
   *
   * @param address host and port at which others find this server
   */
  public Map<List<String>, List<Object>> resources(String address) {
    return OpenIdMetadata.of(config.serviceAccounts(), keys, address)
        .map(
            metadata ->
                Map.<List<String>, List<Object>>of(
                    List.of("/.well-known/openid-configuration", OpenIdMetadata.KEYS_PATH),
                    OpenIdApi.of(metadata)))
        .orElse(Map.of());
  }
}
