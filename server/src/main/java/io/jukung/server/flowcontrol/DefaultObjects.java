package io.jukung.server.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.bootstrap.Bootstrap;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.DeleteOptions;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.WriteOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the default objects of one kind as they are meant to be: what is missing is made, what says
 * {@code apf.kubernetes.io/autoupdate-spec: "true"} gets its spec back, and what says so and is no
 * default any more goes. Those of {@code exempt} and {@code catch-all} are kept whatever they say
 * ({@code pkg/registry/flowcontrol/ensurer} at v1.36). Used by one thread.
 */
final class DefaultObjects {
  private static final Logger LOG = LoggerFactory.getLogger(DefaultObjects.class);
  private static final String AUTO_UPDATE = "apf.kubernetes.io/autoupdate-spec";
  private static final Set<String> MANDATORY = Set.of("exempt", "catch-all");

  private final ResourceStore store;
  private final Map<String, ObjectNode> defaults = new HashMap<>();

  /** The defaults of the kind that {@code store} has. */
  DefaultObjects(ResourceStore store) {
    this.store = store;
    for (ObjectNode object : Bootstrap.flowControlObjects()) {
      if (object.path("kind").asText().equals(store.type().kind().kind())) {
        defaults.put(name(object), object);
      }
    }
  }

  private static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  /**
   * Puts right what differs; what can't be written is left for the next time.
   *
   * @param there the objects there are
   */
  void ensure(List<JsonNode> there) {
    Map<String, JsonNode> current = new HashMap<>();
    there.forEach(object -> current.put(name(object), object));
    defaults.forEach(
        (name, expected) -> {
          JsonNode object = current.get(name);
          if (object == null) {
            attempt(name, () -> create(expected));
          } else if (!revised(object, expected).equals(object)) {
            attempt(name, () -> update(name, expected));
          }
        });
    current.forEach(
        (name, object) -> {
          if (!defaults.containsKey(name) && annotation(object).equals("true")) {
            attempt(
                name,
                () -> {
                  var _ = store.delete(RequestContext.server(), "", name, DeleteOptions.DEFAULT);
                });
          }
        });
  }

  private static void attempt(String name, Runnable write) {
    try {
      write.run();
      LOG.info("default object put right, name={}", name);
    } catch (StatusException e) {
      // Another server was quicker, or the store does not answer.
      LOG.debug("default object {} could not be put right: {}", name, e.text());
    }
  }

  private void create(ObjectNode expected) {
    var _ = store.create(RequestContext.server(), "", expected.deepCopy(), WriteOptions.DEFAULT);
  }

  private void update(String name, ObjectNode expected) {
    var _ =
        store.update(
            RequestContext.server(),
            "",
            name,
            current ->
                revised(
                    current.orElseThrow(
                        () -> StatusException.notFound(store.type().resource(), name)),
                    expected),
            WriteOptions.DEFAULT);
  }

  private static String annotation(JsonNode object) {
    return object.at("/metadata/annotations").path(AUTO_UPDATE).asText("");
  }

  /** The object as it is to be; equal to it when it is so already. */
  private static ObjectNode revised(JsonNode object, ObjectNode expected) {
    ObjectNode revised = object.deepCopy();
    String said = annotation(object);
    boolean untouched = object.at("/metadata/generation").asLong() <= 1;
    boolean updates =
        MANDATORY.contains(name(object))
            || said.equals("true")
            || (!said.equals("false") && untouched);
    String says = Boolean.toString(updates);
    if (!said.equals(says)) {
      revised.withObject("/metadata/annotations").put(AUTO_UPDATE, says);
    }
    if (updates) {
      JsonNode spec = expected.path("spec").deepCopy();
      // How many seats the exempt level lends is anybody's to say.
      if (spec.path("exempt") instanceof ObjectNode && object.at("/spec/exempt").isObject()) {
        ((ObjectNode) spec).set("exempt", object.at("/spec/exempt"));
      }
      revised.set("spec", spec);
    }
    return revised;
  }
}
