package io.jukung.registry.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.defaults.Defaults;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.strategy.core.StoredServiceAllocations;
import io.jukung.registry.strategy.resource.AdminAccess;
import io.jukung.storage.memory.InMemoryStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** The strategies over an empty store, and what tests of them read. */
final class Rules {
  private static final Catalog CATALOG = Catalog.load();
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final Defaults DEFAULTS = new Defaults(CATALOG, CLOCK);

  private final Strategies strategies =
      new Strategies(
          new StoredServiceAllocations(
              InMemoryStore.open(), List.of("10.96.0.0/12"), new Random(1)),
          new AdminAccess(InMemoryStore.open()));

  /** The lines of a file beside this class, each JSON. */
  static List<JsonNode> lines(String file) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Rules.class.getResourceAsStream(file)),
                StandardCharsets.UTF_8))) {
      ObjectMapper json = new ObjectMapper();
      List<JsonNode> lines = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(json.readTree(line));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ResourceType type(JsonNode object) {
    return CATALOG
        .resourceForKind(
            GroupVersion.parse(object.path("apiVersion").asText())
                .kind(object.path("kind").asText()))
        .orElseThrow();
  }

  void setDefaults(ResourceType type, ObjectNode object) {
    DEFAULTS.apply(type.schema(), object);
  }

  Strategy strategy(ResourceType type) {
    return strategies.of(type);
  }
}
