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
import io.jukung.server.authentication.AnonymousRequests;
import io.jukung.server.authentication.AudienceAgnostic;
import io.jukung.server.authentication.Authenticator;
import io.jukung.server.authentication.BearerTokens;
import io.jukung.server.authentication.BootstrapTokens;
import io.jukung.server.authentication.CachedTokens;
import io.jukung.server.authentication.ClientCertificates;
import io.jukung.server.authentication.FrontProxyUsers;
import io.jukung.server.authentication.TokenAuthenticator;
import io.jukung.server.authentication.TokenFile;
import io.jukung.server.authentication.UnionAuthenticator;
import io.jukung.server.authorization.Attributes;
import io.jukung.server.authorization.AuthorizationMode;
import io.jukung.server.authorization.Authorizer;
import io.jukung.server.jaxrs.OpenIdApi;
import io.jukung.server.pki.Pki;
import io.jukung.server.resource.ResourceEndpoints;
import io.jukung.server.serviceaccount.AccountAuthenticators;
import io.jukung.server.serviceaccount.OpenIdMetadata;
import io.jukung.server.serviceaccount.TokenKeys;
import io.jukung.server.serviceaccount.TokenObjects;
import io.jukung.server.serviceaccount.TokenRequestEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The authenticators and what belongs to them, for one server. Safe for all threads. */
public final class AccessControl implements AccessChecks, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessControl.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final AccessConfig config;
  private final Authenticator authenticator;
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
      AccessConfig config,
      Optional<Path> tokenAuthFile,
      Pki pki,
      Pki.State certificates,
      Catalog catalog,
      Registry registry,
      Clock clock)
      throws IOException, GeneralSecurityException {
    this.config = config;
    this.clock = clock;
    this.keys = TokenKeys.read(config.serviceAccounts(), pki.serviceAccountKeyFile());
    this.objects =
        new TokenObjects(resource -> core(catalog, registry, resource), AccessControl::tree);
    List<String> audiences = config.serviceAccounts().apiAudiences();
    List<TokenAuthenticator> tokens = new ArrayList<>();
    if (tokenAuthFile.isPresent()) {
      tokens.add(new AudienceAgnostic(TokenFile.read(tokenAuthFile.get()), audiences));
    }
    AccountAuthenticators.of(config.serviceAccounts(), keys, objects, clock)
        .forEach(accounts -> tokens.add(new CachedTokens(accounts, System::nanoTime)));
    if (config.authentication().bootstrapTokens()) {
      tokens.add(
          new AudienceAgnostic(
              new BootstrapTokens(name -> objects.cached("secrets", "kube-system", name), clock),
              audiences));
    }
    List<Authenticator> all = new ArrayList<>();
    if (config.frontProxy().isPresent()) {
      all.add(FrontProxyUsers.of(config.frontProxy().get(), clock));
    }
    all.add(new ClientCertificates(List.of(certificates.authority()), clock));
    all.add(new BearerTokens(tokens));
    this.authenticator = new UnionAuthenticator(all, anonymous(config));
    this.authorization = new Authorization(config, catalog, registry);
  }

  private static Authenticator anonymous(AccessConfig config) {
    Optional<Boolean> wanted = config.authentication().anonymous();
    if (wanted.orElse(false)
        && config.authorizationModes().contains(AuthorizationMode.ALWAYS_ALLOW)) {
      LOG.warn("--anonymous-auth is not allowed with AlwaysAllow: anonymous requests are refused");
      return AnonymousRequests.all(false);
    }
    return wanted.map(AnonymousRequests::all).orElseGet(AnonymousRequests::byDefault);
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

  /** Finds out who asks. */
  public Authenticator authenticator() {
    return authenticator;
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
            resource.fieldSelector()));
  }

  private AccessChecks.Decision decide(Attributes wanted) {
    return switch (authorizer().authorize(wanted)) {
      case Authorizer.Decision.Allow(String reason) -> new AccessChecks.Decision(true, reason, "");
      case Authorizer.Decision.Deny(String reason) -> new AccessChecks.Decision(false, reason, "");
      case Authorizer.Decision.NoOpinion(String reason) ->
          new AccessChecks.Decision(false, reason, "");
    };
  }

  /** The stores as requests may use them: none gives somebody more than the writer has. */
  public Function<ResourceType, ResourceStore> guarded(
      Function<ResourceType, ResourceStore> stores) {
    return authorization.guarded(stores);
  }

  /** Brings the bootstrap policy up to date in the background; the registry is started. */
  public void start() {
    authorization.start();
  }

  /** Stops what runs in the background. */
  @Override
  public void close() {
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
