package io.jukung.server.http;

import io.jukung.registry.status.StatusException;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.StatusAnswers;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.glassfish.jersey.jetty.JettyHttpContainer;
import org.glassfish.jersey.jetty.JettyHttpContainerProvider;
import org.glassfish.jersey.server.ResourceConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Jersey application: singleton resources, nothing discovered, and failures told as Kubernetes
 * tells them. The resources find the current request with {@link #call}.
 */
public final class JaxRs {
  private static final Logger LOG = LoggerFactory.getLogger(JaxRs.class);

  /** Warns of every resource that is handed over as an instance; held, or its level is lost. */
  private static final java.util.logging.Logger PROVIDERS =
      java.util.logging.Logger.getLogger("org.glassfish.jersey.internal.inject.Providers");

  /** Tells of every client that went away in the middle of an answer, as of a failure. */
  private static final java.util.logging.Logger RESPONDER =
      java.util.logging.Logger.getLogger("org.glassfish.jersey.server.ServerRuntime$Responder");

  private JaxRs() {}

  /** The request that the current thread serves. */
  public static ApiCall call() {
    return ApiCall.CURRENT.get();
  }

  private static boolean clientGone(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof EofException) {
        return true;
      }
    }
    return false;
  }

  /** A Jetty handler that serves {@code resources}. */
  public static Handler handler(List<Object> resources, StatusAnswers failures) {
    PROVIDERS.setLevel(java.util.logging.Level.SEVERE);
    RESPONDER.setFilter(told -> !clientGone(told.getThrown()));
    ResourceConfig config = new ResourceConfig();
    config.addProperties(
        Map.of(
            "jersey.config.server.wadl.disableWadl", true,
            "jersey.config.disableAutoDiscovery", true,
            "jersey.config.disableMetainfServicesLookup", true,
            "jersey.config.disableDefaultProvider", "ALL",
            "jersey.config.server.contentLength.buffer", 0,
            "jersey.config.server.response.setStatusOverSendError", true));
    resources.forEach(config::register);
    config.register(new Failures(failures));
    return new JettyHttpContainerProvider().createContainer(JettyHttpContainer.class, config);
  }

  /** Hands the current request to Jersey and returns when its answer is written. */
  public static RequestHandler endpoint(Handler jersey) {
    return call -> {
      // Jersey would answer these two itself.
      if (call.method().equals("OPTIONS") || call.method().equals("HEAD")) {
        if (isApi(call.path())) {
          throw methodNotAllowed();
        }
      }
      jersey.handle(
          new WithoutMediaTypes(call.jettyRequest()), call.jettyResponse(), call.callback());
    };
  }

  /**
   * The request as Jersey sees it: bodies and answers are negotiated by this project's own rules,
   * so Jersey has nothing to refuse in these headers.
   */
  private static final class WithoutMediaTypes extends Request.Wrapper {
    private final HttpFields headers;

    WithoutMediaTypes(Request request) {
      super(request);
      headers =
          HttpFields.build(request.getHeaders())
              .remove(EnumSet.of(HttpHeader.ACCEPT, HttpHeader.CONTENT_TYPE))
              .asImmutable();
    }

    @Override
    public HttpFields getHeaders() {
      return headers;
    }
  }

  private static boolean isApi(String path) {
    return path.startsWith("/api") || path.startsWith("/version") || path.startsWith("/openapi");
  }

  private static StatusException methodNotAllowed() {
    return new StatusException(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        StatusException.Details.NONE);
  }

  /** The answer as Jersey takes it, with the warnings collected on the way. */
  public static Response response(ApiResponse answer) {
    call().skipBody();
    Response.ResponseBuilder builder = Response.status(answer.status());
    if (!answer.contentType().isEmpty()) {
      builder.header("Content-Type", answer.contentType());
    }
    answer.headers().forEach(header -> builder.header(header.name(), header.value()));
    call()
        .contextIfKnown()
        .ifPresent(
            context ->
                context
                    .warnings()
                    .forEach(text -> builder.header("Warning", Warnings.header(text))));
    return switch (answer.body()) {
      case ApiResponse.Body.Fixed(var bytes) ->
          answer.contentType().isEmpty() ? builder.build() : builder.entity(bytes.array()).build();
      case ApiResponse.Body.Streamed(var writer) ->
          builder.entity((StreamingOutput) writer::write).build();
      case ApiResponse.Body.Upgraded _ ->
          throw new IllegalStateException("upgrades are answered before Jersey");
    };
  }

  private record Failures(StatusAnswers answers) implements ExceptionMapper<Throwable> {
    @Override
    public Response toResponse(Throwable failure) {
      ApiCall call = call();
      if (failure instanceof PlainFailure plain) {
        List<ApiResponse.Header> headers = new ArrayList<>();
        ApiResponse text = ApiResponse.text(plain.status(), plain.getMessage() + "\n");
        if (plain.retryAfterSeconds() > 0) {
          headers.add(
              new ApiResponse.Header("Retry-After", Integer.toString(plain.retryAfterSeconds())));
        }
        headers.addAll(text.headers());
        return response(new ApiResponse(text.status(), text.contentType(), headers, text.body()));
      }
      if (failure instanceof NotFoundException) {
        return toResponse(PlainFailure.pageNotFound());
      }
      StatusException told = status(failure, call);
      call.trail().failed(told);
      return response(
          answers.answer(
              told, call.header("Accept"), call.userAgent(), call.query().first("pretty")));
    }

    private static StatusException status(Throwable failure, ApiCall call) {
      return switch (failure) {
        case StatusException status -> status;
        case NotAllowedException _ -> methodNotAllowed();
        case WebApplicationException web ->
            new StatusException(
                web.getResponse().getStatus(),
                "",
                String.valueOf(web.getMessage()),
                StatusException.Details.NONE);
        // Nobody is there any more to be answered.
        case UncheckedIOException gone when gone.getCause() instanceof EofException -> {
          LOG.debug("client has gone, auditId={} path={}", call.auditId(), call.path(), gone);
          yield StatusException.internal(String.valueOf(gone.getMessage()));
        }
        default -> {
          LOG.error("request failed, auditId={} path={}", call.auditId(), call.path(), failure);
          yield StatusException.internal(String.valueOf(failure.getMessage()));
        }
      };
    }
  }
}
