package io.jukung.admission.eventratelimit;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionPlugin;
import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Turns events away that come too fast. */
public final class EventRateLimit implements AdmissionPlugin {
  private final List<EventRates> rates;

  /**
   * The limits of a configuration.
   *
   * @param nanos as {@link System#nanoTime}
   * @throws io.jukung.registry.config.ConfigException when it can't be used
   */
  public EventRateLimit(Optional<byte[]> config, LongSupplier nanos) {
    this.rates = EventLimit.of(config).stream().map(limit -> new EventRates(limit, nanos)).toList();
  }

  @Override
  public String name() {
    return "EventRateLimit";
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    if (!attributes.writes()
        || attributes.dryRun()
        || !attributes.kind().kind().equals("Event")
        || !attributes.kind().group().isEmpty()) {
      return; // as upstream, events written through events.k8s.io are not counted
    }
    List<String> reached = new ArrayList<>();
    for (EventRates one : rates) {
      String key = key(one.limit().type(), attributes);
      if (!one.take(key)) {
        reached.add("limit reached on type " + one.limit().type() + " for key " + key);
      }
    }
    if (!reached.isEmpty()) {
      throw new StatusException(
          429,
          "TooManyRequests",
          "Too many requests: "
              + (reached.size() == 1 ? reached.getFirst() : "[" + String.join(", ", reached) + "]"),
          StatusException.Details.NONE);
    }
  }

  private static String key(EventLimit.Type type, AdmissionAttributes attributes) {
    return switch (type) {
      case Server -> "";
      case Namespace -> attributes.namespace();
      case User -> attributes.user().name();
      case SourceAndObject -> {
        JsonNode event = attributes.object().orElseThrow();
        JsonNode source = event.path("source");
        JsonNode object = event.path("involvedObject");
        yield source.path("component").asText("")
            + source.path("host").asText("")
            + object.path("kind").asText("")
            + object.path("namespace").asText("")
            + object.path("name").asText("")
            + object.path("uid").asText("")
            + object.path("apiVersion").asText("");
      }
    };
  }
}
