package io.jukung.server.limits;

import io.jukung.registry.request.UserInfo;
import io.jukung.server.http.ApiCall;
import io.jukung.server.http.PlainFailure;
import io.jukung.server.http.RequestHandler;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts connections and watches by user, and turns away who would have too many. A connection
 * belongs to the user of its first request. Members of {@code system:masters} are counted and not
 * turned away, so that an administrator can always get in. Safe for all threads.
 */
public final class UserLimits {
  private static final int RETRY_AFTER_SECONDS = 5;

  private final Holdings connections;
  private final Holdings watches;
  private final ConcurrentHashMap<Object, String> owners = new ConcurrentHashMap<>();

  /** Limits that nobody has reached yet. */
  public UserLimits(ServerLimits limits) {
    // How many there are in all is the connector's business: it knows of them before their users.
    this.connections = new Holdings(Integer.MAX_VALUE, limits.connectionsPerUser());
    this.watches = new Holdings(limits.watches(), limits.watchesPerUser());
  }

  /** Holds requests to the limits; their users are known. */
  public RequestHandler before(RequestHandler next) {
    return call -> {
      UserInfo user = call.context().user();
      own(call, user);
      if (!call.info().verb().equals("watch")) {
        next.handle(call);
        return;
      }
      take(watches, user, "watches");
      try {
        next.handle(call);
      } finally {
        watches.give(user.name());
      }
    };
  }

  private void own(ApiCall call, UserInfo user) {
    if (owners.putIfAbsent(call.connection(), user.name()) != null) {
      return;
    }
    try {
      take(connections, user, "connections");
    } catch (PlainFailure e) {
      owners.remove(call.connection());
      call.answerHeader("Connection", "close");
      throw e;
    }
    call.onConnectionClosed(
        connection -> {
          owners.remove(connection);
          connections.give(user.name());
        });
  }

  private static void take(Holdings holdings, UserInfo user, String what) {
    if (user.groups().contains(UserInfo.SYSTEM_MASTERS)) {
      holdings.take(user.name());
      return;
    }
    Optional<String> bound = holdings.tryTake(user.name());
    if (bound.isPresent()) {
      throw new PlainFailure(
          429,
          "Too many " + what + ", the limit is " + bound.get() + ", please try again later.",
          RETRY_AFTER_SECONDS);
    }
  }
}
