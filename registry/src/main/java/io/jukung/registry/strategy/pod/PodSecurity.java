package io.jukung.registry.strategy.pod;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.VolumeSources;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The checks of security contexts ({@code validatePodSpecSecurityContext} and {@code
 * ValidateSecurityContext} in {@code pkg/apis/core/validation/validation.go} at v1.36).
 */
final class PodSecurity {
  private static final String CONTEXT = "core.SecurityContext";
  private static final int MAX_PROFILE_BYTES = 4095;
  private static final int MAX_SYSCTL_BYTES = 253;
  private static final String SYSCTL_FORM =
      "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";

  /** What the form says, without its nesting, which would backtrack. */
  private static final Pattern SYSCTL =
      Pattern.compile("[a-z0-9]++([-_]++[a-z0-9]++)*+([./][a-z0-9]++([-_]++[a-z0-9]++)*+)*+");

  private static final List<String> PROFILES = List.of("Localhost", "RuntimeDefault", "Unconfined");
  private static final Set<String> IPC =
      Set.of(
          "kernel.sem",
          "kernel.shm",
          "kernel.shmall",
          "kernel.shmmax",
          "kernel.shmmni",
          "kernel.shm_rmid_forced",
          "kernel.msg",
          "kernel.msgmax",
          "kernel.msgmnb",
          "kernel.msgmni");

  private PodSecurity() {}

  /** The context of a pod. */
  static void check(PodScope scope) {
    Spot context = scope.spec().at("securityContext");
    List<FieldError> errors = scope.errors();
    for (String field : List.of("fsGroup", "runAsUser", "runAsGroup")) {
      PodSpecs.id(context.at(field), errors);
    }
    context.at("supplementalGroups").elements().forEach(group -> PodSpecs.id(group, errors));
    if (scope.spec().at("shareProcessNamespace").isTrue() && scope.spec().at("hostPID").isTrue()) {
      Check.invalid(
          scope.ofSecurityContext("shareProcessNamespace"),
          "ShareProcessNamespace and HostPID cannot both be enabled",
          errors);
    }
    sysctls(scope, context.at("sysctls"));
    optionalOneOf(context.at("fsGroupChangePolicy"), List.of("Always", "OnRootMismatch"), errors);
    seccomp(context.at("seccompProfile"), errors);
    WindowsOptions.check(context.at("windowsOptions"), errors);
    appArmor(context.at("appArmorProfile"), errors);
    optionalOneOf(context.at("supplementalGroupsPolicy"), List.of("Merge", "Strict"), errors);
    optionalOneOf(
        context.at("seLinuxChangePolicy"),
        scope.leeway().seLinuxPolicy() ? List.of("MountOption", "Recursive") : List.of("Recursive"),
        errors);
  }

  private static void optionalOneOf(Spot spot, List<String> supported, List<FieldError> errors) {
    if (spot.has()) {
      Check.mustBeOneOf(spot, supported, errors);
    }
  }

  private static void sysctls(PodScope scope, Spot sysctls) {
    Set<String> names = new HashSet<>();
    for (Spot sysctl : sysctls.elements()) {
      Spot name = sysctl.at("name");
      String text = name.text();
      if (text.isEmpty()) {
        Check.missing(name, "", scope.errors());
      } else if (text.length() > MAX_SYSCTL_BYTES || !SYSCTL.matcher(text).matches()) {
        Check.invalidText(
            name,
            "must have at most " + MAX_SYSCTL_BYTES + " characters and match regex " + SYSCTL_FORM,
            scope.errors());
      } else if (names.contains(text)) {
        scope.errors().add(FieldError.duplicate(name.path(), text));
      }
      if (!scope.leeway().sysctls()) {
        hostSysctl(scope.spec(), name, scope.errors());
      }
      names.add(text);
    }
  }

  private static void hostSysctl(Spot spec, Spot name, List<FieldError> errors) {
    String text = normalized(name.text());
    if (spec.at("hostNetwork").isTrue() && text.startsWith("net.")) {
      Check.invalidText(name, "may not be specified when 'hostNetwork' is true", errors);
    } else if (spec.at("hostIPC").isTrue()
        && (IPC.contains(text) || text.startsWith("fs.mqueue."))) {
      Check.invalidText(name, "may not be specified when 'hostIPC' is true", errors);
    }
  }

  /** Slashes may separate instead of dots, and then stand for each other. */
  private static String normalized(String name) {
    int separator = name.length();
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '.' || name.charAt(i) == '/') {
        separator = i;
        break;
      }
    }
    if (separator == name.length() || name.charAt(separator) == '.') {
      return name;
    }
    StringBuilder swapped = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      swapped.append(c == '/' ? '.' : c == '.' ? '/' : c);
    }
    return swapped.toString();
  }

  /** The sysctls of a spec whose namespace is the host's. */
  static void hostSysctls(Spot spec, List<FieldError> errors) {
    for (Spot sysctl : spec.at("securityContext").at("sysctls").elements()) {
      hostSysctl(spec, sysctl.at("name"), errors);
    }
  }

  /** The context of a container. */
  static void container(Spot context, PodScope scope) {
    List<FieldError> errors = scope.errors();
    if (!context.has()) {
      return;
    }
    PodSpecs.id(context.at("runAsUser"), errors);
    PodSpecs.id(context.at("runAsGroup"), errors);
    Spot mount = context.at("procMount");
    optionalOneOf(mount, List.of("Default", "Unmasked"), errors);
    if (mount.text().equals("Unmasked") && scope.hostUsers()) {
      Check.invalidText(mount, "`hostUsers` must be false to use `Unmasked`", errors);
    }
    seccomp(context.at("seccompProfile"), errors);
    if (context.has("allowPrivilegeEscalation")
        && !context.at("allowPrivilegeEscalation").isTrue()) {
      escalation(context, errors);
    }
    WindowsOptions.check(context.at("windowsOptions"), errors);
    appArmor(context.at("appArmorProfile"), errors);
  }

  private static void escalation(Spot context, List<FieldError> errors) {
    String both = "cannot set `allowPrivilegeEscalation` to false and ";
    if (context.at("privileged").isTrue()) {
      errors.add(InternalForm.invalid(context, CONTEXT, both + "`privileged` to true"));
    }
    for (Spot capability : context.at("capabilities").at("add").elements()) {
      if (capability.text().equals("CAP_SYS_ADMIN")) {
        errors.add(
            InternalForm.invalid(context, CONTEXT, both + "`capabilities.Add` CAP_SYS_ADMIN"));
      }
    }
  }

  private static void seccomp(Spot profile, List<FieldError> errors) {
    if (!profile.has()) {
      return;
    }
    type(profile.at("type"), "seccompProfile", errors);
    Spot local = profile.at("localhostProfile");
    if (profile.at("type").text().equals("Localhost")) {
      if (local.has()) {
        VolumeSources.descending(local, errors);
      } else {
        Check.missing(local, "must be set when seccomp type is Localhost", errors);
      }
    } else if (local.has()) {
      errors.add(
          InternalForm.invalid(
              profile.as(local),
              "core.SeccompProfile",
              "can only be set when seccomp type is Localhost"));
    }
  }

  private static void type(Spot type, String profile, List<FieldError> errors) {
    if (type.text().isEmpty()) {
      Check.missing(type, "type is required when " + profile + " is set", errors);
    } else {
      Check.mustBeOneOf(type, PROFILES, errors);
    }
  }

  /** A profile of AppArmor. */
  static void appArmor(Spot profile, List<FieldError> errors) {
    if (!profile.has()) {
      return;
    }
    Spot type = profile.at("type");
    Spot local = profile.at("localhostProfile");
    if (!PROFILES.contains(type.text())) {
      type(type, "appArmorProfile", errors);
    } else if (!type.text().equals("Localhost")) {
      if (local.has()) {
        Check.invalid(local, "can only be set when AppArmor type is Localhost", errors);
      }
    } else if (!local.has()) {
      Check.missing(local, "must be set when AppArmor type is Localhost", errors);
    } else {
      if (!local.text().strip().equals(local.text())) {
        Check.invalidText(local, "must not be padded with whitespace", errors);
      } else if (local.text().isEmpty()) {
        Check.missing(local, "must be set when AppArmor type is Localhost", errors);
      }
      if (local.text().length() > MAX_PROFILE_BYTES) {
        errors.add(FieldError.tooLong(local.path(), MAX_PROFILE_BYTES));
      }
    }
  }
}
