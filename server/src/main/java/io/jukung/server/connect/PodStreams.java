package io.jukung.server.connect;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.StatusException;
import io.jukung.server.authorization.Attributes;
import io.jukung.server.authorization.Authorizer;
import io.jukung.server.http.ApiCall;
import io.jukung.server.request.Query;
import io.jukung.server.request.RequestInfo;
import io.jukung.server.resource.SpecialCall;
import io.jukung.server.response.ApiResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Serves {@code pods/exec}, {@code pods/attach} and {@code pods/portforward}: connects the client
 * with the kubelet of the pod's node. A client that speaks WebSocket is translated, unless the node
 * declares that its kubelet takes WebSocket itself. Upstream: {@code
 * pkg/registry/core/pod/rest/subresources.go}. Safe for all threads.
 */
public final class PodStreams {
  private static final String TAKES_WEB_SOCKET = "ExtendWebSocketsToKubelet";

  private final Kubelets kubelets;
  private final Authorizer authorizer;

  /** Connects with {@code kubelets} whom {@code authorizer} lets create such connections. */
  public PodStreams(Kubelets kubelets, Authorizer authorizer) {
    this.kubelets = kubelets;
    this.authorizer = authorizer;
  }

  /** {@code pods/exec}. */
  public ApiResponse exec(SpecialCall request) {
    Query query = request.call().query();
    ConnectOptions options =
        ConnectOptions.of(query, "PodExecOptions")
            .flags(query, "stdin", "stdout", "stderr", "tty")
            .text(query, "container")
            .texts(query, "command");
    return command(request, options, "exec");
  }

  /** {@code pods/attach}. */
  public ApiResponse attach(SpecialCall request) {
    Query query = request.call().query();
    ConnectOptions options =
        ConnectOptions.of(query, "PodAttachOptions")
            .flags(query, "stdin", "stdout", "stderr", "tty")
            .text(query, "container");
    return command(request, options, "attach");
  }

  private ApiResponse command(SpecialCall request, ConnectOptions options, String path) {
    begin(request, options);
    JsonNode pod = PodPlaces.pod(request);
    String container = PodPlaces.container(pod, options.text("container"));
    ExecStreams streams =
        new ExecStreams(
            options.is("stdin"), options.is("stdout"), options.is("stderr"), options.is("tty"));
    List<String> query = new ArrayList<>();
    options
        .object()
        .path("command")
        .forEach(
            part ->
                query.add("command=" + URLEncoder.encode(part.asText(), StandardCharsets.UTF_8)));
    query.addAll(streams.query());
    Kubelets.Place kubelet = kubelets.of(PodPlaces.requireNode(pod));
    Backend backend =
        kubelet.backend().at(PodPlaces.path(path, pod, container), String.join("&", query));
    ApiCall call = request.call();
    if (ExecTranslator.requested(call) && !kubelet.features().contains(TAKES_WEB_SOCKET)) {
      return ExecTranslator.open(call, backend, streams);
    }
    return upgraded(call, backend);
  }

  /** {@code pods/portforward}. */
  public ApiResponse portForward(SpecialCall request) {
    Query query = request.call().query();
    ConnectOptions options =
        ConnectOptions.of(query, "PodPortForwardOptions").numbers(query, "ports");
    begin(request, options);
    JsonNode pod = PodPlaces.pod(request);
    List<String> ports = new ArrayList<>();
    options.object().path("ports").forEach(port -> ports.add(port.asText()));
    Kubelets.Place kubelet = kubelets.of(PodPlaces.requireNode(pod));
    Backend backend =
        kubelet
            .backend()
            .at(
                PodPlaces.path("portForward", pod, ""),
                ports.isEmpty() ? "" : "port=" + String.join("%2C", ports));
    ApiCall call = request.call();
    if (Tunnel.requested(call) && !kubelet.features().contains(TAKES_WEB_SOCKET)) {
      return Tunnel.open(call, backend);
    }
    return upgraded(call, backend);
  }

  private static ApiResponse upgraded(ApiCall call, Backend backend) {
    if (!call.upgradeRequested()) {
      throw StatusException.badRequest("Upgrade request required");
    }
    return Upgrader.pass(call, backend);
  }

  private void begin(SpecialCall request, ConnectOptions options) {
    request.connecting(options.kind(), options.object());
    requireCreate(request.call());
  }

  /**
   * A WebSocket begins with GET and so was authorized as {@code get}; policies that allow reading
   * pods were never meant to allow running commands in them.
   */
  private void requireCreate(ApiCall call) {
    RequestInfo info = call.info();
    if (info.verb().equals("create")) {
      return;
    }
    Attributes plain = Attributes.of(call.context().user(), info);
    Attributes create =
        new Attributes(
            plain.user(),
            "create",
            true,
            plain.group(),
            plain.version(),
            plain.resource(),
            plain.subresource(),
            plain.namespace(),
            plain.name(),
            plain.path());
    switch (authorizer.authorize(create)) {
      case Authorizer.Decision.Allow _ -> {}
      case Authorizer.Decision.Deny(var reason) -> throw forbidden(info, reason);
      case Authorizer.Decision.NoOpinion(var reason) -> throw forbidden(info, reason);
      case Authorizer.Decision.Failed(var _, var reason, var _) -> throw forbidden(info, reason);
    }
  }

  private static StatusException forbidden(RequestInfo info, String reason) {
    return StatusException.forbidden(
        new GroupVersionResource(info.group(), info.version(), info.resource()),
        info.name(),
        reason);
  }
}
