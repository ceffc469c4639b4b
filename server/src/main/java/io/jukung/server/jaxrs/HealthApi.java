package io.jukung.server.jaxrs;

import io.jukung.server.health.HealthEndpoint;
import io.jukung.server.http.JaxRs;
import io.jukung.server.http.PlainFailure;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** {@code /livez}, {@code /readyz} and {@code /healthz}; as upstream, with any method. */
@Path("{endpoint: livez|readyz|healthz}")
public final class HealthApi {
  private final Map<String, HealthEndpoint> endpoints;

  /** Serves {@code endpoints} by their names. */
  public HealthApi(Map<String, HealthEndpoint> endpoints) {
    this.endpoints = Map.copyOf(endpoints);
  }

  private HealthEndpoint endpoint(String name) {
    HealthEndpoint endpoint = endpoints.get(name);
    if (endpoint == null) {
      throw PlainFailure.pageNotFound();
    }
    return endpoint;
  }

  /** All checks. */
  @GET
  public Response all(@PathParam("endpoint") String name) {
    return JaxRs.response(endpoint(name).all(JaxRs.call().query()));
  }

  /** One check. */
  @GET
  @Path("{check: .+}")
  public Response one(@PathParam("endpoint") String name, @PathParam("check") String check) {
    return JaxRs.response(endpoint(name).one(check));
  }

  /** All checks. */
  @POST
  public Response post(@PathParam("endpoint") String name) {
    return all(name);
  }

  /** All checks. */
  @PUT
  public Response put(@PathParam("endpoint") String name) {
    return all(name);
  }

  /** All checks. */
  @PATCH
  public Response patch(@PathParam("endpoint") String name) {
    return all(name);
  }

  /** All checks. */
  @DELETE
  public Response delete(@PathParam("endpoint") String name) {
    return all(name);
  }
}
