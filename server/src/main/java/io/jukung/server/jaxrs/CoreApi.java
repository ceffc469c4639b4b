package io.jukung.server.jaxrs;

import io.jukung.registry.meta.GroupVersion;
import io.jukung.server.discovery.DiscoveryResource;
import io.jukung.server.http.JaxRs;
import io.jukung.server.resource.ResourceEndpoints;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** The core group: {@code /api}. */
@Path("api")
public final class CoreApi extends ObjectsApi {
  private final DiscoveryResource discovery;

  /** Serves both. */
  public CoreApi(DiscoveryResource discovery, ResourceEndpoints resources) {
    super(resources);
    this.discovery = discovery;
  }

  /** The versions. */
  @GET
  public Response versions() {
    return JaxRs.response(discovery.core(JaxRs.call()));
  }

  /** The resources of a version. */
  @GET
  @Path("{version}")
  public Response resources(@PathParam("version") String version) {
    return JaxRs.response(discovery.version(JaxRs.call(), new GroupVersion("", version)));
  }
}
