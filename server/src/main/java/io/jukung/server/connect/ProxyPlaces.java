package io.jukung.server.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.ResourceStore;
import io.jukung.server.resource.SpecialCall;
import io.jukung.storage.Bytes;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Where proxied requests go: to a pod's address, to one of a service's endpoints, to a node.
 * Upstream: the {@code ResourceLocation} of each in {@code pkg/registry/core}. Safe for all
 * threads.
 *
 * @param allowed which addresses may be reached; upstream's are those of other machines
 * @param tls how HTTPS other than a kubelet's is made
 */
public record ProxyPlaces(
    Kubelets kubelets,
    ResourceStore pods,
    ResourceStore services,
    ResourceStore endpoints,
    Function<Bytes, ObjectNode> reader,
    java.util.function.Predicate<InetAddress> allowed,
    BackendTls tls,
    RandomGenerator random) {

  /** {@code [scheme:]name[:port]}. */
  private record Id(String scheme, String name, String port) {
    static Id parse(String kind, String id) {
      String[] parts = id.split(":", -1);
      String scheme = parts.length == 3 ? parts[0] : "";
      String name = parts.length == 3 ? parts[1] : parts[0];
      String port = parts.length == 1 ? "" : parts[parts.length - 1];
      boolean known = scheme.isEmpty() || scheme.equals("http") || scheme.equals("https");
      if (parts.length > 3 || name.isEmpty() || !known) {
        throw StatusException.badRequest(
            "invalid " + kind + " request " + io.jukung.registry.status.FieldError.quote(id));
      }
      return new Id(scheme.isEmpty() ? "http" : scheme, name, port);
    }
  }

  /** A pod's address, and the port asked for or its first. */
  Backend pod(SpecialCall request) {
    Id id = Id.parse("pod", request.name());
    JsonNode pod = reader.apply(pods.get(request.namespace(), id.name(), "").json());
    String port = id.port();
    for (JsonNode container : pod.path("spec").path("containers")) {
      if (port.isEmpty()) {
        port = container.path("ports").path(0).path("containerPort").asText("");
      }
    }
    JsonNode ips = pod.path("status").path("podIPs");
    String ip = ips.path(0).path("ip").asText(pod.path("status").path("podIP").asText(""));
    try {
      if (ip.isEmpty() || !allowed.test(InetAddress.ofLiteral(ip))) {
        throw StatusException.badRequest("address not allowed");
      }
    } catch (IllegalArgumentException e) {
      throw StatusException.badRequest("address not allowed");
    }
    return backend(id.scheme(), ip, port);
  }

  private Backend backend(String scheme, String host, String port) {
    int standard = scheme.equals("https") ? 443 : 80;
    try {
      return new Backend(
          scheme, host, port.isEmpty() ? standard : Integer.parseInt(port), "", "", tls);
    } catch (NumberFormatException e) {
      throw unreachable("dial tcp: lookup tcp/" + port + ": unknown port");
    }
  }

  /** What clients are told when the other side can't be reached. */
  static StatusException unreachable(String why) {
    return StatusException.serviceUnavailable("error trying to reach service: " + why);
  }

  /** An endpoint of a service that is a pod and has the port asked for. */
  Backend service(SpecialCall request) {
    Id id = Id.parse("service", request.name());
    String port = portName(request.namespace(), id);
    JsonNode subsets =
        reader.apply(endpoints.get(request.namespace(), id.name(), "").json()).path("subsets");
    if (subsets.isEmpty()) {
      throw none(id.name());
    }
    int first = random.nextInt(subsets.size());
    for (int i = 0; i < subsets.size(); i++) {
      JsonNode subset = subsets.path((first + i) % subsets.size());
      for (JsonNode candidate : subset.path("ports")) {
        if (candidate.path("name").asText("").equals(port)) {
          for (JsonNode address : rotated(subset.path("addresses"))) {
            if (isPod(request.namespace(), address)) {
              return backend(
                  id.scheme(), address.path("ip").asText(), candidate.path("port").asText());
            }
          }
        }
      }
    }
    throw none(request.name());
  }

  private List<JsonNode> rotated(JsonNode addresses) {
    List<JsonNode> all = new ArrayList<>();
    addresses.forEach(all::add);
    if (!all.isEmpty()) {
      java.util.Collections.rotate(all, random.nextInt(all.size()));
    }
    return all;
  }

  private static StatusException none(String service) {
    return StatusException.serviceUnavailable(
        "no endpoints available for service "
            + io.jukung.registry.status.FieldError.quote(service));
  }

  /** A port's number stands for the port that the service gives it to. */
  private String portName(String namespace, Id id) {
    if (id.port().isEmpty() || !id.port().chars().allMatch(Character::isDigit)) {
      return id.port();
    }
    JsonNode service = reader.apply(services.get(namespace, id.name(), "").json());
    for (JsonNode port : service.path("spec").path("ports")) {
      if (port.path("port").asText().equals(id.port())) {
        return port.path("name").asText("");
      }
    }
    throw StatusException.serviceUnavailable(
        "no service port "
            + id.port()
            + " found for service "
            + io.jukung.registry.status.FieldError.quote(id.name()));
  }

  /** Endpoints may be written by anybody; only addresses that are pods' own are proxied to. */
  private boolean isPod(String namespace, JsonNode address) {
    JsonNode target = address.path("targetRef");
    if (!target.path("namespace").asText("").equals(namespace)) {
      return false;
    }
    try {
      JsonNode pod = reader.apply(pods.get(namespace, target.path("name").asText(), "").json());
      for (JsonNode ip : pod.path("status").path("podIPs")) {
        if (ip.path("ip").asText().equals(address.path("ip").asText())) {
          return true;
        }
      }
      return false;
    } catch (StatusException e) {
      return false;
    }
  }

  /** A node's kubelet, or another port of its machine. */
  Backend node(SpecialCall request) {
    Id id = Id.parse("node", request.name());
    Backend kubelet = kubelets.of(id.name()).backend().reachable(allowed);
    if (id.port().isEmpty() || id.port().equals(Integer.toString(kubelet.port()))) {
      return kubelet;
    }
    Backend other = backend(id.scheme(), kubelet.host(), id.port());
    return new Backend(
        other.scheme(), other.host(), other.port(), "", "", other.trust(), kubelet.address());
  }
}
