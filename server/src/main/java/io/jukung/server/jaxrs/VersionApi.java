package io.jukung.server.jaxrs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.server.http.ApiCall;
import io.jukung.server.http.JaxRs;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.JsonText;
import io.jukung.server.response.Negotiator;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** {@code /version}: always indented JSON. */
@Path("version")
public final class VersionApi {
  private final ApiResponse answer;

  /** Serves {@code version}. */
  public VersionApi(ObjectNode version) {
    this.answer = ApiResponse.of(200, ApiResponse.JSON, JsonText.indented(version));
  }

  /** The version. */
  @GET
  public Response get() {
    ApiCall call = JaxRs.call();
    Negotiator.requireRoute(call.header("Accept"), ApiResponse.JSON);
    return JaxRs.response(answer);
  }
}
