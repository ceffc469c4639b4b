package io.jukung.server.connect;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.server.request.Query;
import io.jukung.server.resource.SpecialCall;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.ApiResponse.Header;
import io.jukung.server.response.Negotiator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Serves {@code pods/log}: what the kubelet has of a container's output. Upstream: {@code
 * pkg/registry/core/pod/rest/log.go}. Safe for all threads.
 */
public final class PodLogs {
  private static final GroupVersionKind KIND = new GroupVersionKind("", "", "PodLogOptions");
  private static final int BUFFER_BYTES = 32 << 10;

  private final Kubelets kubelets;
  private final BackendTls unverified;
  private final BackendClient client;

  /**
   * Logs from {@code kubelets}.
   *
   * @param unverified for requests that ask not to verify the kubelet
   */
  public PodLogs(Kubelets kubelets, BackendTls unverified, BackendClient client) {
    this.kubelets = kubelets;
    this.unverified = unverified;
    this.client = client;
  }

  /** The log. */
  public ApiResponse serve(SpecialCall request) throws IOException {
    Negotiator.requireText(request.call().header("Accept"));
    Query query = request.call().query();
    ConnectOptions options =
        ConnectOptions.of(query, "PodLogOptions")
            .flags(query, "follow", "previous", "timestamps", "insecureSkipTLSVerifyBackend")
            .text(query, "container")
            .text(query, "sinceTime")
            .number(query, "sinceSeconds")
            .number(query, "tailLines")
            .number(query, "limitBytes");
    check(request.name(), options);
    JsonNode pod = PodPlaces.pod(request);
    String container = PodPlaces.container(pod, options.text("container"));
    String node = PodPlaces.node(pod);
    if (node.isEmpty()) {
      return ApiResponse.of(204, "", io.jukung.storage.Bytes.EMPTY);
    }
    Backend kubelet = kubelets.of(node).backend();
    Backend backend =
        new Backend(
            kubelet.scheme(),
            kubelet.host(),
            kubelet.port(),
            PodPlaces.path("containerLogs", pod, container),
            query(options),
            options.is("insecureSkipTLSVerifyBackend") ? unverified : kubelet.trust());
    return stream(request, backend);
  }

  private static void check(String name, ConnectOptions options) {
    JsonNode object = options.object();
    List<FieldError> errors = new ArrayList<>();
    least(object, "tailLines", 0, "must be greater than or equal to 0", errors);
    least(object, "limitBytes", 1, "must be greater than 0", errors);
    if (object.has("sinceSeconds") && object.has("sinceTime")) {
      errors.add(
          FieldError.forbidden(
              "", "at most one of `sinceTime` or `sinceSeconds` may be specified"));
    } else {
      least(object, "sinceSeconds", 1, "must be greater than 0", errors);
    }
    if (!errors.isEmpty()) {
      throw StatusException.invalid(KIND, name, errors);
    }
  }

  private static void least(
      JsonNode object, String field, long least, String detail, List<FieldError> errors) {
    if (object.has(field) && object.path(field).asLong() < least) {
      errors.add(FieldError.invalid(field, object.path(field), detail));
    }
  }

  /** For the kubelet, in the order in which Go sorts it. */
  private static String query(ConnectOptions options) {
    List<String> parts = new ArrayList<>();
    for (String name :
        List.of(
            "follow",
            "limitBytes",
            "previous",
            "sinceSeconds",
            "sinceTime",
            "tailLines",
            "timestamps")) {
      if (options.object().has(name)) {
        parts.add(name + "=" + URLEncoder.encode(options.text(name), StandardCharsets.UTF_8));
      }
    }
    return String.join("&", parts);
  }

  private ApiResponse stream(SpecialCall request, Backend backend) throws IOException {
    BackendClient.Answer answer;
    try {
      answer =
          client.send(
              backend, "GET", List.of(new Header("Host", backend.authority())), Optional.empty());
    } catch (IOException e) {
      throw Upgrader.failed("Get \"" + backend.uri() + "\": " + e.getMessage());
    }
    int status = answer.head().status();
    if (status < 200 || status > 206) {
      throw BackendErrors.of(answer, request.type().resource(), "pods/log", request.name());
    }
    request.call().onClientGone(answer.connection()::close);
    return ApiResponse.streamed(200, "text/plain", out -> copy(answer, out));
  }

  /** Every piece is sent as it comes: who follows a log wants to see it. */
  static void copy(BackendClient.Answer answer, OutputStream out) throws IOException {
    try (answer) {
      // The headers go out at once; clients wait for them.
      out.write(new byte[0]);
      InputStream in = answer.body();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
    }
  }
}
