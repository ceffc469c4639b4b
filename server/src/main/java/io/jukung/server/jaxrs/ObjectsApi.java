package io.jukung.server.jaxrs;

import io.jukung.server.http.JaxRs;
import io.jukung.server.resource.ResourceEndpoints;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/**
 * What lies below a version, the same for the core group and the named ones: collections, objects
 * and subresources. Safe for all threads.
 */
public abstract class ObjectsApi {
  /** A version of the core group and more, or a group, a version and more. */
  private static final String OBJECTS = "{objects: v[0-9][^/]*/.+|[^/]+/[^/]+/.+}";

  private final ResourceEndpoints resources;

  /** Serves {@code resources}. */
  protected ObjectsApi(ResourceEndpoints resources) {
    this.resources = resources;
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
