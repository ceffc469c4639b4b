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
public final class OpenIdApi {
  private OpenIdApi() {}

  /** The resources that serve {@code metadata}. */
  public static List<Object> of(OpenIdMetadata metadata) {
    return List.of(new Configuration(metadata), new KeySet(metadata));
  }

  /**
   * Keys change when the server starts anew; others may keep them for an hour, as upstream says.
   */
  private static Response cacheable(ApiResponse answer) {
    JaxRs.call().answerHeader("Cache-Control", "public, max-age=3600");
    return JaxRs.response(answer);
  }

  /** Who issues tokens and where the keys are. */
  @Path(".well-known/openid-configuration")
  public static final class Configuration {
    private final OpenIdMetadata metadata;

    private Configuration(OpenIdMetadata metadata) {
      this.metadata = metadata;
    }

    /** The document. */
    @GET
    public Response get() {
      Negotiator.requireRoute(JaxRs.call().header("Accept"), ApiResponse.JSON);
      return cacheable(metadata.configuration());
    }
  }

  /** The keys. */
  @Path("openid/v1/jwks")
  public static final class KeySet {
    private final OpenIdMetadata metadata;

    private KeySet(OpenIdMetadata metadata) {
      this.metadata = metadata;
    }

    /** The set. */
    @GET
    public Response get() {
      Negotiator.requireRoute(JaxRs.call().header("Accept"), OpenIdMetadata.KEYS_TYPE);
      return cacheable(metadata.keySet());
    }
  }
}
