package io.jukung.server.cbor;

import io.jukung.registry.status.StatusException;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.StatusAnswers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets clients speak CBOR with what stands behind it, which speaks JSON. Safe for all threads. */
public final class CborHandler extends Handler.Wrapper {
  private static final String CBOR = "application/cbor";
  private static final String APPLY = "application/apply-patch+cbor";

  /** Where upstream speaks CBOR: within a group's version. */
  private static final Pattern RESOURCES = Pattern.compile("/api/v1|/apis/[^/]+/[^/]+");

  /** As the API's own limit of bodies. */
  private static final int MOST_BODY_BYTES = 3 << 20;

  private final StatusAnswers failures;

  /** In front of {@code next}. */
  public CborHandler(Handler next, StatusAnswers failures) {
    super(next);
    this.failures = failures;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    if (!RESOURCES.matcher(path).lookingAt()) {
      return super.handle(request, response, callback);
    }
    HttpFields.Mutable headers = HttpFields.build(request.getHeaders());
    Optional<String> accept = CborAccept.instead(String.valueOf(headers.get("Accept")));
    Response answer = response;
    if (accept.isPresent()) {
      headers.put("Accept", accept.get());
      headers.remove("Accept-Encoding");
      answer = new CborResponse(request, response);
    }
    Optional<String> type = jsonType(String.valueOf(headers.get("Content-Type")));
    if (type.isEmpty()) {
      return super.handle(new CborRequest(request, headers, null), answer, callback);
    }
    byte[] json;
    try (InputStream in = Request.asInputStream(request)) {
      byte[] body = in.readNBytes(MOST_BODY_BYTES + 1);
      if (body.length > MOST_BODY_BYTES) {
        throw StatusException.requestEntityTooLarge(
            "Request entity too large: limit is " + MOST_BODY_BYTES);
      }
      json = body.length == 0 ? body : CborToJson.convert(body);
    } catch (StatusException e) {
      return refuse(e, answer, callback);
    } catch (IOException e) {
      return refuse(
          StatusException.badRequest("error decoding CBOR: " + e.getMessage()), answer, callback);
    }
    headers.put("Content-Type", type.get());
    headers.put("Content-Length", json.length);
    return super.handle(new CborRequest(request, headers, json), answer, callback);
  }

  /** What a body is once it is JSON; empty when it is no CBOR. */
  private static Optional<String> jsonType(String contentType) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case CBOR -> Optional.of("application/json");
      case APPLY -> Optional.of("application/apply-patch+yaml");
      default -> Optional.empty();
    };
  }

  private boolean refuse(StatusException failure, Response response, Callback callback) {
    ApiResponse answer = failures.answer(failure, "application/json", "", Optional.empty());
    response.setStatus(answer.status());
    response.getHeaders().put("Content-Type", answer.contentType());
    byte[] body =
        answer.body() instanceof ApiResponse.Body.Fixed(var bytes) ? bytes.array() : new byte[0];
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }
}
