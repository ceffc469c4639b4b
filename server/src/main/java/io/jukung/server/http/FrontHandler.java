package io.jukung.server.http;

import io.jukung.registry.status.StatusException;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.StatusAnswers;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where requests come in: gives each its audit id and the headers every answer has, sends it on its
 * way, writes the answer of what fails before Jersey, and tells the observer about the outcome.
 */
public final class FrontHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(FrontHandler.class);

  /** Told of every request that is over. Safe for all threads. */
  @FunctionalInterface
  public interface Observer {
    /** A request is over. */
    void served(ApiCall call, int status, Duration time);
  }

  private final RequestHandler chain;
  private final StatusAnswers failures;
  private final Observer observer;
  private final Supplier<UUID> ids;

  /**
   * Sends requests through {@code chain}.
   *
   * @param ids makes audit ids
   */
  public FrontHandler(
      RequestHandler chain, StatusAnswers failures, Observer observer, Supplier<UUID> ids) {
    this.chain = chain;
    this.failures = failures;
    this.observer = observer;
    this.ids = ids;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String sent = request.getHeaders().get("Audit-ID");
    String auditId =
        sent == null || sent.isEmpty()
            ? ids.get().toString()
            : sent.substring(0, Math.min(sent.length(), 64));
    ApiCall call = new ApiCall(request, response, callback, auditId, System.nanoTime());
    call.answerHeader("Audit-Id", auditId);
    call.answerHeader("Cache-Control", "no-cache, private");
    try {
      ScopedValue.where(ApiCall.CURRENT, call)
          .call(
              () -> {
                chain.handle(call);
                return call;
              });
    } catch (StatusException e) {
      write(
          call,
          failures.answer(
              e, call.header("Accept"), call.userAgent(), call.query().first("pretty")));
    } catch (PlainFailure e) {
      ApiResponse answer = ApiResponse.text(e.status(), e.getMessage() + "\n");
      write(
          call,
          e.retryAfterSeconds() > 0
              ? answer.with("Retry-After", Integer.toString(e.retryAfterSeconds()))
              : answer);
    } catch (EofException e) {
      LOG.debug("client is gone, auditId={}", auditId);
      callback.failed(e);
    } catch (Exception e) {
      LOG.error("request failed, auditId={} path={}", auditId, call.path(), e);
      callback.failed(e);
    } finally {
      observer.served(
          call, response.getStatus(), Duration.ofNanos(System.nanoTime() - call.arrivalNs()));
    }
    return true;
  }

  private static void write(ApiCall call, ApiResponse answer) {
    call.skipBody();
    try {
      AnswerWriter.write(call, answer);
    } catch (IOException e) {
      call.callback().failed(e);
    }
  }
}
