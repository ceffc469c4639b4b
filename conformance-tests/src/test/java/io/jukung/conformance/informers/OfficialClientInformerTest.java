package io.jukung.conformance.informers;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.cluster.TestCluster;
import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.informer.SharedIndexInformer;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.util.Config;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The official Java client's informer. */
class OfficialClientInformerTest {
  private final String namespace = "official-" + Long.toString(System.nanoTime() % 99_999, 36);
  private final Events events = new Events();

  @Test
  void listsIsToldAndGoesOnAfterARestart() throws IOException, InterruptedException, ApiException {
    try (TestCluster cluster = TestCluster.start()) {
      ApiClient client = Config.fromConfig(cluster.kubeconfig().toString());
      CoreV1Api api = new CoreV1Api(client);
      api.createNamespace(new V1Namespace().metadata(new V1ObjectMeta().name(namespace))).execute();
      create(api, "first");
      SharedInformerFactory factory = new SharedInformerFactory(client);
      try {
        SharedIndexInformer<V1ConfigMap> informer =
            factory.sharedIndexInformerFor(
                new GenericKubernetesApi<>(
                    V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", client),
                V1ConfigMap.class,
                0,
                namespace);
        informer.addEventHandler(new Teller());
        factory.startAllRegisteredInformers();
        events.expectAmongOthers("add first 1");
        Await.until("the informer has synced", Duration.ofSeconds(30), informer::hasSynced);
        create(api, "second");
        events.expectAmongOthers("add second 1");
        change(api, "second", "2");
        events.expectAmongOthers("update second 1 2");
        api.deleteNamespacedConfigMap("first", namespace).execute();
        events.expectAmongOthers("delete first 1");
        if (cluster.own()) {
          cluster.kill();
          cluster.restart();
          change(api, "second", "3");
          events.expectAmongOthers("update second 2 3");
          create(api, "third");
          events.expectAmongOthers("add third 1");
          assertThat(informer.getIndexer().getByKey(namespace + "/third")).isNotNull();
        }
        assertThat(informer.getIndexer().getByKey(namespace + "/first")).isNull();
      } finally {
        factory.stopAllRegisteredInformers();
      }
      api.deleteNamespace(namespace).execute();
    }
  }

  private void create(CoreV1Api api, String name) throws ApiException {
    api.createNamespacedConfigMap(
            namespace,
            new V1ConfigMap().metadata(new V1ObjectMeta().name(name)).data(Map.of("n", "1")))
        .execute();
  }

  private void change(CoreV1Api api, String name, String value) throws ApiException {
    V1ConfigMap map = api.readNamespacedConfigMap(name, namespace).execute();
    api.replaceNamespacedConfigMap(name, namespace, map.data(Map.of("n", value))).execute();
  }

  private final class Teller implements ResourceEventHandler<V1ConfigMap> {
    @Override
    public void onAdd(V1ConfigMap object) {
      events.tell("add " + name(object) + " " + object.getData().get("n"));
    }

    @Override
    public void onUpdate(V1ConfigMap before, V1ConfigMap after) {
      events.tell(
          "update "
              + name(after)
              + " "
              + before.getData().get("n")
              + " "
              + after.getData().get("n"));
    }

    @Override
    public void onDelete(V1ConfigMap object, boolean finalStateUnknown) {
      events.tell("delete " + name(object) + " " + object.getData().get("n"));
    }

    private static String name(V1ConfigMap object) {
      return object.getMetadata().getName();
    }
  }
}
