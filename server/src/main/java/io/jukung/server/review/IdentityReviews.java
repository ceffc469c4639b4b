package io.jukung.server.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.status.StatusException;
import io.jukung.server.authentication.Authenticator;
import io.jukung.server.authentication.Authenticator.Result;
import io.jukung.server.authentication.Credentials;
import io.jukung.server.resource.SpecialCall;
import io.jukung.server.response.ApiResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** {@code selfsubjectreviews} and {@code tokenreviews}. Safe for all threads. */
public final class IdentityReviews {
  private final Authenticator authenticator;
  private final InstantSource clock;

  /** Asks {@code authenticator} about tokens. */
  public IdentityReviews(Authenticator authenticator, InstantSource clock) {
    this.authenticator = authenticator;
    this.clock = clock;
  }

  /** Who the sender is. */
  public ApiResponse selfSubject(SpecialCall request) throws IOException {
    ObjectNode review = request.created(request.type().kind()).object();
    review
        .withObject("/metadata")
        .put("creationTimestamp", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    put(review.putObject("status").putObject("userInfo"), request.call().context().user());
    return request.answer(201, review);
  }

  /** Whose token it is. */
  public ApiResponse token(SpecialCall request) throws IOException {
    ObjectNode review = request.created(request.type().kind()).object();
    String token = review.path("spec").path("token").asText("");
    if (token.isEmpty()) {
      throw StatusException.badRequest("token is required for TokenReview in authentication");
    }
    List<String> wanted = new ArrayList<>();
    review.path("spec").path("audiences").forEach(audience -> wanted.add(audience.asText()));
    ObjectNode status = review.putObject("status");
    Credentials credentials =
        new Credentials(request.call().path(), Optional.of(token), List.of(), wanted);
    switch (authenticator.authenticate(credentials)) {
      case Result.Authenticated(var user, var audiences) -> {
        status.put("authenticated", true);
        put(status.putObject("user"), user);
        ArrayNode good = status.putArray("audiences");
        audiences.forEach(good::add);
      }
      case Result.Rejected(var reason) -> {
        status.putObject("user");
        status.put("error", reason);
      }
      case Result.Unknown _ -> status.putObject("user");
    }
    return request.answer(201, review);
  }

  private static void put(ObjectNode node, UserInfo user) {
    node.put("username", user.name());
    if (!user.uid().isEmpty()) {
      node.put("uid", user.uid());
    }
    ArrayNode groups = node.putArray("groups");
    user.groups().forEach(groups::add);
    if (!user.extra().isEmpty()) {
      ObjectNode extra = node.putObject("extra");
      new TreeMap<>(user.extra())
          .forEach((key, values) -> values.forEach(extra.withArray("/" + escape(key))::add));
    }
  }

  /** A key as one step of a JSON pointer. */
  private static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
