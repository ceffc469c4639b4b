package io.jukung.registry.strategy.pod;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.DataMaps;
import io.jukung.registry.strategy.core.VolumeSources;
import io.jukung.registry.validation.NameRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The checks of a container's variables ({@code ValidateEnv} and {@code ValidateEnvFrom} in {@code
 * pkg/apis/core/validation/validation.go} at v1.36).
 */
final class Environment {
  private static final List<String> SOURCES =
      List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");
  private static final String ONE_AT_A_TIME =
      "may not have more than one field specified at a time";

  private Environment() {}

  static void check(Spot container, List<FieldError> errors) {
    for (Spot variable : container.at("env").elements()) {
      Spot name = variable.at("name");
      if (name.text().isEmpty()) {
        Check.missing(name, "", errors);
      } else {
        name(name, errors);
      }
      if (variable.has("valueFrom")) {
        from(variable, variable.at("valueFrom"), errors);
      }
    }
    Spot sources = container.at("envFrom");
    for (Spot source : sources.elements()) {
      if (!source.at("prefix").text().isEmpty()) {
        name(source.at("prefix"), errors);
      }
      fromAll(source, sources, errors);
    }
  }

  private static void name(Spot name, List<FieldError> errors) {
    if (!name.text().chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '=')) {
      Check.invalidText(
          name,
          "a valid environment variable name must consist only of printable ASCII characters other"
              + " than '='",
          errors);
    }
  }

  private static void from(Spot variable, Spot from, List<FieldError> errors) {
    int sources = 0;
    for (String kind : SOURCES) {
      if (from.has(kind)) {
        sources++;
        source(kind, from.at(kind), errors);
      }
    }
    if (sources == 0) {
      wrong(
          from,
          "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef`"
              + " or `fileKeyRef`",
          errors);
    } else if (!variable.at("value").text().isEmpty()) {
      wrong(from, "may not be specified when `value` is not empty", errors);
    } else if (sources > 1) {
      wrong(from, ONE_AT_A_TIME, errors);
    }
  }

  private static void source(String kind, Spot source, List<FieldError> errors) {
    switch (kind) {
      case "fieldRef" -> DownwardApi.variable(source, errors);
      case "resourceFieldRef" -> DownwardApi.resource(source, false, errors);
      case "fileKeyRef" -> file(source, errors);
      default -> {
        Check.name(source.at("name"), NameRule.DNS_SUBDOMAIN, errors);
        Spot key = source.at("key");
        if (key.text().isEmpty()) {
          Check.missing(key, "", errors);
        } else {
          DataMaps.key(key.path(), key.text(), errors);
        }
      }
    }
  }

  private static void file(Spot source, List<FieldError> errors) {
    Spot key = source.at("key");
    if (key.text().isEmpty()) {
      Check.missing(key, "", errors);
    } else {
      name(key, errors);
    }
    Check.requiredName(source.at("volumeName"), NameRule.DNS_LABEL, errors);
    Spot path = source.at("path");
    if (path.text().isEmpty()) {
      Check.missing(path, "", errors);
    } else {
      VolumeSources.noBacksteps(path, errors);
    }
  }

  private static void fromAll(Spot source, Spot sources, List<FieldError> errors) {
    int found = 0;
    for (String kind : List.of("configMapRef", "secretRef")) {
      if (source.has(kind)) {
        found++;
        Spot name = source.at(kind).at("name");
        if (name.text().isEmpty()) {
          Check.missing(name, "", errors);
        } else {
          for (String problem : NameRule.DNS_SUBDOMAIN.errors(name.text(), true)) {
            Check.invalidText(name, problem, errors);
          }
        }
      }
    }
    if (found == 0) {
      wrong(sources, "must specify one of: `configMapRef` or `secretRef`", errors);
    } else if (found > 1) {
      wrong(sources, ONE_AT_A_TIME, errors);
    }
  }

  private static void wrong(Spot place, String detail, List<FieldError> errors) {
    errors.add(FieldError.invalid(place.path(), "", detail));
  }

  /** Variables that are read from files need volumes that containers write to. */
  static void files(PodScope scope) {
    Map<String, Spot> volumes = new HashMap<>();
    for (Spot volume : scope.spec().at("volumes").elements()) {
      volumes.put(volume.at("name").text(), volume);
    }
    for (Spot container : PodScope.containers(scope.spec())) {
      for (Spot variable : container.at("env").elements()) {
        Spot file = variable.at("valueFrom").at("fileKeyRef");
        Spot name = file.at("volumeName");
        Spot volume = volumes.get(name.text());
        if (file.has() && volume == null) {
          scope.errors().add(FieldError.notFound(name.path(), name.text()));
        } else if (file.has() && volume != null && !volume.has("emptyDir")) {
          Check.invalidText(name, "referenced volume must be of type emptyDir", scope.errors());
        }
      }
    }
  }
}
