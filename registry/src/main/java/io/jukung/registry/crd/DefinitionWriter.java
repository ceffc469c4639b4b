package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.AdmissionHook;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.StoredObject;
import io.jukung.registry.store.WriteOptions;
import io.jukung.storage.Bytes;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the status of definitions. Safe for all threads. */
final class DefinitionWriter {
  private static final Logger LOG = LoggerFactory.getLogger(DefinitionWriter.class);
  private static final WriteOptions STATUS = new WriteOptions(false, "status", AdmissionHook.NONE);

  /** Changes a definition's tree. */
  interface Change {
    void apply(ObjectNode tree);
  }

  private final ResourceStore store;
  private final InstantSource clock;

  DefinitionWriter(ResourceStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  InstantSource clock() {
    return clock;
  }

  /**
   * Writes what the status should say, when it says something else.
   *
   * @param before takes the definition as it will be, before it is
   * @return what was written; empty when there was nothing to do, or somebody else was faster
   */
  Optional<StoredObject> updateStatus(
      Definition definition, Collection<Definition> all, Consumer<Bytes> before) {
    return change(
        definition.name(),
        definition.uid(),
        tree -> {
          ObjectNode old = tree.deepCopy();
          DefinitionStatus.update(tree, all, clock.instant());
          if (!old.equals(tree)) {
            before.accept(Bytes.utf8(tree.toString()));
          }
        });
  }

  /** Changes a definition when it is still the same one. */
  Optional<StoredObject> change(String name, String uid, Change change) {
    try {
      StoredObject now = store.get("", name, "0");
      StoredObject written =
          store
              .update(
                  RequestContext.server(),
                  "",
                  name,
                  current -> {
                    ObjectNode tree =
                        current.orElseThrow(
                            () -> StatusException.notFound(store.type().resource(), name));
                    if (!tree.path("metadata").path("uid").asText().equals(uid)) {
                      throw StatusException.notFound(store.type().resource(), name);
                    }
                    change.apply(tree);
                    return tree;
                  },
                  STATUS)
              .object();
      return written.revision() == now.revision() ? Optional.empty() : Optional.of(written);
    } catch (StatusException e) {
      if (e.code() != 404 && e.code() != 409) {
        LOG.warn("definition={} status could not be written: {}", name, e.text());
      }
      return Optional.empty();
    }
  }
}
