package io.jukung.server.jaxrs;

import io.jukung.server.http.JaxRs;
import io.jukung.server.metrics.ServerMetrics;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** {@code /metrics}. */
@Path("metrics")
public final class MetricsApi {
  private final ServerMetrics metrics;

  /** Serves {@code metrics}. */
  public MetricsApi(ServerMetrics metrics) {
    this.metrics = metrics;
  }

  /** All counters. */
  @GET
  public Response get() {
    return JaxRs.response(metrics.text());
  }
}
