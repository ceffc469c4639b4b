package io.jukung.registry.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.ObjectDecoder;
import io.jukung.registry.codec.Types;
import io.jukung.registry.defaults.Defaults;
import io.jukung.registry.meta.GroupVersion;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Facts observed on kube-apiserver 1.36. */
class FieldManagerTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Catalog CATALOG = Catalog.load();
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);
  private static final Clock LATER =
      Clock.fixed(Instant.parse("2026-01-02T13:00:00Z"), ZoneOffset.UTC);

  private final ObjectDecoder decoder = new ObjectDecoder(Types.of(CATALOG));
  private final CanonicalJson json = new CanonicalJson(Types.of(CATALOG));

  private static ObjectNode object(String text) {
    try {
      return (ObjectNode) MAPPER.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static ResourceType type(ObjectNode object) {
    return CATALOG
        .resourceForKind(
            GroupVersion.parse(object.path("apiVersion").asText())
                .kind(object.path("kind").asText()))
        .orElseThrow();
  }

  private FieldManagers managers(Clock clock) {
    return new FieldManagers(CATALOG, decoder, new Defaults(CATALOG, clock), clock);
  }

  /** What is stored of an object that was created or changed. */
  private ObjectNode written(
      Optional<ObjectNode> live, ObjectNode wanted, String subresource, String by, Clock clock) {
    ObjectNode copy = wanted.deepCopy();
    managers(clock).of(type(wanted), subresource).update(live, copy, by);
    return json.parse(json.encode(copy, type(wanted).schema()));
  }

  private ObjectNode created(String text) {
    ObjectNode object = object(text);
    new Defaults(CATALOG, NOON).apply(type(object).schema(), object);
    ObjectNode created = written(Optional.empty(), object, "", "maker", NOON);
    created.withObject("/metadata").put("uid", "u");
    return created;
  }

  private static String fields(JsonNode object, int entry) {
    return object
        .path("metadata")
        .path("managedFields")
        .path(entry)
        .path("fieldsV1")
        .toString()
        .replace('"', '\'');
  }

  private static String managers(JsonNode object) {
    StringBuilder text = new StringBuilder();
    for (JsonNode entry : object.path("metadata").path("managedFields")) {
      text.append(entry.path("manager").asText())
          .append('@')
          .append(entry.path("time").asText(), 11, 13)
          .append(' ');
    }
    return text.toString().strip();
  }

  private static final String DEPLOYMENT =
      "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web','labels':{'app':'web'}},"
          + "'spec':{'replicas':2,'selector':{'matchLabels':{'app':'web'}},'strategy':{},'template':"
          + "{'metadata':{'labels':{'app':'web'}},'spec':{'containers':[{'name':'nginx','image':'nginx',"
          + "'ports':[{'containerPort':80}],'resources':{}}]}}},'status':{}}";

  @Test
  void createOwnsWhatIsNotThereInAnEmptyObject() {
    assertThat(fields(created(DEPLOYMENT), 0))
        .isEqualTo(
            "{'f:metadata':{'f:labels':{'.':{},'f:app':{}}},'f:spec':{'f:progressDeadlineSeconds':{},"
                + "'f:replicas':{},'f:revisionHistoryLimit':{},'f:selector':{},'f:strategy':"
                + "{'f:rollingUpdate':{'.':{},'f:maxSurge':{},'f:maxUnavailable':{}},'f:type':{}},"
                + "'f:template':{'f:metadata':{'f:labels':{'.':{},'f:app':{}}},'f:spec':{'f:containers':"
                + "{'k:{\\'name\\':\\'nginx\\'}':{'.':{},'f:image':{},'f:imagePullPolicy':{},"
                + "'f:name':{},'f:ports':{'.':{},'k:{\\'containerPort\\':80,\\'protocol\\':\\'TCP\\'}':"
                + "{'.':{},'f:containerPort':{},'f:protocol':{}}},'f:resources':{},"
                + "'f:terminationMessagePath':{},'f:terminationMessagePolicy':{}}},'f:dnsPolicy':{},"
                + "'f:restartPolicy':{},'f:schedulerName':{},'f:securityContext':{},"
                + "'f:terminationGracePeriodSeconds':{}}}}}");
  }

  @Test
  void aChangeMovesTheField() {
    ObjectNode live = created(DEPLOYMENT);
    ObjectNode wanted = live.deepCopy();
    ((ObjectNode) wanted.at("/spec/template/spec/containers/0")).put("image", "nginx:2");
    ObjectNode changed = written(Optional.of(live), wanted, "", "setter", LATER);
    assertThat(managers(changed)).isEqualTo("maker@12 setter@13");
    assertThat(fields(changed, 1))
        .isEqualTo(
            "{'f:spec':{'f:template':{'f:spec':{'f:containers':"
                + "{'k:{\\'name\\':\\'nginx\\'}':{'f:image':{}}}}}}}");
    assertThat(fields(changed, 0)).doesNotContain("f:image'");
  }

  @Test
  void aChangeOfNothingKeepsTheTimes() {
    ObjectNode live = created(DEPLOYMENT);
    ObjectNode same = written(Optional.of(live), live, "", "other", LATER);
    assertThat(same.path("metadata").path("managedFields"))
        .isEqualTo(live.path("metadata").path("managedFields"));
  }

  @Test
  void removingTakesTheFieldAwayAndKeepsTheTime() {
    ObjectNode live = created(DEPLOYMENT);
    ObjectNode wanted = live.deepCopy();
    ((ObjectNode) wanted.path("metadata")).remove("labels");
    ObjectNode changed = written(Optional.of(live), wanted, "", "maker", LATER);
    assertThat(managers(changed)).isEqualTo("maker@12");
    assertThat(fields(changed, 0)).startsWith("{'f:spec':");
  }

  @Test
  void statusIsOwnedThroughItsEndpointOnly() {
    ObjectNode live = created(DEPLOYMENT);
    ObjectNode wanted = live.deepCopy();
    wanted.withObject("/status").put("replicas", 3);
    wanted.withObject("/spec").put("replicas", 9);
    ObjectNode main = written(Optional.of(live), wanted, "", "a", LATER);
    assertThat(fields(main, 1)).isEqualTo("{'f:spec':{'f:replicas':{}}}");
    ObjectNode status = written(Optional.of(live), wanted, "status", "a", LATER);
    assertThat(fields(status, 1)).isEqualTo("{'f:status':{'f:replicas':{}}}");
    assertThat(status.at("/metadata/managedFields/1/subresource").asText()).isEqualTo("status");
  }

  private static final String CONFIG =
      "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'a'},'data':{'x':'1'}}";

  @Test
  void anEmptyListOrEntryResets() {
    ObjectNode live = created(CONFIG);
    for (String reset : new String[] {"[]", "[{}]"}) {
      ObjectNode wanted = live.deepCopy();
      wanted.withObject("/data").put("y", "2");
      ((ObjectNode) wanted.path("metadata"))
          .set("managedFields", object("{'l':" + reset + "}").get("l"));
      ObjectNode changed = written(Optional.of(live), wanted, "", "late", LATER);
      // Nobody is known and the object exists: it is not tracked any more.
      assertThat(changed.path("metadata").has("managedFields")).isFalse();
    }
  }

  @Test
  void nonsenseInTheRequestIsIgnored() {
    ObjectNode live = created(CONFIG);
    ObjectNode wanted = live.deepCopy();
    ((ObjectNode) wanted.path("metadata"))
        .set(
            "managedFields",
            object("{'l':[{'manager':'m','operation':'X','apiVersion':'v1'}]}").get("l"));
    wanted.withObject("/data").put("y", "2");
    ObjectNode changed = written(Optional.of(live), wanted, "", "late", LATER);
    assertThat(managers(changed)).isEqualTo("maker@12 late@13");
  }

  @Test
  void elevenUpdatersAreMergedIntoOneBucket() {
    ObjectNode live = created(CONFIG);
    for (int i = 0; i < 12; i++) {
      ObjectNode wanted = live.deepCopy();
      wanted.withObject("/data").put("k" + i, "v");
      Clock clock = Clock.fixed(LATER.instant().plusSeconds(i), ZoneOffset.UTC);
      live = written(Optional.of(live), wanted, "", "m" + i, clock);
    }
    assertThat(live.at("/metadata/managedFields")).hasSize(10);
    assertThat(fields(live, 0))
        .isEqualTo("{'f:data':{'.':{},'f:k0':{},'f:k1':{},'f:k2':{},'f:x':{}}}");
    assertThat(live.at("/metadata/managedFields/0/manager").asText()).isEqualTo("ancient-changes");
  }

  @Test
  void theUserAgentNamesTheManager() {
    assertThat(FieldManagers.managerOf("", "kubectl/v1.36 (linux)")).isEqualTo("kubectl");
    assertThat(FieldManagers.managerOf("me", "kubectl/v1.36")).isEqualTo("me");
    assertThat(FieldManagers.managerOf("", "a\u0001b\u00a0c")).isEqualTo("abc");
    assertThat(FieldManagers.managerOf("", "é".repeat(100))).isEqualTo("é".repeat(64));
    ObjectNode object = written(Optional.empty(), object(CONFIG), "", "", NOON);
    assertThat(managers(object)).isEqualTo("unknown@12");
  }
}
