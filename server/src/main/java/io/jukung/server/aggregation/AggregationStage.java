package io.jukung.server.aggregation;

import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.status.StatusException;
import io.jukung.server.connect.Backend;
import io.jukung.server.connect.Forwarder;
import io.jukung.server.http.ApiCall;
import io.jukung.server.http.DirectAnswers;
import io.jukung.server.http.PlainFailure;
import io.jukung.server.http.RequestHandler;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.ApiResponse.Header;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Passes requests for APIs of other servers on to them, in the name of the user; what is refused
 * here is told in plain text, as upstream does ({@code handler_proxy.go}).
 */
record AggregationStage(
    RemoteApis remotes, ServicePlaces places, Forwarder forwarder, RequestHandler next)
    implements RequestHandler {
  private static final int UNAVAILABLE = 503;

  @Override
  public void handle(ApiCall call) throws Exception {
    Optional<Remote> remote =
        remotes.all().isEmpty() ? Optional.empty() : version(call.path()).flatMap(remotes::find);
    if (remote.isEmpty()) {
      next.handle(call);
    } else {
      DirectAnswers.write(call, pass(call, remote.get()));
    }
  }

  /** The version of a path at or below {@code /apis/<group>/<version>}. */
  private static Optional<GroupVersion> version(String path) {
    String[] parts = path.split("/", 5);
    return parts.length > 3 && parts[1].equals("apis")
        ? Optional.of(new GroupVersion(parts[2], parts[3]))
        : Optional.empty();
  }

  private ApiResponse pass(ApiCall call, Remote remote) {
    if (!remote.api().available()) {
      throw new PlainFailure(UNAVAILABLE, "service unavailable");
    }
    if (remote.tls().isEmpty()) {
      throw new PlainFailure(500, remote.fault());
    }
    Optional<ServicePlaces.Place> place;
    try {
      place = places.place(remote.service());
    } catch (StatusException e) {
      throw new PlainFailure(UNAVAILABLE, "service unavailable");
    }
    if (place.isEmpty()) {
      throw new PlainFailure(UNAVAILABLE, "service unavailable");
    }
    Backend backend =
        new Backend(
            "https",
            place.get().host(),
            place.get().port(),
            call.rawPath(),
            call.rawQuery(),
            remote.tls().get());
    List<Header> user = FrontProxyHeaders.of(call.context().user());
    try {
      return call.upgradeRequested()
          ? Forwarder.upgrade(call, backend, user)
          : forwarder.forward(call, backend, user, Forwarder.Rewrite.NO_REDIRECTS);
    } catch (IOException e) {
      throw new PlainFailure(UNAVAILABLE, "error trying to reach service: " + e.getMessage());
    } catch (StatusException e) {
      throw new PlainFailure(UNAVAILABLE, e.text());
    }
  }
}
