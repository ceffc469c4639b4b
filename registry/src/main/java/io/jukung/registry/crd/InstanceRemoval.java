package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.AdmissionHook;
import io.jukung.registry.store.DeleteOptions;
import io.jukung.registry.store.ListOptions;
import io.jukung.registry.store.ListResult;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.validation.ObjectMeta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the instances of definitions that go, then lets the definitions go. One virtual thread
 * per definition, as long as that takes: instances may be held by finalizers. Upstream: {@code
 * controller/finalizer/crd_finalizer.go} at v1.36.
 */
final class InstanceRemoval implements AutoCloseable {
  /** What keeps a definition until its instances are gone. */
  static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

  private static final Logger LOG = LoggerFactory.getLogger(InstanceRemoval.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final DefinitionWriter writer;
  private final Map<String, Thread> running = new ConcurrentHashMap<>();
  private volatile boolean closed;

  InstanceRemoval(DefinitionWriter writer) {
    this.writer = writer;
  }

  /** Begins, unless the removal is under way. */
  void begin(Definition definition, CustomResource resource) {
    if (closed) {
      return;
    }
    running.computeIfAbsent(
        definition.uid(),
        uid ->
            Thread.ofVirtual()
                .name("custom-resource-removal-" + definition.name())
                .start(() -> run(definition, resource)));
  }

  private void run(Definition definition, CustomResource resource) {
    try {
      terminating(
          definition,
          "True",
          "InstanceDeletionInProgress",
          "CustomResource deletion is in progress");
      boolean established = definition.is("Established");
      if (established) {
        remove(definition, resource.storage());
      }
      if (closed) {
        return;
      }
      var _ =
          writer.change(
              definition.name(),
              definition.uid(),
              tree -> {
                Conditions.set(
                    tree,
                    "Terminating",
                    "False",
                    established ? "InstanceDeletionCompleted" : "NeverEstablished",
                    established ? "removed all instances" : "resource was never established",
                    writer.clock().instant());
                release(tree);
              });
    } finally {
      running.remove(definition.uid());
    }
  }

  private static void release(ObjectNode tree) {
    ObjectMeta meta = ObjectMeta.of(tree);
    List<String> finalizers = new ArrayList<>(meta.finalizers());
    finalizers.remove(FINALIZER);
    meta.setFinalizers(finalizers);
  }

  private void remove(Definition definition, ResourceStore store) {
    Duration pause = FIRST_PAUSE;
    boolean told = false;
    while (!closed) {
      try {
        var _ = store.deleteCollection(RequestContext.server(), everything(), OPTIONS);
        if (empty(store)) {
          return;
        }
      } catch (StatusException e) {
        LOG.warn("definition={} instances could not be deleted: {}", definition.name(), e.text());
        if (!told) {
          terminating(
              definition,
              "True",
              "InstanceDeletionFailed",
              "could not issue all deletes: " + e.text());
          told = true;
        }
      }
      LockSupport.parkNanos(pause.toNanos());
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  private static final DeleteOptions OPTIONS =
      new DeleteOptions(
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          AdmissionHook.NONE);

  private static ListOptions everything() {
    return new ListOptions("", LabelSelector.parse(""), FieldSelector.parse(""), 0, "", "", "");
  }

  private static boolean empty(ResourceStore store) {
    try (ListResult list = store.list(everything())) {
      return !list.hasNext();
    }
  }

  private void terminating(Definition definition, String status, String reason, String message) {
    var _ =
        writer.change(
            definition.name(),
            definition.uid(),
            tree ->
                Conditions.set(
                    tree, "Terminating", status, reason, message, writer.clock().instant()));
  }

  @Override
  public void close() {
    closed = true;
    running.values().forEach(LockSupport::unpark);
  }
}
