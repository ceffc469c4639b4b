package io.jukung.server.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.ListOptions;
import io.jukung.registry.store.ListResult;
import io.jukung.registry.store.ResourceStore;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Where the servers behind services are. Upstream: {@code apiserver/pkg/util/proxy}, and the checks
 * of {@code remote_available_controller.go}. Safe for all threads.
 *
 * @param routing whether requests go to endpoints instead of the cluster IP ({@code
 *     --enable-aggregator-routing}), for machines that do not route cluster IPs
 */
public record ServicePlaces(
    ResourceStore services,
    ResourceStore slices,
    Function<Bytes, ObjectNode> reader,
    boolean routing,
    RandomGenerator random) {

  /** A host and a port. */
  public record Place(String host, int port) {}

  /** What is wrong with the service before anybody is asked; empty when nothing is. */
  Optional<Availability> fault(ApiService.Service wanted) {
    String shown = "service/" + wanted.name() + " in \"" + wanted.namespace() + "\"";
    Optional<ObjectNode> service = service(wanted.namespace(), wanted.name());
    if (service.isEmpty()) {
      return Optional.of(Availability.not("ServiceNotFound", shown + " is not present"));
    }
    JsonNode spec = service.get().path("spec");
    if (!spec.path("type").asText("ClusterIP").equals("ClusterIP")) {
      return Optional.empty();
    }
    Optional<String> port = portName(spec, wanted.port());
    if (port.isEmpty()) {
      return Optional.of(
          Availability.not(
              "ServicePortError", shown + " is not listening on port " + wanted.port()));
    }
    List<ObjectNode> found = slices(wanted.namespace(), wanted.name());
    if (found.isEmpty()) {
      return Optional.of(
          Availability.not("EndpointsNotFound", "cannot find endpointslices for " + shown));
    }
    if (addresses(found, port.get()).isEmpty()) {
      return Optional.of(
          Availability.not(
              "MissingEndpoints",
              "endpointslices for "
                  + shown
                  + " have no addresses with port name \""
                  + port.get()
                  + "\""));
    }
    return Optional.empty();
  }

  /** Where to send a request; empty when there is nobody. */
  Optional<Place> place(ApiService.Service wanted) {
    try {
      return Optional.of(resolve(wanted.namespace(), wanted.name(), wanted.port()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Where to send a request to a service.
   *
   * @throws IOException with upstream's text when there is nobody
   */
  public Place resolve(String namespace, String name, int port) throws IOException {
    JsonNode spec =
        service(namespace, name)
            .orElseThrow(() -> new IOException("service " + FieldError.quote(name) + " not found"))
            .path("spec");
    if (spec.path("type").asText("").equals("ExternalName")) {
      return new Place(spec.path("externalName").asText(), port);
    }
    String portName =
        portName(spec, port)
            .orElseThrow(
                () ->
                    new IOException(
                        "no service port "
                            + port
                            + " found for service "
                            + FieldError.quote(name)));
    String address = spec.path("clusterIP").asText("");
    if (!routing && !address.isEmpty() && !address.equals("None")) {
      return new Place(address, port);
    }
    List<Place> places = addresses(slices(namespace, name), portName);
    if (places.isEmpty()) {
      throw new IOException("no endpoints available for service " + FieldError.quote(name));
    }
    return places.get(random.nextInt(places.size()));
  }

  private Optional<ObjectNode> service(String namespace, String name) {
    try {
      return Optional.of(reader.apply(services.get(namespace, name, "").json()));
    } catch (StatusException e) {
      if (e.code() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Optional<String> portName(JsonNode spec, int number) {
    for (JsonNode port : spec.path("ports")) {
      if (port.path("port").asInt() == number) {
        return Optional.of(port.path("name").asText(""));
      }
    }
    return Optional.empty();
  }

  private List<ObjectNode> slices(String namespace, String service) {
    List<ObjectNode> found = new ArrayList<>();
    try (ListResult all =
        slices.list(
            new ListOptions(
                namespace,
                LabelSelector.parse("kubernetes.io/service-name=" + service),
                FieldSelector.EVERYTHING,
                0,
                "",
                "",
                ""))) {
      while (all.hasNext()) {
        found.add(reader.apply(all.next().json()));
      }
    }
    return found;
  }

  private static List<Place> addresses(List<ObjectNode> slices, String portName) {
    List<Place> places = new ArrayList<>();
    for (ObjectNode slice : slices) {
      for (JsonNode port : slice.path("ports")) {
        if (!port.path("name").asText("").equals(portName) || !port.has("port")) {
          continue;
        }
        for (JsonNode endpoint : slice.path("endpoints")) {
          if (endpoint.path("conditions").path("ready").asBoolean(true)) {
            endpoint
                .path("addresses")
                .forEach(a -> places.add(new Place(a.asText(), port.path("port").asInt())));
          }
        }
      }
    }
    return places;
  }
}
