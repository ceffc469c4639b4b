package io.jukung.server.discovery;

import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.status.StatusException;
import io.jukung.server.http.ApiCall;
import io.jukung.server.http.PlainFailure;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.Negotiated;
import io.jukung.server.response.Negotiator;

/** Answers requests for discovery documents. Safe for all threads. */
public final class DiscoveryResource {
  private static final String AGGREGATED = ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  private final Discovery discovery;
  private final DiscoveryAdditions additions;

  /** Serves {@code discovery}, and what other servers add to it. */
  public DiscoveryResource(Discovery discovery, DiscoveryAdditions additions) {
    this.discovery = discovery;
    this.additions = additions;
  }

  /** {@code /api}. */
  public ApiResponse core(ApiCall call) {
    return answer(call, discovery.core(), discovery.aggregatedCore(), true);
  }

  /** {@code /apis}. */
  public ApiResponse groups(ApiCall call) {
    return answer(
        call,
        additions.groups(discovery.groups()),
        additions.aggregated(discovery.aggregatedGroups()),
        false);
  }

  /** {@code /apis/<group>}. */
  public ApiResponse group(ApiCall call, String group) {
    Document found =
        additions.group(group, discovery.group(group)).orElseThrow(PlainFailure::pageNotFound);
    return plain(call, found, false);
  }

  /** {@code /api/<version>} and {@code /apis/<group>/<version>}. */
  public ApiResponse version(ApiCall call, GroupVersion version) {
    Document found = discovery.version(version).orElseThrow(() -> unknown(version.group()));
    return plain(call, found, discovery.builtIn(version.group()));
  }

  /** What upstream says of a version that is not served: it depends on whether the group is. */
  public RuntimeException unknown(String group) {
    return discovery.builtIn(group) ? StatusException.pathNotFound() : PlainFailure.pageNotFound();
  }

  private static ApiResponse answer(
      ApiCall call, Document plain, Document aggregated, boolean routed) {
    Negotiated form = negotiate(call, true, routed);
    if (form.conversion().isEmpty()) {
      return ApiResponse.of(
          200, form.format().mediaType(), plain.bytes(form.format(), form.pretty()));
    }
    String etag = "\"" + aggregated.etag() + "\"";
    call.answerHeader("Cache-Control", "public");
    call.answerHeader("ETag", etag);
    call.answerHeader("Vary", "Accept");
    if (call.header("If-None-Match").equals(etag)) {
      return ApiResponse.of(304, "", io.jukung.storage.Bytes.EMPTY);
    }
    return ApiResponse.of(
        200,
        form.format().mediaType() + AGGREGATED,
        aggregated.bytes(form.format(), form.pretty()));
  }

  private static ApiResponse plain(ApiCall call, Document document, boolean routed) {
    Negotiated form = negotiate(call, false, routed);
    return ApiResponse.of(
        200, form.format().mediaType(), document.bytes(form.format(), form.pretty()));
  }

  private static Negotiated negotiate(ApiCall call, boolean aggregated, boolean routed) {
    return Negotiator.discovery(
        call.header("Accept"), call.userAgent(), call.query().first("pretty"), aggregated, routed);
  }
}
