package io.jukung.server.jaxrs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.server.http.JaxRs;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.JsonText;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.TreeSet;

/** {@code /}: the paths there are. */
@Path("")
public final class RootApi {
  private final ApiResponse answer;

  /** Tells {@code paths}. */
  public RootApi(Collection<String> paths) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode list = document.putArray("paths");
    new TreeSet<>(paths).forEach(list::add);
    this.answer = ApiResponse.of(200, ApiResponse.JSON, JsonText.indented(document));
  }

  /** The paths. */
  @GET
  public Response get() {
    return JaxRs.response(answer);
  }
}
