package io.jukung.server.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.openapi.Document;
import io.jukung.server.connect.BackendTls;
import io.jukung.server.pki.ClientIdentity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * An API that another server serves. Immutable.
 *
 * @param tls how it is called; empty when its {@code caBundle} is no certificate
 * @param fault why it can't be called; empty when it can
 * @param resources its {@code APIResourceList} as it last answered; a missing node before
 * @param openApi its OpenAPI document of version 3, when it has one
 * @param openApiV2 the same of version 2, which tells of other groups too
 */
record Remote(
    ApiService api,
    ApiService.Service service,
    Optional<BackendTls> tls,
    String fault,
    JsonNode resources,
    Optional<Document> openApi,
    Optional<Document> openApiV2) {

  /** The API as its object says, not asked yet. */
  static Remote of(ApiService api, ApiService.Service service, ClientIdentity identity) {
    JsonNode nothing = com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    try {
      return new Remote(
          api,
          service,
          Optional.of(tls(service, identity)),
          "",
          nothing,
          Optional.empty(),
          Optional.empty());
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      return new Remote(
          api,
          service,
          Optional.empty(),
          "unable to load root certificates: " + e.getMessage(),
          nothing,
          Optional.empty(),
          Optional.empty());
    }
  }

  private static BackendTls tls(ApiService.Service service, ClientIdentity identity)
      throws GeneralSecurityException, IOException {
    if (service.insecure()) {
      return BackendTls.of(Optional.of(identity), List.of()).named(service.serverName());
    }
    if (service.caBundle().isEmpty()) {
      return BackendTls.trustingMachine(Optional.of(identity)).named(service.serverName());
    }
    byte[] pem = Base64.getDecoder().decode(service.caBundle());
    return BackendTls.trusting(Optional.of(identity), pem).named(service.serverName());
  }

  /** This, with what it answered. */
  Remote answering(JsonNode list, Optional<Document> v3, Optional<Document> v2) {
    return new Remote(api, service, tls, fault, list, v3, v2);
  }

  /** What this server has answered, with a newer state of the object. */
  Remote with(ApiService newer) {
    return new Remote(newer, service, tls, fault, resources, openApi, openApiV2);
  }
}
