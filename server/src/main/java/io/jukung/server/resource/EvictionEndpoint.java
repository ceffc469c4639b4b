package io.jukung.server.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.AdmissionHook;
import io.jukung.registry.store.DeleteOptions;
import io.jukung.registry.store.ListOptions;
import io.jukung.registry.store.ListResult;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.WriteOptions;
import io.jukung.registry.subresource.DisruptionBudget;
import io.jukung.registry.subresource.PodEviction;
import io.jukung.server.response.ApiResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Serves {@code pods/eviction}: deletes a pod when its {@code PodDisruptionBudget} allows it.
 * Upstream: {@code pkg/registry/core/pod/storage/eviction.go} at v1.36. Safe for all threads.
 */
public final class EvictionEndpoint implements ResourceEndpoints.Special {
  private static final GroupVersionKind KIND = new GroupVersionKind("policy", "v1", "Eviction");

  /** How often a pod that changed meanwhile is looked at again. */
  private static final int MAX_ATTEMPTS = 20;

  private final ResourceStore pods;
  private final ResourceStore budgets;
  private final InstantSource clock;

  /** Evicts from {@code pods} as {@code budgets} allow. */
  public EvictionEndpoint(ResourceStore pods, ResourceStore budgets, InstantSource clock) {
    this.pods = pods;
    this.budgets = budgets;
    this.clock = clock;
  }

  @Override
  public ApiResponse serve(SpecialCall request) throws IOException {
    if (!request.is("create")) {
      throw request.methodNotAllowed();
    }
    SpecialCall.Body body = request.created(KIND);
    ObjectNode eviction = body.object();
    if (!eviction.path("metadata").path("name").asText("").equals(request.name())) {
      throw StatusException.badRequest("name in URL does not match name in Eviction object");
    }
    evict(request, options(request.name(), eviction, body.dryRun()));
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    return request.answer(201, status.put("status", "Success").put("code", 201));
  }

  private static DeleteOptions options(String name, ObjectNode eviction, boolean dryRun) {
    JsonNode given = eviction.path("deleteOptions");
    if (given.path("ignoreStoreReadErrorWithClusterBreakingPotential").asBoolean(false)) {
      throw StatusException.invalid(
          KIND,
          name,
          List.of(
              FieldError.invalid(
                  "deleteOptions.ignoreStoreReadErrorWithClusterBreakingPotential",
                  com.fasterxml.jackson.databind.node.BooleanNode.TRUE,
                  "can not be set for pod eviction, try after removing the option")));
    }
    DeleteOptions options =
        given instanceof ObjectNode object
            ? DeleteParameters.of(object).options(AdmissionHook.NONE)
            : DeleteOptions.DEFAULT;
    return with(options, options.preconditionResourceVersion(), options.dryRun() || dryRun);
  }

  private static DeleteOptions with(
      DeleteOptions options, Optional<String> resourceVersion, boolean dryRun) {
    return new DeleteOptions(
        options.gracePeriodSeconds(),
        options.preconditionUid(),
        resourceVersion,
        options.propagationPolicy(),
        options.orphanDependents(),
        dryRun,
        options.admission());
  }

  private void evict(SpecialCall request, DeleteOptions options) {
    Optional<ObjectNode> serving = deleteUnlessServing(request, options);
    if (serving.isEmpty()) {
      return;
    }
    ObjectNode pod = serving.get();
    List<ObjectNode> guards = budgetsOf(request, pod);
    if (guards.size() > 1) {
      throw new StatusException(
          500,
          "",
          "This pod has more than one PodDisruptionBudget, which the eviction subresource does not"
              + " support.",
          StatusException.Details.NONE);
    }
    boolean asSeen = false;
    String budget = "";
    if (!guards.isEmpty()) {
      budget = guards.getFirst().path("metadata").path("name").asText();
      if (!PodEviction.ready(pod) && DisruptionBudget.sparesUnready(guards.getFirst())) {
        asSeen = true;
      } else {
        take(request, budget, options.dryRun());
      }
    }
    boolean pinned = asSeen && options.preconditionResourceVersion().isEmpty();
    try {
      delete(request, pinned ? at(options, pod) : options);
    } catch (StatusException e) {
      // The pod became ready meanwhile; another try will ask the budget.
      throw e.code() == 409 && pinned ? DisruptionBudget.stillProcessed(budget) : e;
    }
  }

  /** Deletes a pod whose budget is not to be asked; else returns it. */
  private Optional<ObjectNode> deleteUnlessServing(SpecialCall request, DeleteOptions options) {
    boolean client = options.preconditionResourceVersion().isPresent();
    for (int attempt = 1; ; attempt++) {
      ObjectNode pod = request.tree(pods.get(request.namespace(), request.name(), "").json());
      if (!PodEviction.ignoresBudgets(pod)) {
        return Optional.of(pod);
      }
      try {
        delete(request, PodEviction.mayBecomeReady(pod) && !client ? at(options, pod) : options);
        return Optional.empty();
      } catch (StatusException e) {
        if (e.code() != 409 || client || attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** The options, for the pod as it was seen only. */
  private static DeleteOptions at(DeleteOptions options, JsonNode pod) {
    String seen = pod.path("metadata").path("resourceVersion").asText();
    return with(options, Optional.of(seen), options.dryRun());
  }

  private void delete(SpecialCall request, DeleteOptions options) {
    DeleteOptions last = options;
    if (!options.dryRun()) {
      long marked =
          pods.update(
                  request.call().context(),
                  request.namespace(),
                  request.name(),
                  current ->
                      PodEviction.mark(
                          current.orElseThrow(() -> notFound(request)),
                          options.preconditionUid(),
                          options.preconditionResourceVersion(),
                          clock.instant()),
                  new WriteOptions(false, "status", AdmissionHook.NONE))
              .object()
              .revision();
      if (options.preconditionResourceVersion().isPresent()) {
        last = with(options, Optional.of(Long.toString(marked)), false);
      }
    }
    var _ = pods.delete(request.call().context(), request.namespace(), request.name(), last);
  }

  private static StatusException notFound(SpecialCall request) {
    return StatusException.notFound(request.type().resource(), request.name());
  }

  private List<ObjectNode> budgetsOf(SpecialCall request, JsonNode pod) {
    Map<String, String> labels = new HashMap<>();
    pod.path("metadata")
        .path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    List<ObjectNode> found = new ArrayList<>();
    try (ListResult all =
        budgets.list(
            new ListOptions(
                request.namespace(),
                LabelSelector.EVERYTHING,
                FieldSelector.EVERYTHING,
                0,
                "",
                "",
                ""))) {
      while (all.hasNext()) {
        ObjectNode budget = request.tree(all.next().json());
        if (guards(budget.path("spec").path("selector"), labels)) {
          found.add(budget);
        }
      }
    }
    return found;
  }

  /** Whether the selector names the pod; one that is malformed names none. */
  private static boolean guards(JsonNode selector, Map<String, String> labels) {
    try {
      return selector.isObject()
          && LabelSelector.ofObject(selector).map(s -> s.matches(labels)).orElse(false);
    } catch (StatusException e) {
      return false;
    }
  }

  private void take(SpecialCall request, String budget, boolean dryRun) {
    var _ =
        budgets.update(
            request.call().context(),
            request.namespace(),
            budget,
            current ->
                DisruptionBudget.take(
                    current.orElseThrow(
                        () -> StatusException.notFound(budgets.type().resource(), budget)),
                    request.name(),
                    clock.instant()),
            new WriteOptions(dryRun, "status", AdmissionHook.NONE));
  }
}
