package io.jukung.conformance.controllers;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one {@link ControlledCluster} of the run, which starts for the first of them. */
final class Controlled implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == ControlledCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getRoot()
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
