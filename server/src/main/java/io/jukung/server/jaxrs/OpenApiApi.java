package io.jukung.server.jaxrs;

import io.jukung.registry.openapi.Document;
import io.jukung.registry.openapi.OpenApi;
import io.jukung.server.http.ApiCall;
import io.jukung.server.http.JaxRs;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.Negotiator;
import io.jukung.storage.Bytes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code /openapi/v2} and {@code /openapi/v3}. Upstream: {@code k8s.io/kube-openapi/pkg/handler}
 * and {@code handler3}.
 */
@Path("openapi")
public final class OpenApiApi {
  private static final String OLD_V2_PROTOBUF =
      "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
  private final OpenApi documents;
  private final CustomOpenApi custom;
  private final Supplier<Map<String, Document>> more;
  private final InstantSource clock;
  private final String made;

  /**
   * Serves {@code documents}, made now.
   *
   * @param custom tells of custom resources in version 2
   * @param more further documents of version 3, by name: what other servers serve
   */
  public OpenApiApi(
      OpenApi documents,
      CustomOpenApi custom,
      Supplier<Map<String, Document>> more,
      InstantSource clock) {
    this.documents = documents;
    this.custom = custom;
    this.more = more;
    this.clock = clock;
    this.made = HTTP_DATE.format(clock.instant());
  }

  /** Everything in one document. */
  @GET
  @Path("v2")
  public Response v2() {
    ApiCall call = JaxRs.call();
    Optional<String> type =
        Negotiator.firstOf(
            call.header("Accept"), List.of(OpenApi.JSON, OpenApi.V2_PROTOBUF, OLD_V2_PROTOBUF));
    if (type.isEmpty()) {
      return notAcceptable();
    }
    Document document = type.get().equals(OpenApi.JSON) ? custom.v2() : custom.v2Protobuf();
    return document(call, document, document.contentType(), true);
  }

  /** Where the documents of version 3 are. */
  @GET
  @Path("v3")
  public Response v3() {
    ApiCall call = JaxRs.call();
    return call.path().endsWith("/")
        ? empty(404)
        : document(call, documents.index(more.get()), ApiResponse.TEXT, false);
  }

  /** One document of version 3. */
  @GET
  @Path("v3/{name: .+}")
  public Response v3(@PathParam("name") String name) {
    ApiCall call = JaxRs.call();
    Optional<Document> found =
        documents.v3(name).or(() -> Optional.ofNullable(more.get().get(name)));
    if (found.isEmpty()) {
      return empty(404);
    }
    if (Negotiator.firstOf(call.header("Accept"), List.of(OpenApi.JSON)).isEmpty()) {
      return notAcceptable();
    }
    Document document = found.get();
    String hash = call.query().text("hash");
    if (hash.isEmpty()) {
      return document(call, document, OpenApi.JSON, true);
    }
    if (!hash.equals(document.hash())) {
      call.answerHeader("ETag", '"' + document.hash() + '"');
      call.answerHeader("Vary", "Accept");
      call.answerHeader("Location", "/openapi/v3/" + name + "?hash=" + document.hash());
      return empty(301);
    }
    call.answerHeader("Cache-Control", "public, immutable");
    call.answerHeader(
        "Expires",
        HTTP_DATE.format(clock.instant().plus(Duration.ofDays(365))).replace("GMT", "UTC"));
    return document(call, document, OpenApi.JSON, true);
  }

  private static Response notAcceptable() {
    JaxRs.call().answerHeader("Vary", "Accept");
    return empty(406);
  }

  private static Response empty(int status) {
    return JaxRs.response(ApiResponse.of(status, "", Bytes.EMPTY));
  }

  private Response document(ApiCall call, Document document, String contentType, boolean tagged) {
    List<ApiResponse.Header> headers = new ArrayList<>();
    headers.add(new ApiResponse.Header("Last-Modified", made));
    String etag = '"' + document.hash() + '"';
    if (tagged) {
      headers.add(new ApiResponse.Header("ETag", etag));
      headers.add(new ApiResponse.Header("Vary", "Accept"));
      if (call.header("If-None-Match").equals(etag)) {
        return JaxRs.response(
            new ApiResponse(304, "", headers, new ApiResponse.Body.Fixed(Bytes.EMPTY)));
      }
    }
    boolean gzip = call.header("Accept-Encoding").contains("gzip");
    headers.add(new ApiResponse.Header("Vary", "Accept-Encoding"));
    if (gzip) {
      headers.add(new ApiResponse.Header("Content-Encoding", "gzip"));
    }
    Bytes body = gzip ? document.gzip() : Bytes.wrap(document.content());
    return JaxRs.response(
        new ApiResponse(200, contentType, headers, new ApiResponse.Body.Fixed(body)));
  }
}
