package io.jukung.registry.store;

import static io.jukung.registry.store.RegistryFixture.configMap;
import static io.jukung.registry.store.RegistryFixture.json;
import static io.jukung.registry.store.RegistryFixture.make;
import static io.jukung.registry.store.RegistryFixture.put;
import static io.jukung.registry.store.RegistryFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.StatusException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What creating and changing refuse, in a kube-apiserver's words; and that nothing was changed. */
class RefusalTest {
  private final RegistryFixture fixture = new RegistryFixture();
  private final ResourceStore store = fixture.configMaps();

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|422|ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is"
            + " required",
        "{'name':'A_'}|422|ConfigMap \"A_\" is invalid: metadata.name: Invalid value: \"A_\": a"
            + " lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters,"
            + " '-' or '.', and must start and end with an alphanumeric character (e.g."
            + " 'example.com', regex used for validation is"
            + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
        "{'name':'b','resourceVersion':'5'}|500|resourceVersion should not be set on objects to be"
            + " created",
        "{'name':'b','namespace':'c'}|400|the namespace of the provided object does not match the"
            + " namespace sent on the request",
        "{'name':'taken'}|409|configmaps \"taken\" already exists",
        "{'name':'taken','generateName':'t-'}|409|configmaps \"taken\" already exists, the server"
            + " was not able to generate a unique name for the object",
        "{'name':'b','finalizers':['x']}|422|ConfigMap \"b\" is invalid: metadata.finalizers[0]:"
            + " Invalid value: \"x\": name is neither a standard finalizer name nor is it fully"
            + " qualified",
        "{'name':'b','finalizers':['orphan','foregroundDeletion']}|422|ConfigMap \"b\" is invalid:"
            + " metadata.finalizers: Invalid value: [\"orphan\",\"foregroundDeletion\"]: finalizer"
            + " orphan and foregroundDeletion cannot be both set",
        "{'name':'b','ownerReferences':[{'apiVersion':'v1','kind':'Event','name':'e','uid':'u'}]}|422|ConfigMap"
            + " \"b\" is invalid: metadata.ownerReferences: Invalid value:"
            + " {\"apiVersion\":\"v1\",\"kind\":\"Event\",\"name\":\"e\",\"uid\":\"u\"}: /v1,"
            + " Kind=Event is disallowed from being an owner",
      })
  void createRefuses(String metadata, int code, String message) {
    make(store, "a", configMap("taken"));
    long before = fixture.store.revision();
    ObjectNode object = json("{'apiVersion':'v1','kind':'ConfigMap','metadata':" + metadata + "}");
    StatusException refusal =
        catchThrowableOfType(StatusException.class, () -> make(store, "a", object));
    assertThat(refusal.text()).isEqualTo(message);
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(fixture.store.revision()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'zz'}|404|configmaps \"zz\" not found",
        "{'name':'one','resourceVersion':'1'}|409|Operation cannot be fulfilled on configmaps"
            + " \"one\": the object has been modified; please apply your changes to the latest"
            + " version and try again",
        "{'name':'one','resourceVersion':'x'}|500|strconv.ParseUint: parsing \"x\": invalid syntax",
        "{'name':'one','uid':'1'}|409|Operation cannot be fulfilled on configmaps \"one\":"
            + " StorageError: invalid object, Code: 4, Key: /registry/configmaps/a/one,"
            + " ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition:"
            + " 1, UID in object meta: UID",
        "{'name':'one','deletionGracePeriodSeconds':3}|422|ConfigMap \"one\" is invalid:"
            + " metadata.deletionGracePeriodSeconds: Invalid value: 3: field is immutable",
        "{'name':'one','deletionTimestamp':'2026-01-01T00:00:00Z'}|422|ConfigMap \"one\" is"
            + " invalid: metadata.deletionTimestamp: Invalid value: \"2026-01-01T00:00:00Z\": field"
            + " is immutable",
      })
  void updateRefuses(String metadata, int code, String message) {
    String uid = tree(make(store, "a", configMap("one"))).at("/metadata/uid").asText();
    long before = fixture.store.revision();
    ObjectNode object = json("{'apiVersion':'v1','kind':'ConfigMap','metadata':" + metadata + "}");
    StatusException refusal =
        catchThrowableOfType(StatusException.class, () -> put(store, "a", object));
    assertThat(refusal.text()).isEqualTo(message.replace("meta: UID", "meta: " + uid));
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(fixture.store.revision()).isEqualTo(before);
  }

  @Test
  void aFaultOfMetadataIsToldAsOftenAsUpstreamLooks() {
    make(store, "a", configMap("one"));
    ObjectNode object = configMap("one");
    object.withObject("/metadata/labels").put("color", "x y");
    StatusException refusal =
        catchThrowableOfType(StatusException.class, () -> put(store, "a", object));
    assertThat(refusal.details().causes()).hasSize(4);
    assertThat(refusal.text())
        .isEqualTo(
            "ConfigMap \"one\" is invalid: metadata.labels: Invalid value: \"x y\": a valid label"
                + " must be an empty string or consist of alphanumeric characters, '-', '_' or '.',"
                + " and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
                + " 'my_value',  or '12345', regex used for validation is"
                + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
  }

  @Test
  void somePutsCreateAndSomeNeedAVersion() {
    ResourceStore leases = fixture.of("coordination.k8s.io", "v1", "leases");
    ObjectNode lease =
        json(
            "{'apiVersion':'coordination.k8s.io/v1','kind':'Lease','metadata':{'name':'x'},"
                + "'spec':{}}");
    assertThat(put(leases, "a", lease).created()).isTrue();
    StatusException refusal =
        catchThrowableOfType(StatusException.class, () -> put(leases, "a", lease));
    assertThat(refusal.text())
        .isEqualTo(
            "leases.coordination.k8s.io \"x\" is invalid: metadata.resourceVersion: Invalid value:"
                + " 0: must be specified for an update");
    assertThat(refusal.details().kind()).isEqualTo("leases");
  }

  @Test
  void generatedNamesAreTriedAgain() {
    ObjectNode object =
        json("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'generateName':'n-'}}");
    for (int i = 0; i < 50; i++) {
      assertThat(make(store, "a", object.deepCopy()).name())
          .matches("n-[bcdfghjklmnpqrstvwxz2456789]{5}");
    }
    assertThat(RegistryFixture.names(store.list(RegistryFixture.all("a")))).hasSize(50);
  }

  @Test
  void statusAndSpecHaveTheirOwnDoors() {
    ResourceStore deployments = fixture.of("apps", "v1", "deployments");
    String text =
        "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'d'},"
            + "'spec':{'replicas':%d,'selector':{'matchLabels':{'a':'b'}},"
            + "'template':{'metadata':{'labels':{'a':'b'}},"
            + "'spec':{'restartPolicy':'Always','dnsPolicy':'ClusterFirst','containers':[{'name':'c',"
            + "'image':'i','imagePullPolicy':'Always','terminationMessagePolicy':'File'}]}},"
            + "'strategy':{'type':'Recreate'}},'status':{'replicas':%d}}";
    var made = tree(make(deployments, "a", json(String.format(text, 1, 7))));
    assertThat(made.at("/status/replicas").isMissingNode()).isTrue();
    assertThat(made.at("/metadata/generation").asInt()).isEqualTo(1);

    var scaled = tree(put(deployments, "a", json(String.format(text, 2, 7))).object());
    assertThat(scaled.at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(scaled.at("/status/replicas").isMissingNode()).isTrue();
    assertThat(scaled.at("/metadata/generation").asInt()).isEqualTo(2);

    var observed =
        tree(
            deployments
                .update(
                    RequestContext.server(),
                    "a",
                    "d",
                    ObjectUpdate.replaceWith(json(String.format(text, 9, 7))),
                    new WriteOptions(false, "status", AdmissionHook.NONE))
                .object());
    assertThat(observed.at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(observed.at("/status/replicas").asInt()).isEqualTo(7);
    assertThat(observed.at("/metadata/generation").asInt()).isEqualTo(2);
  }
}
