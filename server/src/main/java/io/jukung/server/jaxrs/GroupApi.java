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
public final class GroupApi {
  private static final String OBJECTS = "{group}/{version}/{path: .+}";
  private final DiscoveryResource discovery;
  private final ResourceEndpoints resources;

  /** Serves both. */
  public GroupApi(DiscoveryResource discovery, ResourceEndpoints resources) {
    this.discovery = discovery;
    this.resources = resources;
  }

  /** The groups. */
  @GET
  public Response groups() {
    return JaxRs.response(discovery.groups(JaxRs.call()));
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

  /** Reads, lists or watches. */
  @GET
  @Path(OBJECTS)
  public Response get() {
    return JaxRs.response(resources.serve(JaxRs.call()));
  }

  /** Creates. */
  @POST
  @Path(OBJECTS)
  public Response post() {
    return JaxRs.response(resources.serve(JaxRs.call()));
  }

  /** Replaces. */
  @PUT
  @Path(OBJECTS)
  public Response put() {
    return JaxRs.response(resources.serve(JaxRs.call()));
  }

  /** Patches. */
  @PATCH
  @Path(OBJECTS)
  public Response patch() {
    return JaxRs.response(resources.serve(JaxRs.call()));
  }

  /** Deletes one or many. */
  @DELETE
  @Path(OBJECTS)
  public Response delete() {
    return JaxRs.response(resources.serve(JaxRs.call()));
  }
}
