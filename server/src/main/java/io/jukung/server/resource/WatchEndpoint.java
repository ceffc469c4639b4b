package io.jukung.server.resource;

import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.ObjectEvent;
import io.jukung.registry.store.ObjectWatch;
import io.jukung.server.http.ApiCall;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.Negotiated;
import io.jukung.server.response.Negotiator;
import io.jukung.server.upgrade.WebSocketHandshake;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Serves watches: events are written as they come, and sent as soon as none is waiting behind them.
 * A watch lasts as long as its client wishes, at most its timeout. Safe for all threads.
 */
final class WatchEndpoint {
  /** Watches without a wish last this long at least and at most twice as long, as upstream. */
  private static final Duration MIN_TIMEOUT = Duration.ofMinutes(30);

  private static final int BUFFER = 16 << 10;
  private final ObjectForms forms;
  private final WatchSessions sessions;
  private final RandomGenerator random;

  WatchEndpoint(ObjectForms forms, WatchSessions sessions, RandomGenerator random) {
    this.forms = forms;
    this.sessions = sessions;
    this.random = random;
  }

  /**
   * A watch's answer.
   *
   * @param form the form of a list, which a watch may not have
   */
  ApiResponse watch(Target target, Negotiated form, ListParameters parameters) {
    Duration timeout =
        parameters.timeoutSeconds().orElse(0) > 0
            ? Duration.ofSeconds(parameters.timeoutSeconds().getAsLong())
            : MIN_TIMEOUT.plus(Duration.ofSeconds(random.nextLong(MIN_TIMEOUT.toSeconds())));
    ApiCall call = target.call();
    boolean webSocket = WebSocketHandshake.requested(call);
    if (webSocket) {
      Optional<ApiResponse> refusal = refusal(call);
      if (refusal.isPresent()) {
        return refusal.get();
      }
    }
    // As upstream, what is wrong with the options is told before what is wrong with the form.
    ObjectWatch watch = target.store().watch(parameters.watchOptions(target.namespace()));
    WatchFrames frames = frames(target, form, watch);
    if (webSocket) {
      return WebSocketHandshake.accepted(
          call,
          WebSocketHandshake.protocols(call).stream().findFirst(),
          new WebSocketWatch(watch, frames, form.format(), sessions, timeout));
    }
    return ApiResponse.streamed(
        200,
        form.format().streamMediaType(),
        out -> {
          try (watch;
              WatchSessions.Session session = sessions.open()) {
            call.onClientGone(session::end);
            run(watch, frames, session, timeout, out, call::begun);
          }
        });
  }

  private WatchFrames frames(Target target, Negotiated form, ObjectWatch watch) {
    try {
      WatchFrames frames = new WatchFrames(target.call(), target.type(), form, forms);
      Negotiator.requireStream(form);
      return frames;
    } catch (StatusException e) {
      watch.close();
      throw e;
    }
  }

  /** As upstream, a watch can't choose between subprotocols. */
  private static Optional<ApiResponse> refusal(ApiCall call) {
    Optional<ApiResponse> refusal =
        WebSocketHandshake.refusal(call).or(() -> WebSocketHandshake.originRefusal(call));
    return refusal.isEmpty() && WebSocketHandshake.protocols(call).size() > 1
        ? Optional.of(WebSocketHandshake.refused(400, ""))
        : refusal;
  }

  private static void run(
      ObjectWatch watch,
      WatchFrames frames,
      WatchSessions.Session session,
      Duration timeout,
      OutputStream connection,
      Runnable begun)
      throws IOException {
    long end = System.nanoTime() + timeout.toNanos();
    // The headers go out at once: clients wait for them before they wait for events.
    connection.write(new byte[0]);
    connection.flush();
    OutputStream out = new BufferedOutputStream(new TakingTurns(connection), BUFFER);
    boolean unsent = false;
    boolean beginning = true;
    while (!session.ended()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        break;
      }
      Optional<ObjectEvent> event =
          session.await(watch, unsent || beginning ? Duration.ZERO : Duration.ofNanos(left));
      if (beginning && event.isEmpty()) {
        beginning = false;
        begun.run();
      }
      if (event.isPresent()) {
        frames.write(event.get(), out);
        unsent = true;
        if (event.get() instanceof ObjectEvent.Failed || event.get() instanceof ObjectEvent.Ended) {
          break;
        }
      } else if (unsent) {
        out.flush();
        unsent = false;
      }
    }
    out.flush();
  }
}
