package io.jukung.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.StatusCause;
import io.jukung.registry.status.StatusException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NamespaceLifecycleTest {
  private final Map<String, JsonNode> namespaces = new HashMap<>();
  private final AdmissionChain chain =
      new AdmissionChain(
          java.util.List.of(
              new NamespaceLifecycle(name -> Optional.ofNullable(namespaces.get(name)))),
          AdmissionObserver.NONE);

  private static ObjectNode phase(String phase) {
    ObjectNode namespace = JsonNodeFactory.instance.objectNode();
    namespace.putObject("status").put("phase", phase);
    return namespace;
  }

  private static AdmissionAttributes pod(Operation operation, String name) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.putObject("metadata").put("generateName", "made-");
    return new AdmissionAttributes(
        operation,
        new GroupVersionKind("", "v1", "Pod"),
        new GroupVersionResource("", "v1", "pods"),
        "",
        "n",
        name,
        Optional.of(object),
        Optional.empty(),
        RequestContext.server(),
        false);
  }

  private static AdmissionAttributes namespace(Operation operation, String name) {
    return new AdmissionAttributes(
        operation,
        new GroupVersionKind("", "v1", "Namespace"),
        new GroupVersionResource("", "v1", "namespaces"),
        "",
        name,
        name,
        Optional.empty(),
        Optional.empty(),
        RequestContext.server(),
        false);
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"CREATE", "UPDATE"})
  void nothingIsWrittenIntoAMissingNamespace(Operation operation) {
    assertThatThrownBy(() -> chain.admit(pod(operation, "p")))
        .isInstanceOf(StatusException.class)
        .hasMessage("namespaces \"n\" not found");
  }

  @Test
  void nothingIsCreatedInATerminatingNamespace() {
    namespaces.put("n", phase("Terminating"));
    StatusException refused =
        catchThrowableOfType(StatusException.class, () -> chain.admit(pod(Operation.CREATE, "p")));
    assertThat(refused.code()).isEqualTo(403);
    assertThat(refused)
        .hasMessage(
            "pods \"p\" is forbidden: unable to create new content in namespace n because it is"
                + " being terminated");
    assertThat(refused.details().causes())
        .containsExactly(
            new StatusCause(
                "NamespaceTerminating", "namespace n is being terminated", "metadata.namespace"));
    assertThatThrownBy(() -> chain.admit(pod(Operation.CREATE, "")))
        .hasMessageStartingWith("pods \"made-\" is forbidden");
  }

  @Test
  void aTerminatingNamespaceStillChangesAndEmpties() {
    namespaces.put("n", phase("Terminating"));
    assertThatCode(() -> chain.admit(pod(Operation.UPDATE, "p"))).doesNotThrowAnyException();
    assertThatCode(() -> chain.admit(pod(Operation.DELETE, "p"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "kube-system", "kube-public"})
  void theClustersNamespacesStay(String name) {
    assertThatThrownBy(() -> chain.admit(namespace(Operation.DELETE, name)))
        .hasMessage("namespaces \"" + name + "\" is forbidden: this namespace may not be deleted");
  }

  @Test
  void otherNamespacesComeAndGo() {
    assertThatCode(() -> chain.admit(namespace(Operation.CREATE, "x"))).doesNotThrowAnyException();
    assertThatCode(() -> chain.admit(namespace(Operation.DELETE, "x"))).doesNotThrowAnyException();
  }
}
