package io.jukung.registry.strategy.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Claims may ask for devices that are in use, as an administrator, in namespaces that say so by a
 * label ({@code pkg/registry/resource} at v1.36). Safe for all threads.
 */
public final class AdminAccess {
  private static final String LABEL = "resource.kubernetes.io/admin-access";

  private static final String NAMESPACES = "/registry/namespaces/";

  private final Store store;
  private final ObjectMapper json = new ObjectMapper();

  /** By the labels that namespaces in {@code store} have when they are asked for. */
  public AdminAccess(Store store) {
    this.store = store;
  }

  /**
   * Adds what is wrong when a new object asks for such access where it may not.
   *
   * @param spec the spec of the claim
   */
  void check(Spot root, Spot spec, List<FieldError> errors) {
    // Told of where it stands in a claim, even of a template.
    Spot requests = new Spot(spec.at("devices").at("requests").node(), "spec.devices.requests");
    for (Spot request : requests.elements()) {
      if (request.at("exactly").at("adminAccess").isTrue()) {
        refuse(root, request.at("adminAccess"), errors);
        return;
      }
    }
  }

  /** Adds what is wrong when devices are first given with such access where that may not be. */
  void checkStatus(Spot root, Spot old, List<FieldError> errors) {
    if (asked(old).isEmpty()) {
      asked(root).ifPresent(place -> refuse(root, place, errors));
    }
  }

  private static Optional<Spot> asked(Spot root) {
    return root.at("status").at("allocation").at("devices").at("results").elements().stream()
        .map(result -> result.at("adminAccess"))
        .filter(Spot::isTrue)
        .findFirst();
  }

  private void refuse(Spot root, Spot place, List<FieldError> errors) {
    String namespace = root.at("metadata").at("namespace").text();
    boolean allowed =
        store
            .get(Bytes.utf8(NAMESPACES + namespace))
            .map(stored -> tree(stored).path("metadata").path("labels").path(LABEL).asText())
            .filter("true"::equals)
            .isPresent();
    if (!allowed) {
      Check.forbidden(
          place,
          "admin access to devices requires the `"
              + LABEL
              + ": true` label on the containing namespace",
          errors);
    }
  }

  private JsonNode tree(KeyValue value) {
    try {
      return json.readTree(value.value().array());
    } catch (IOException e) {
      throw new UncheckedIOException("stored object is not JSON: " + value.key().utf8(), e);
    }
  }
}
