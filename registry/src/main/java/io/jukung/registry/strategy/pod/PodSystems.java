package io.jukung.registry.strategy.pod;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.List;

/**
 * The checks of pods that name their operating system ({@code validateOS}, {@code validateLinux}
 * and {@code validateWindows} in {@code pkg/apis/core/validation/validation.go} at v1.36).
 */
final class PodSystems {
  private static final String NOT_WINDOWS = "cannot be set for a windows pod";
  private static final String NOT_LINUX = "windows options cannot be set for a linux pod";

  /** What a pod on Windows can't have; those with true only when they are true. */
  private record Field(boolean ofContext, boolean whenTrue, String name) {}

  private static final List<Field> OF_POD =
      List.of(
          new Field(true, false, "appArmorProfile"),
          new Field(true, false, "seLinuxOptions"),
          new Field(false, false, "hostUsers"),
          new Field(false, true, "hostPID"),
          new Field(false, true, "hostIPC"),
          new Field(true, false, "seccompProfile"),
          new Field(true, false, "fsGroup"),
          new Field(true, false, "fsGroupChangePolicy"),
          new Field(true, false, "sysctls"),
          new Field(false, false, "shareProcessNamespace"),
          new Field(true, false, "runAsUser"),
          new Field(true, false, "runAsGroup"),
          new Field(true, false, "supplementalGroups"),
          new Field(true, false, "supplementalGroupsPolicy"),
          new Field(true, false, "seLinuxChangePolicy"));
  private static final List<String> OF_CONTAINER =
      List.of(
          "appArmorProfile",
          "seLinuxOptions",
          "seccompProfile",
          "capabilities",
          "readOnlyRootFilesystem",
          "privileged",
          "allowPrivilegeEscalation",
          "procMount",
          "runAsUser",
          "runAsGroup");

  private PodSystems() {}

  static void check(PodScope scope) {
    Spot os = scope.spec().at("os");
    Spot name = os.at("name");
    if (!os.has()) {
      return;
    }
    switch (name.text()) {
      case "" -> Check.missing(name, "", scope.errors());
      case "linux" -> linux(scope.spec(), scope.errors());
      case "windows" -> windows(scope.spec(), scope.errors());
      default -> Check.mustBeOneOf(name.as(os), List.of("linux", "windows"), scope.errors());
    }
  }

  private static void linux(Spot spec, List<FieldError> errors) {
    Spot options = spec.at("securityContext").at("windowsOptions");
    if (options.has()) {
      Check.forbidden(options, NOT_LINUX, errors);
    }
    for (Spot container : PodScope.containers(spec)) {
      Spot own = container.at("securityContext").at("windowsOptions");
      if (own.has()) {
        Check.forbidden(own, NOT_LINUX, errors);
      }
    }
  }

  private static void windows(Spot spec, List<FieldError> errors) {
    for (Field field : OF_POD) {
      Spot spot = (field.ofContext ? spec.at("securityContext") : spec).at(field.name);
      boolean empty = field.name.equals("sysctls") && spot.size() == 0;
      if (field.whenTrue ? spot.isTrue() : spot.has() && !empty) {
        Check.forbidden(spot, NOT_WINDOWS, errors);
      }
    }
    for (Spot container : PodScope.containers(spec)) {
      for (String field : OF_CONTAINER) {
        Spot spot = container.at("securityContext").at(field);
        if (spot.has()) {
          Check.forbidden(spot, NOT_WINDOWS, errors);
        }
      }
    }
  }
}
