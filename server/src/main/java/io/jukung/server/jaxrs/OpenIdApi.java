package io.jukung.server.jaxrs;

import io.jukung.server.http.JaxRs;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.Negotiator;
import io.jukung.server.serviceaccount.OpenIdMetadata;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** How others verify service account tokens: OpenID Connect discovery. */
@Path("")
public final class OpenIdApi {
  private final OpenIdMetadata metadata;

  /** Serves {@code metadata}. */
  public OpenIdApi(OpenIdMetadata metadata) {
    this.metadata = metadata;
  }

  /** Who issues tokens and where the keys are. */
  @GET
  @Path(".well-known/openid-configuration")
  public Response configuration() {
    Negotiator.requireJson(JaxRs.call().header("Accept"));
    return cacheable(metadata.configuration());
  }

  /** The keys. */
  @GET
  @Path("openid/v1/jwks")
  public Response keys() {
    String accept = JaxRs.call().header("Accept");
    if (Negotiator.firstOf(accept, List.of(OpenIdMetadata.KEYS_TYPE)).isEmpty()) {
      throw Negotiator.unreachable(OpenIdMetadata.KEYS_TYPE);
    }
    return cacheable(metadata.keySet());
  }

  /**
   * Keys change when the server starts anew; others may keep them for an hour, as upstream says.
   */
  private static Response cacheable(ApiResponse answer) {
    JaxRs.call().answerHeader("Cache-Control", "public, max-age=3600");
    return JaxRs.response(answer);
  }
}
