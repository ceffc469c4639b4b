package io.jukung.registry.strategy.pod;

import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Spot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is questionable about valid containers ({@code pkg/api/pod/warnings.go} at v1.36). */
final class ContainerWarnings {
  private ContainerWarnings() {}

  static void warn(RequestContext context, Spot container) {
    Spot resources = container.at("resources");
    for (String resource : List.of("memory", "ephemeral-storage")) {
      PodWarnings.fractional(context, resources.at("limits"), resource);
      PodWarnings.fractional(context, resources.at("requests"), resource);
    }
    Set<String> names = new HashSet<>();
    for (Spot variable : container.at("env").elements()) {
      String name = variable.at("name").text();
      if (!names.add(name) && hides(variable, "$(" + name + ")")) {
        context.warn(
            variable.path()
                + ": hides previous definition of "
                + FieldError.quote(name)
                + ", which may be dropped when using apply");
      }
    }
  }

  private static boolean hides(Spot variable, String reference) {
    String value = variable.at("value").text();
    return variable.has("valueFrom") || value.equals(reference) || !value.contains(reference);
  }

  /** Warns of ports that get in each other's way. */
  static void ports(RequestContext context, Spot spec) {
    Map<String, List<Spot>> seen = new HashMap<>();
    for (Spot container : PodScope.containers(spec)) {
      for (Spot port : container.at("ports").elements()) {
        if (!hostIp(port).isEmpty() && hostPort(port) == 0) {
          context.warn(port.path() + ": hostIP set without hostPort: " + print(port));
        }
        String key = port.at("containerPort").number() + "/" + port.at("protocol").text();
        List<Spot> others = seen.computeIfAbsent(key, each -> new ArrayList<>());
        others.forEach(other -> conflict(context, port, other));
        others.add(port);
      }
    }
    Map<String, String> names = new HashMap<>();
    for (Spot container : PodScope.containers(spec)) {
      for (Spot port : container.at("ports").elements()) {
        name(context, port, names);
      }
    }
  }

  private static void name(RequestContext context, Spot port, Map<String, String> names) {
    String name = port.at("name").text();
    String other = name.isEmpty() ? null : names.putIfAbsent(name, port.path());
    if (other != null) {
      context.warn(
          port.path()
              + ": duplicate port name "
              + FieldError.quote(name)
              + " with "
              + other
              + ", services and probes that select ports by name will use "
              + other);
    }
  }

  private static void conflict(RequestContext context, Spot port, Spot other) {
    boolean samePort = hostPort(port) == hostPort(other);
    if (samePort && hostIp(port).equals(hostIp(other))) {
      context.warn(port.path() + ": duplicate port definition with " + other.path());
    } else if (hostPort(port) == 0 || hostPort(other) == 0) {
      context.warn(port.path() + ": overlapping port definition with " + other.path());
    } else if (samePort && (hostIp(port).isEmpty() || hostIp(other).isEmpty())) {
      context.warn(port.path() + ": dangerously ambiguous port definition with " + other.path());
    }
  }

  private static String hostIp(Spot port) {
    return port.at("hostIP").text();
  }

  private static long hostPort(Spot port) {
    return port.at("hostPort").number();
  }

  /** The port as Go prints a value of its type. */
  private static String print(Spot port) {
    return "{Name:"
        + port.at("name").text()
        + " HostPort:"
        + hostPort(port)
        + " ContainerPort:"
        + port.at("containerPort").number()
        + " Protocol:"
        + port.at("protocol").text()
        + " HostIP:"
        + hostIp(port)
        + "}";
  }
}
