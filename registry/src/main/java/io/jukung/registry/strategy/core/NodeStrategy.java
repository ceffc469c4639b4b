package io.jukung.registry.strategy.core;

import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.strategy.GenericStrategy;

/** Nodes: a kubelet registers itself with its status ({@code pkg/registry/core/node} at v1.36). */
public final class NodeStrategy extends GenericStrategy {
  /** The strategy of the resource {@code nodes}. */
  public NodeStrategy(ResourceType type) {
    super(type);
  }

  @Override
  protected boolean dropsStatusOnCreate() {
    return false;
  }
}
