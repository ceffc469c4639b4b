package io.jukung.server.jaxrs;

import io.jukung.registry.meta.GroupVersion;
import io.jukung.server.discovery.DiscoveryResource;
import io.jukung.server.http.JaxRs;
import io.jukung.server.resource.ResourceEndpoints;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** All named groups: {@code /apis}. */
@Path("apis")
public final class GroupApi extends ObjectsApi {
  private final DiscoveryResource discovery;

  /** Serves both. */
  public GroupApi(DiscoveryResource discovery, ResourceEndpoints resources) {
    super(resources);
    this.discovery = discovery;
  }

  /** The groups. */
  @GET
  public Response groups() {
    return JaxRs.response(discovery.groups(JaxRs.call()));
  }

  /** The groups: upstream answers every method alike. */
  @POST
  public Response groupsOfPost() {
    return groups();
  }

  /** The groups, too. */
  @PUT
  public Response groupsOfPut() {
    return groups();
  }

  /** The groups, too. */
  @PATCH
  public Response groupsOfPatch() {
    return groups();
  }

  /** The groups, too. */
  @DELETE
  public Response groupsOfDelete() {
    return groups();
  }

  /** A group. */
  @GET
  @Path("{group}")
  public Response group(@PathParam("group") String group) {
    return JaxRs.response(discovery.group(JaxRs.call(), group));
  }

  /** The resources of a version. */
  @GET
  @Path("{group}/{version}")
  public Response resources(
      @PathParam("group") String group, @PathParam("version") String version) {
    return JaxRs.response(discovery.version(JaxRs.call(), new GroupVersion(group, version)));
  }
}
