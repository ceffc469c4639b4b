package io.jukung.conformance.informers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.jukung.conformance.cluster.TestCluster;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fabric8 client's informer. */
class FabricInformerTest {
  private final String namespace = "fabric8-" + Long.toString(System.nanoTime() % 99_999, 36);
  private final Events events = new Events();

  @Test
  void listsIsToldAndGoesOnAfterARestart() throws IOException, InterruptedException {
    try (TestCluster cluster = TestCluster.start();
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build()) {
      client
          .namespaces()
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .create();
      create(client, "first");
      try (SharedIndexInformer<ConfigMap> informer =
          client.configMaps().inNamespace(namespace).withLabel("informed").inform(new Teller())) {
        events.expect("add first 1");
        assertThat(informer.hasSynced()).isTrue();
        create(client, "second");
        events.expect("add second 1");
        change(client, "second", "2");
        events.expect("update second 1 2");
        client.configMaps().inNamespace(namespace).withName("first").delete();
        events.expect("delete first 1");
        if (cluster.own()) {
          cluster.kill();
          cluster.restart();
          change(client, "second", "3");
          events.expectAmongOthers("update second 2 3");
          create(client, "third");
          events.expectAmongOthers("add third 1");
        }
        assertThat(informer.getStore().list()).hasSize(cluster.own() ? 2 : 1);
      }
      client.namespaces().withName(namespace).delete();
    }
  }

  private void create(KubernetesClient client, String name) {
    client
        .configMaps()
        .inNamespace(namespace)
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("informed", "yes")
                .endMetadata()
                .addToData("n", "1")
                .build())
        .create();
  }

  private void change(KubernetesClient client, String name, String value) {
    client
        .configMaps()
        .inNamespace(namespace)
        .withName(name)
        .edit(map -> new ConfigMapBuilder(map).withData(Map.of("n", value)).build());
  }

  private final class Teller implements ResourceEventHandler<ConfigMap> {
    @Override
    public void onAdd(ConfigMap object) {
      events.tell("add " + object.getMetadata().getName() + " " + object.getData().get("n"));
    }

    @Override
    public void onUpdate(ConfigMap before, ConfigMap after) {
      events.tell(
          "update "
              + after.getMetadata().getName()
              + " "
              + before.getData().get("n")
              + " "
              + after.getData().get("n"));
    }

    @Override
    public void onDelete(ConfigMap object, boolean finalStateUnknown) {
      events.tell("delete " + object.getMetadata().getName() + " " + object.getData().get("n"));
    }
  }
}
