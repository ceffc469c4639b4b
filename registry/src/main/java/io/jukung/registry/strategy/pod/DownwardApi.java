package io.jukung.registry.strategy.pod;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Amount;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.VolumeSources;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The checks of references to a pod's own fields and resources, from variables and from files
 * ({@code validateObjectFieldSelector}, {@code validateContainerResourceFieldSelector} and {@code
 * validateDownwardAPIVolumeFile} in {@code pkg/apis/core/validation/validation.go} at v1.36).
 */
final class DownwardApi {
  private static final Set<String> IN_FILES =
      new TreeSet<>(
          List.of(
              "metadata.name",
              "metadata.namespace",
              "metadata.labels",
              "metadata.annotations",
              "metadata.uid"));
  private static final Set<String> IN_VARIABLES =
      new TreeSet<>(
          List.of(
              "metadata.name",
              "metadata.namespace",
              "metadata.uid",
              "spec.nodeName",
              "spec.serviceAccountName",
              "status.hostIP",
              "status.hostIPs",
              "status.podIP",
              "status.podIPs"));

  /** What pods can be asked for at all; more than is let into files or variables. */
  private static final Set<String> FURTHER =
      Set.of("spec.restartPolicy", "spec.schedulerName", "status.phase");

  private static final List<String> RESOURCES =
      List.of(
          "limits.cpu",
          "limits.ephemeral-storage",
          "limits.memory",
          "requests.cpu",
          "requests.ephemeral-storage",
          "requests.memory");
  private static final Set<String> CPU_DIVISORS = Set.of("1m", "1");
  private static final List<String> DIVISORS =
      List.of("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei");

  private DownwardApi() {}

  /** A volume of such files; upstream tells of all of them at the volume. */
  static void volume(Spot source, List<FieldError> errors) {
    Check.fileMode(source.at("defaultMode"), errors);
    source.at("items").elements().forEach(file -> file(file.as(source), errors));
  }

  /** One file. */
  static void file(Spot file, List<FieldError> errors) {
    Check.required(file.at("path"), errors);
    VolumeSources.nonReserved(file.at("path"), errors);
    Spot resource = file.at("resourceFieldRef");
    if (file.has("fieldRef")) {
      field(file.at("fieldRef"), IN_FILES, errors);
      if (resource.has()) {
        errors.add(
            FieldError.invalid(
                file.path(),
                "resource",
                "fieldRef and resourceFieldRef can not be specified simultaneously"));
      }
    } else if (resource.has()) {
      resource(resource, true, errors);
    } else {
      Check.missing(file, "one of fieldRef and resourceFieldRef is required", errors);
    }
    Check.fileMode(file.at("mode"), errors);
  }

  /** A field that a variable takes its value from. */
  static void variable(Spot reference, List<FieldError> errors) {
    field(reference, IN_VARIABLES, errors);
  }

  private static void field(Spot reference, Set<String> known, List<FieldError> errors) {
    for (String field : List.of("apiVersion", "fieldPath")) {
      if (reference.at(field).text().isEmpty()) {
        Check.missing(reference.at(field), "", errors);
        return;
      }
    }
    Spot path = reference.at("fieldPath");
    String text = path.text().equals("spec.host") ? "spec.nodeName" : path.text();
    String version = reference.at("apiVersion").text();
    int subscript = text.endsWith("']") ? text.indexOf("['") : -1;
    if (!version.equals("v1")) {
      unconvertible(path, "unsupported pod version: " + version, errors);
    } else if (subscript > 0) {
      subscripted(reference, path, text, subscript, errors);
    } else if (!IN_FILES.contains(text)
        && !IN_VARIABLES.contains(text)
        && !FURTHER.contains(text)) {
      unconvertible(path, "field label not supported: " + text, errors);
    } else if (!known.contains(text)) {
      errors.add(FieldError.notSupported(path.path(), text, known));
    }
  }

  private static void subscripted(
      Spot reference, Spot path, String text, int subscript, List<FieldError> errors) {
    String key = text.substring(subscript + 2, text.length() - 2);
    switch (text.substring(0, subscript)) {
      case "metadata.annotations" ->
          Check.qualifiedName(reference, key.toLowerCase(Locale.ROOT), errors);
      case "metadata.labels" -> Check.qualifiedName(reference, key, errors);
      default -> unconvertible(path, "field label does not support subscript: " + text, errors);
    }
  }

  private static void unconvertible(Spot path, String detail, List<FieldError> errors) {
    Check.invalidText(path, "error converting fieldPath: " + detail, errors);
  }

  /**
   * A resource of a container.
   *
   * @param named whether the container must be named
   */
  static void resource(Spot reference, boolean named, List<FieldError> errors) {
    Spot resource = reference.at("resource");
    String text = resource.text();
    boolean pages = text.startsWith("limits.hugepages-") || text.startsWith("requests.hugepages-");
    if (named && reference.at("containerName").text().isEmpty()) {
      Check.missing(reference.at("containerName"), "", errors);
    } else if (text.isEmpty()) {
      Check.missing(resource, "", errors);
    } else if (!RESOURCES.contains(text) && !pages) {
      errors.add(FieldError.notSupported(resource.path(), text, RESOURCES));
    }
    divisor(reference.at("divisor"), text, pages, errors);
  }

  private static void divisor(
      Spot divisor, String resource, boolean pages, List<FieldError> errors) {
    if (Amount.of(divisor.text()).signum() == 0) {
      return;
    }
    String kind =
        pages
            ? "hugepages"
            : switch (resource) {
              case "limits.cpu", "requests.cpu" -> "cpu";
              case "limits.memory", "requests.memory" -> "memory";
              case "limits.ephemeral-storage", "requests.ephemeral-storage" ->
                  "local ephemeral storage";
              default -> "";
            };
    boolean cpu = kind.equals("cpu");
    if (kind.isEmpty() || (cpu ? CPU_DIVISORS : DIVISORS).contains(divisor.text())) {
      return;
    }
    errors.add(
        FieldError.invalid(
            divisor.path(),
            resource,
            "only divisor's values "
                + (cpu ? "1m and 1" : String.join(", ", DIVISORS))
                + " are supported with the "
                + kind
                + " resource"));
  }
}
