package io.jukung.conformance.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.conformance.cluster.TestCluster;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every scenario with every kubectl binary. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlTest {
  private final String run = Long.toString(System.nanoTime() % 99_999, 36);
  private final List<String> namespaces = new ArrayList<>();
  private TestCluster cluster;
  private Path home;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    home = folder;
    cluster = TestCluster.start();
  }

  @AfterAll
  void stop() throws IOException, InterruptedException {
    if (!cluster.own() && !namespaces.isEmpty()) {
      List<String> arguments = new ArrayList<>(List.of("delete", "namespace", "--wait=false"));
      arguments.addAll(namespaces);
      kubectl(binaries().getFirst(), "default").ok(arguments.toArray(String[]::new));
    }
    cluster.close();
  }

  @TestFactory
  Stream<DynamicNode> scenarios() throws IOException {
    List<Path> binaries = binaries();
    if (binaries.isEmpty()) {
      boolean allowed = System.getProperty("jukung.kubectl", "").equals("may-be-absent");
      assertThat(allowed)
          .as(
              "no kubectl: put one on the path, list some in JUKUNG_KUBECTL, or say"
                  + " -Djukung.kubectl=may-be-absent")
          .isTrue();
    }
    List<DynamicNode> nodes = new ArrayList<>();
    for (int i = 0; i < binaries.size(); i++) {
      String prefix = "kubectl-" + run + "-" + i;
      Path binary = binaries.get(i);
      nodes.add(
          DynamicContainer.dynamicContainer(
              binary.toString(),
              Stream.of(
                      ApplyScenarios.all(),
                      ObjectScenarios.all(),
                      ReadScenarios.all(),
                      WorkloadScenarios.all(),
                      AccessScenarios.all(),
                      CustomResourceScenarios.all(),
                      SchemaScenarios.all(),
                      ClientScenarios.all())
                  .flatMap(List::stream)
                  .map(scenario -> test(binary, prefix, scenario))));
    }
    return nodes.stream();
  }

  private DynamicTest test(Path binary, String prefix, Scenario scenario) {
    return DynamicTest.dynamicTest(
        scenario.name(),
        () -> {
          String namespace = prefix + "-" + namespaces.size();
          namespaces.add(namespace);
          kubectl(binary, "default").ok("create", "namespace", namespace);
          scenario.play().with(kubectl(binary, namespace));
        });
  }

  private Kubectl kubectl(Path binary, String namespace) {
    return new Kubectl(binary, cluster.kubeconfig(), home, namespace);
  }

  private static List<Path> binaries() {
    String listed = System.getenv().getOrDefault("JUKUNG_KUBECTL", "");
    List<Path> found = new ArrayList<>();
    if (!listed.isEmpty()) {
      for (String binary : listed.split(File.pathSeparator, -1)) {
        assertThat(Path.of(binary)).as("listed in JUKUNG_KUBECTL").isExecutable();
        found.add(Path.of(binary));
      }
      return found;
    }
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path binary = Path.of(folder, "kubectl");
      if (found.isEmpty() && Files.isExecutable(binary)) {
        found.add(binary);
      }
    }
    return found;
  }
}
