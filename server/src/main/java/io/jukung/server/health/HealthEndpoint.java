package io.jukung.server.health;

import io.jukung.server.http.PlainFailure;
import io.jukung.server.request.Query;
import io.jukung.server.response.ApiResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of {@code livez}, {@code readyz} and {@code healthz}. Safe for all threads. */
public final class HealthEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(HealthEndpoint.class);
  private final String name;
  private final List<HealthCheck> checks;

  /**
   * An endpoint.
   *
   * @param name such as {@code livez}
   */
  public HealthEndpoint(String name, List<HealthCheck> checks) {
    this.name = name;
    this.checks = List.copyOf(checks);
  }

  /** The names of the checks, in the order of the verbose answer. */
  public List<String> checks() {
    return checks.stream().map(HealthCheck::name).toList();
  }

  /**
   * All checks; the query may name checks to {@code exclude} and ask for a {@code verbose} text.
   */
  public ApiResponse all(Query query) {
    Set<String> unknown = new TreeSet<>();
    for (String names : query.all("exclude")) {
      unknown.addAll(List.of(names.split(",", -1)));
    }
    Set<String> excluded = Set.copyOf(unknown);
    StringBuilder text = new StringBuilder();
    List<String> failed = new ArrayList<>();
    for (HealthCheck check : checks) {
      if (excluded.contains(check.name())) {
        unknown.remove(check.name());
        text.append("[+]").append(check.name()).append(" excluded: ok\n");
        continue;
      }
      Optional<String> failure = check.probe().failure();
      if (failure.isPresent()) {
        LOG.warn("{} check {} failed: {}", name, check.name(), failure.get());
        failed.add(check.name());
        text.append("[-]").append(check.name()).append(" failed: reason withheld\n");
      } else {
        text.append("[+]").append(check.name()).append(" ok\n");
      }
    }
    if (!unknown.isEmpty()) {
      text.append("warn: some health checks cannot be excluded: no matches for ")
          .append(unknown.stream().map(n -> '"' + n + '"').collect(Collectors.joining(", ")))
          .append('\n');
    }
    if (!failed.isEmpty()) {
      throw new PlainFailure(500, text + name + " check failed");
    }
    return ApiResponse.text(
        200, query.first("verbose").isPresent() ? text + name + " check passed\n" : "ok");
  }

  /** The check {@code check} alone. */
  public ApiResponse one(String check) {
    HealthCheck found =
        checks.stream()
            .filter(c -> c.name().equals(check))
            .findFirst()
            .orElseThrow(PlainFailure::pageNotFound);
    Optional<String> failure = found.probe().failure();
    if (failure.isPresent()) {
      throw new PlainFailure(500, "internal server error: " + failure.get());
    }
    return new ApiResponse(
        200,
        ApiResponse.TEXT,
        List.of(),
        new ApiResponse.Body.Fixed(io.jukung.storage.Bytes.utf8("ok")));
  }
}
