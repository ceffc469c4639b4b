package io.jukung.server.jaxrs;

import io.jukung.server.flowcontrol.PriorityAndFairness;
import io.jukung.server.http.JaxRs;
import io.jukung.server.http.PlainFailure;
import io.jukung.server.response.ApiResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** {@code /debug/api_priority_and_fairness/dump_*}. */
@Path("debug/api_priority_and_fairness")
public final class FlowControlApi {
  private final PriorityAndFairness control;

  /** Tells of {@code control}. */
  public FlowControlApi(PriorityAndFairness control) {
    this.control = control;
  }

  /** One dump. */
  @GET
  @Path("{dump}")
  public Response dump(@PathParam("dump") String dump) {
    boolean details = !JaxRs.call().query().text("includeRequestDetails").isEmpty();
    return JaxRs.response(
        control
            .dump(dump, details)
            .map(text -> ApiResponse.text(200, text))
            .orElseThrow(PlainFailure::pageNotFound));
  }
}
