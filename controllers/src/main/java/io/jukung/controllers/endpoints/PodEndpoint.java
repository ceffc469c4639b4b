package io.jukung.controllers.endpoints;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.jukung.controllers.pod.Pods;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What a pod has to offer to a Service. */
final class PodEndpoint {
  private PodEndpoint() {}

  /** The pod's addresses of both families. */
  static List<String> addresses(Pod pod) {
    return pod.getStatus() == null
        ? List.of()
        : pod.getStatus().getPodIPs().stream().map(PodIP::getIp).toList();
  }

  /** The pod's addresses of one family. */
  static List<String> addresses(Pod pod, boolean v6) {
    return addresses(pod).stream().filter(ip -> ip.contains(":") == v6).toList();
  }

  /**
   * The pod may stand among endpoints: it has an address, has not ended and, perhaps, is not asked
   * to.
   */
  static boolean belongs(Pod pod, boolean evenTerminating) {
    return !Pods.isTerminal(pod)
        && !addresses(pod).isEmpty()
        && (evenTerminating || !Pods.isDeleted(pod));
  }

  /** The name under which the pod is to be found below the Service's own. */
  static Optional<String> hostname(Pod pod, Service service) {
    return Optional.ofNullable(pod.getSpec().getHostname())
        .filter(name -> !name.isEmpty())
        .filter(name -> service.getMetadata().getName().equals(pod.getSpec().getSubdomain()));
  }

  static ObjectReference reference(Pod pod) {
    return new ObjectReferenceBuilder()
        .withKind("Pod")
        .withNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .withUid(pod.getMetadata().getUid())
        .build();
  }

  /** The pod's port for a Service's port; empty when the pod has none of that name. */
  static OptionalInt port(Pod pod, ServicePort port) {
    Integer number = port.getTargetPort() == null ? null : port.getTargetPort().getIntVal();
    if (number != null) {
      return OptionalInt.of(number);
    }
    String name = port.getTargetPort() == null ? "" : port.getTargetPort().getStrVal();
    Stream<Container> sidecars =
        pod.getSpec().getInitContainers().stream()
            .filter(c -> "Always".equals(c.getRestartPolicy()));
    return Stream.concat(pod.getSpec().getContainers().stream(), sidecars)
        .flatMap(c -> c.getPorts().stream())
        .filter(p -> name.equals(p.getName()) && protocol(p).equals(port.getProtocol()))
        .mapToInt(ContainerPort::getContainerPort)
        .findFirst();
  }

  private static String protocol(ContainerPort port) {
    return Objects.requireNonNullElse(port.getProtocol(), "TCP");
  }

  /** The Service has no address of its own. */
  static boolean isHeadless(Service service) {
    String ip = service.getSpec().getClusterIP();
    return ip == null || ip.isEmpty() || ip.equals("None");
  }

  static boolean publishesNotReady(Service service) {
    return Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
  }
}
