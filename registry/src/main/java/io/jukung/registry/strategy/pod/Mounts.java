package io.jukung.registry.strategy.pod;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.VolumeSources;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The checks of what a container does with volumes ({@code ValidateVolumeMounts} and {@code
 * ValidateVolumeDevices} in {@code pkg/apis/core/validation/validation.go} at v1.36).
 */
final class Mounts {
  private static final String BIDIRECTIONAL = "Bidirectional";

  private Mounts() {}

  static void check(Spot container, PodScope scope) {
    Spot mounts = container.at("volumeMounts");
    Spot devices = container.at("volumeDevices");
    Map<String, String> mounted = places(mounts, "mountPath");
    Map<String, String> attached = places(devices, "devicePath");
    Set<String> paths = new HashSet<>();
    for (Spot mount : mounts.elements()) {
      mount(mount, paths, attached, scope);
      subPaths(mount, mounts, scope.errors());
      propagation(mount, mounts, container, scope.errors());
      recursiveReadOnly(mount, mounts.at("recursiveReadOnly"), scope.errors());
    }
    devices(devices, mounted, scope);
  }

  private static Map<String, String> places(Spot list, String path) {
    Map<String, String> places = new HashMap<>();
    for (Spot element : list.elements()) {
      places.put(element.at("name").text(), element.at(path).text());
    }
    return places;
  }

  private static void mount(
      Spot mount, Set<String> paths, Map<String, String> attached, PodScope scope) {
    List<FieldError> errors = scope.errors();
    Spot name = mount.at("name");
    Spot path = mount.at("mountPath");
    Check.required(name, errors);
    if (!scope.volumes().containsKey(name.text())) {
      errors.add(FieldError.notFound(name.path(), name.text()));
    }
    Check.required(path, errors);
    if (!paths.add(path.text())) {
      Check.invalidText(path, "must be unique", errors);
    }
    if (attached.containsKey(name.text())) {
      Check.invalidText(name, "must not already exist in volumeDevices", errors);
    }
    if (attached.containsValue(path.text())) {
      Check.invalidText(path, "must not already exist as a path in volumeDevices", errors);
    }
  }

  /** Upstream tells of most of these at the list. */
  private static void subPaths(Spot mount, Spot mounts, List<FieldError> errors) {
    Spot path = mount.at("subPath");
    if (!path.text().isEmpty()) {
      VolumeSources.descending(path.as(mounts.at("subPath")), errors);
    }
    Spot expression = mount.at("subPathExpr");
    if (!expression.text().isEmpty()) {
      if (!path.text().isEmpty()) {
        Check.invalidText(expression, "subPathExpr and subPath are mutually exclusive", errors);
      }
      VolumeSources.descending(expression.as(mounts.at("subPathExpr")), errors);
    }
  }

  private static void propagation(
      Spot mount, Spot mounts, Spot container, List<FieldError> errors) {
    if (!mount.has("mountPropagation")) {
      return;
    }
    Spot mode = mount.at("mountPropagation").as(mounts.at("mountPropagation"));
    Check.mustBeOneOf(mode, List.of(BIDIRECTIONAL, "HostToContainer", "None"), errors);
    if (mode.text().equals(BIDIRECTIONAL)
        && !container.at("securityContext").at("privileged").isTrue()) {
      Check.forbidden(
          mode,
          "Bidirectional mount propagation is available only to privileged containers",
          errors);
    }
  }

  private static void recursiveReadOnly(Spot mount, Spot place, List<FieldError> errors) {
    Spot mode = mount.at("recursiveReadOnly").as(place);
    if (!mode.has() || mode.text().equals("Disabled")) {
      return;
    }
    if (!List.of("Enabled", "IfPossible").contains(mode.text())) {
      Check.mustBeOneOf(mode, List.of("Disabled", "Enabled", "IfPossible"), errors);
      return;
    }
    if (!mount.at("readOnly").isTrue()) {
      Check.forbidden(mode, "may only be specified when readOnly is true", errors);
    }
    if (mount.has("mountPropagation") && !mount.at("mountPropagation").text().equals("None")) {
      Check.forbidden(
          mode, "may only be specified when mountPropagation is None or not specified", errors);
    }
  }

  private static void devices(Spot devices, Map<String, String> mounted, PodScope scope) {
    List<FieldError> errors = scope.errors();
    Set<String> names = new HashSet<>();
    Set<String> paths = new HashSet<>();
    for (Spot device : devices.elements()) {
      Spot name = device.at("name");
      Check.required(name, errors);
      if (names.contains(name.text())) {
        Check.invalidText(name, "must be unique", errors);
      }
      volume(name, scope);
      path(device.at("devicePath"), paths, errors);
      if (mounted.containsKey(name.text())) {
        Check.invalidText(name, "must not already exist in volumeMounts", errors);
      }
      if (mounted.containsValue(device.at("devicePath").text())) {
        Check.invalidText(
            device.at("devicePath"), "must not already exist as a path in volumeMounts", errors);
      }
      if (!name.text().isEmpty()) {
        names.add(name.text());
      }
    }
  }

  private static void volume(Spot name, PodScope scope) {
    Spot volume = scope.volumes().get(name.text());
    if (volume == null) {
      scope.errors().add(FieldError.notFound(name.path(), name.text()));
    } else if (!volume.has("persistentVolumeClaim") && !volume.has("ephemeral")) {
      Check.invalidText(
          name,
          "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode",
          scope.errors());
    }
  }

  private static void path(Spot path, Set<String> paths, List<FieldError> errors) {
    Check.required(path, errors);
    if (paths.contains(path.text())) {
      Check.invalidText(path, "must be unique", errors);
    }
    if (List.of(path.text().split("/", -1)).contains("..")) {
      Check.invalidText(path, "can not contain backsteps ('..')", errors);
    } else {
      paths.add(path.text());
    }
  }
}
