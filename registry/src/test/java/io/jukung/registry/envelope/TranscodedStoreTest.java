package io.jukung.registry.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.ProtobufCodec;
import io.jukung.registry.codec.Types;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import io.jukung.storage.Watch;
import io.jukung.storage.WatchEvent;
import io.jukung.storage.WatchListener;
import io.jukung.storage.WatchRequest;
import io.jukung.storage.memory.InMemoryStore;
import io.jukung.storage.watch.WatchHubConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that kube-apiserver writes to as well. */
class TranscodedStoreTest {
  private static final Catalog CATALOG = Catalog.load();
  private static final Bytes KEY = Bytes.utf8("/registry/configmaps/default/a");

  private final ObjectMapper mapper = new ObjectMapper();
  private final CanonicalJson json = new CanonicalJson(Types.of(CATALOG));
  private final ProtobufCodec protobuf = new ProtobufCodec(Types.of(CATALOG));
  private final Store raw =
      InMemoryStore.open(Clock.systemUTC(), WatchHubConfig.DEFAULT, Duration.ofSeconds(1));
  private final Store asJson = new TranscodedStore(raw, CATALOG, StorageMediaType.JSON);
  private final Store asProtobuf = new TranscodedStore(raw, CATALOG, StorageMediaType.PROTOBUF);

  @AfterEach
  void close() {
    raw.close();
  }

  @Test
  void protobufIsReadAsCanonicalJson() {
    for (String text :
        List.of(
            configMap("x"),
            "{'kind':'Pod','apiVersion':'v1','metadata':{'name':'p','namespace':'default',"
                + "'creationTimestamp':'2026-01-01T00:00:00Z'},'spec':{'containers':[{'name':'c',"
                + "'image':'i','resources':{'limits':{'cpu':'500m'}}}]},'status':{}}",
            "{'kind':'Deployment','apiVersion':'apps/v1','metadata':{'name':'d'},'spec':{"
                + "'replicas':0,'selector':{'matchLabels':{'a':'b'}},'template':{'metadata':{},"
                + "'spec':{'containers':[{'name':'c','resources':{}}]}},'strategy':{}},'status':{}}")) {
      Bytes canonical = canonical(text);
      put(raw, KEY, envelope(text));
      assertThat(asJson.get(KEY).orElseThrow().value()).isEqualTo(canonical);
      assertThat(asJson.range(RangeRequest.of(KeyRange.ALL)).items())
          .extracting(KeyValue::value)
          .containsExactly(canonical);
      assertThat(asJson.txn(Txn.putIf(KEY, 0, canonical, 0)).results().getFirst())
          .extracting(KeyValue::value)
          .containsExactly(canonical);
    }
  }

  @Test
  void jsonIsReadWithoutItsLineBreakAndOtherValuesAsTheyAre() {
    put(raw, KEY, Bytes.utf8(configMap("x").replace('\'', '"') + "\n"));
    assertThat(asJson.get(KEY).orElseThrow().value()).isEqualTo(canonical(configMap("x")));
    for (Bytes other :
        List.of(
            Bytes.utf8("42"),
            Bytes.EMPTY,
            Bytes.utf8("k8s:enc:aescbc:v1:key1:secret"),
            ProtobufCodec.wrap(kind("v1", "RangeAllocationOfTomorrow"), Bytes.EMPTY))) {
      put(asProtobuf, KEY, other);
      assertThat(raw.get(KEY).orElseThrow().value()).isEqualTo(other);
      assertThat(asProtobuf.get(KEY).orElseThrow().value()).isEqualTo(other);
    }
  }

  @Test
  void protobufIsWrittenWhenAskedForAndOnlyForKindsThatHaveIt() {
    put(asProtobuf, KEY, canonical(configMap("x")));
    assertThat(raw.get(KEY).orElseThrow().value()).isEqualTo(envelope(configMap("x")));
    Bytes custom = Bytes.utf8("{\"apiVersion\":\"example.com/v1\",\"kind\":\"Thing\"}");
    put(asProtobuf, KEY, custom);
    assertThat(raw.get(KEY).orElseThrow().value()).isEqualTo(custom);
    put(asJson, KEY, canonical(configMap("y")));
    assertThat(raw.get(KEY).orElseThrow().value()).isEqualTo(canonical(configMap("y")));
  }

  @Test
  void anotherVersionThanTheStoredOneIsConverted() {
    put(
        raw,
        KEY,
        envelope(
            "{'kind':'HorizontalPodAutoscaler','apiVersion':'autoscaling/v1','metadata':{"
                + "'name':'h'},'spec':{'scaleTargetRef':{'kind':'Deployment','name':'d'},"
                + "'maxReplicas':3,'targetCPUUtilizationPercentage':50},'status':{}}"));
    assertThat(asJson.get(KEY).orElseThrow().value().utf8())
        .contains("\"autoscaling/v2\"", "\"averageUtilization\":50");
  }

  @Test
  void watchesTellCanonicalJsonBeforeAndAfter() {
    put(raw, KEY, envelope(configMap("x")));
    CompletableFuture<WatchEvent> event = new CompletableFuture<>();
    try (Watch watch = asJson.watch(new WatchRequest(KeyRange.ALL, 0, true), new First(event))) {
      assertThat(watch).isNotNull();
      put(raw, KEY, envelope(configMap("y")));
      WatchEvent told = event.orTimeout(20, TimeUnit.SECONDS).join();
      assertThat(told)
          .isInstanceOfSatisfying(
              WatchEvent.Put.class,
              put -> assertThat(put.current().value()).isEqualTo(canonical(configMap("y"))));
      assertThat(told.previous().map(KeyValue::value)).contains(canonical(configMap("x")));
    }
  }

  @Test
  void whatCannotBeReadFailsTheReadAndEndsTheWatch() {
    put(raw, KEY, Bytes.utf8("k8s\0\uffff"));
    CompletableFuture<WatchEvent> event = new CompletableFuture<>();
    try (Watch watch = asJson.watch(new WatchRequest(KeyRange.ALL, 2, false), new First(event))) {
      assertThat(watch).isNotNull();
      assertThat(event.orTimeout(20, TimeUnit.SECONDS).handle((e, failure) -> failure).join())
          .isInstanceOf(StoreException.Unavailable.class);
    }
    assertThatThrownBy(() -> asJson.get(KEY))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("broken");
  }

  private static String configMap(String value) {
    return "{'kind':'ConfigMap','apiVersion':'v1','metadata':{'name':'a','namespace':'default',"
        + "'creationTimestamp':'2026-01-01T00:00:00Z','labels':{'k':'v'}},'data':{'k':'"
        + value
        + "'}}";
  }

  private ObjectNode tree(String text) {
    try {
      return mapper.readValue(text.replace('\'', '"'), ObjectNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GroupVersionKind kind(String apiVersion, String kind) {
    return GroupVersion.parse(apiVersion).kind(kind);
  }

  private static GroupVersionKind kind(ObjectNode tree) {
    return kind(tree.path("apiVersion").asText(), tree.path("kind").asText());
  }

  private Bytes canonical(String text) {
    ObjectNode tree = tree(text);
    return json.encode(tree, CATALOG.kind(kind(tree)).orElseThrow());
  }

  private Bytes envelope(String text) {
    ObjectNode tree = tree(text);
    return protobuf.encode(tree, CATALOG.kind(kind(tree)).orElseThrow(), kind(tree));
  }

  private static void put(Store store, Bytes key, Bytes value) {
    var _ = store.txn(new Txn(List.of(), List.of(new Operation.Put(key, value)), List.of()));
  }

  /** The first event, or why there is none. */
  private record First(CompletableFuture<WatchEvent> event) implements WatchListener {
    @Override
    public void onEvents(long revision, List<WatchEvent> events) {
      Optional<WatchEvent> first = events.stream().findFirst();
      first.ifPresent(event::complete);
    }

    @Override
    public void onProgress(long revision) {}

    @Override
    public void onEnd(StoreException cause) {
      event.completeExceptionally(cause);
    }
  }
}
