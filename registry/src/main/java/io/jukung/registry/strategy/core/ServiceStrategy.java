package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.strategy.Companion;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.check.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Services: addresses and node ports are handed out to them ({@code pkg/registry/core/service} at
 * v1.36).
 */
public final class ServiceStrategy extends GenericStrategy {
  private final ServiceAllocations allocations;
  private final ServiceFamilies families;

  /** The strategy of the resource {@code services}. */
  public ServiceStrategy(ResourceType type, ServiceAllocations allocations) {
    super(type);
    this.allocations = allocations;
    this.families = new ServiceFamilies(allocations);
  }

  @Override
  public void prepareForCreate(RequestContext context, ObjectNode object) {
    super.prepareForCreate(context, object);
    object.putObject("status").putObject("loadBalancer");
    ObjectNode spec = object.withObject("/spec");
    if (!Services.clusterIp(spec).isEmpty() && Services.clusterIps(spec).isEmpty()) {
      spec.putArray("clusterIPs").add(Services.clusterIp(spec));
    }
    families.fill(spec, MissingNode.getInstance());
  }

  @Override
  public void prepareForUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    super.prepareForUpdate(context, object, old, subresource);
    if (!subresource.isEmpty()) {
      return;
    }
    ObjectNode spec = object.withObject("/spec");
    ObjectNode before = old.path("spec").deepCopy();
    ServiceUpdates.keepAllocated(spec, before);
    ServiceUpdates.dropWhatTheTypeHasNot(spec, before);
    families.fill(spec, before);
    if (!spec.path("type").asText().equals("LoadBalancer")) {
      object.withObject("/status").putObject("loadBalancer");
    }
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>();
    families.check(new Spot(object, "").at("spec"), MissingNode.getInstance(), errors);
    if (!errors.isEmpty()) {
      return errors;
    }
    errors.addAll(super.validate(context, object));
    Services.check(object, MissingNode.getInstance(), errors);
    return errors;
  }

  @Override
  public void warn(
      RequestContext context, ObjectNode object, Optional<ObjectNode> old, String subresource) {
    if (subresource.isEmpty()) {
      ServiceReach.warn(context, new Spot(object, ""));
    }
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors = new ArrayList<>();
    if (subresource.isEmpty()) {
      families.check(new Spot(object, "").at("spec"), old.path("spec"), errors);
      if (!errors.isEmpty()) {
        return errors;
      }
    }
    errors.addAll(super.validateUpdate(context, object, old, subresource));
    if (subresource.isEmpty()) {
      ServiceUpdates.check(object.path("spec"), old.path("spec"), errors);
      ServiceReach.balancerClass(new Spot(object, "").at("spec"), old.path("spec"), errors);
      Services.check(object, old, errors);
    } else if (subresource.equals("status")) {
      BalancerStatus.ofService(new Spot(object, ""), old, errors);
    }
    return errors;
  }

  @Override
  public void canonicalize(ObjectNode object, Optional<ObjectNode> old) {
    ObjectNode spec = object.withObject("/spec");
    List<FieldError> errors = new ArrayList<>();
    if (Services.needsClusterIp(spec) && !Services.headless(spec)) {
      addresses(spec, Services.ownAddresses(old), errors);
    }
    new ServicePorts(allocations, old.map(NodePorts::of).orElse(Set.of())).fill(spec, errors);
    if (!errors.isEmpty()) {
      throw StatusException.invalid(
          type().kind(), object.path("metadata").path("name").asText(), errors);
    }
  }

  @Override
  public boolean hasCompanions() {
    return true;
  }

  @Override
  public List<Companion> companions(Optional<ObjectNode> old, Optional<ObjectNode> object) {
    return ServiceCompanions.of(old, object, allocations);
  }

  private void addresses(ObjectNode spec, List<String> own, List<FieldError> errors) {
    ArrayNode addresses = spec.withArray("/clusterIPs");
    JsonNode families = spec.path("ipFamilies");
    for (int i = 0; i < families.size(); i++) {
      if (i < addresses.size()) {
        String address = addresses.get(i).asText();
        if (!own.contains(address)) {
          allocations
              .addressProblem(address)
              .ifPresent(
                  text ->
                      errors.add(
                          FieldError.invalid(
                              "spec.clusterIPs",
                              addresses,
                              "failed to allocate IP " + address + ": " + text)));
        }
      } else {
        addresses.add(
            allocations
                .address(families.get(i).asText())
                .orElseThrow(
                    () ->
                        StatusException.internal("failed to allocate a serviceIP: range is full")));
      }
    }
    spec.put("clusterIP", addresses.path(0).asText());
  }
}
