package io.jukung.conformance.objects;

import io.jukung.conformance.cluster.TestCluster;
import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test method its {@link Space} in the one server of the run, which starts when the first
 * test asks and ends with the run. A space is cleared when its test is over.
 */
public final class SharedCluster implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedCluster.class);

  /** Stored at the root, so closed after the last test. */
  private record Shared(TestCluster cluster) implements AutoCloseable {
    static Shared start(String key) {
      try {
        return new Shared(TestCluster.startForPods());
      } catch (IOException e) {
        throw new IllegalStateException("no server for " + key, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("no server for " + key, e);
      }
    }

    @Override
    public void close() throws IOException {
      cluster.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(Space.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Shared shared =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent("the server", Shared::start, Shared.class);
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent("the space", key -> new Space(shared.cluster()), Space.class);
  }
}
