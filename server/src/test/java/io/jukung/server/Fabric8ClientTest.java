package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The fabric8 client with the administrator's kubeconfig, so with a client certificate. */
final class Fabric8ClientTest {
  @TempDir static Path folder;

  private record Events(BlockingQueue<String> seen) implements ResourceEventHandler<ConfigMap> {
    @Override
    public void onAdd(ConfigMap object) {
      seen.add("add " + object.getMetadata().getName());
    }

    @Override
    public void onUpdate(ConfigMap before, ConfigMap after) {
      seen.add("update " + after.getData());
    }

    @Override
    public void onDelete(ConfigMap object, boolean unknown) {
      seen.add("delete " + object.getMetadata().getName());
    }
  }

  @Test
  @Timeout(60)
  void anInformerSeesWhatOthersWrite() throws Exception {
    try (TestServer server = new TestServer(folder);
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(
                    Config.fromKubeconfig(Files.readString(server.server().adminKubeconfig())))
                .build()) {
      client
          .namespaces()
          .resource(new NamespaceBuilder().withNewMetadata().withName("n").endMetadata().build())
          .create();
      BlockingQueue<String> seen = new LinkedBlockingQueue<>();
      try (SharedIndexInformer<ConfigMap> informer =
          client.configMaps().inNamespace("n").inform(new Events(seen))) {
        assertThat(informer.hasSynced()).isTrue();
        ConfigMap map =
            new ConfigMapBuilder().withNewMetadata().withName("a").endMetadata().build();
        client.configMaps().inNamespace("n").resource(map).create();
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("add a");
        client
            .configMaps()
            .inNamespace("n")
            .withName("a")
            .edit(current -> new ConfigMapBuilder(current).addToData("x", "y").build());
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("update {x=y}");
        client.configMaps().inNamespace("n").withName("a").delete();
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("delete a");
      }
    }
  }
}
