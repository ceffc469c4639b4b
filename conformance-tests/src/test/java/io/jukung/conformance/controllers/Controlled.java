package io.jukung.conformance.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one {@link ControlledCluster} of the run, which starts for the first of them.
 * After each class no controller may have been refused anything: their roles are upstream's.
 */
final class Controlled implements ParameterResolver, AfterAllCallback {
  @Override
  public void afterAll(ExtensionContext tests) throws Exception {
    assertThat(cluster(tests).refused()).isEmpty();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == ControlledCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return cluster(test);
  }

  private static ControlledCluster cluster(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(Controlled.class))
        .getOrComputeIfAbsent(ControlledCluster.class, key -> start(), ControlledCluster.class);
  }

  private static ControlledCluster start() {
    try {
      return new ControlledCluster();
    } catch (IOException e) {
      throw new ParameterResolutionException("no cluster", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ParameterResolutionException("no cluster", e);
    }
  }
}
