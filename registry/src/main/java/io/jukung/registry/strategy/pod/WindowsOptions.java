package io.jukung.registry.strategy.pod;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The checks of what only Windows knows in security contexts ({@code
 * validateWindowsSecurityContextOptions} and {@code validateWindowsHostProcessPod} in {@code
 * pkg/apis/core/validation/validation.go} at v1.36).
 */
final class WindowsOptions {
  private static final int MAX_CREDENTIAL_BYTES = 64 << 10;
  private static final int MAX_DOMAIN_LENGTH = 256;
  private static final int MAX_USER_LENGTH = 104;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern NETBIOS = Pattern.compile("[^\\\\/:*?\"<>|.][^\\\\/:*?\"<>|]{0,14}");
  private static final Pattern DNS =
      Pattern.compile(
          "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
              + "(\\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*+");
  private static final Pattern FORBIDDEN = Pattern.compile("[\"/\\\\:;|=,+*?<>@\\[\\]]");
  private static final Pattern DOTS_AND_SPACES = Pattern.compile("[. ]+");

  private WindowsOptions() {}

  static void check(Spot options, List<FieldError> errors) {
    if (options.has("gmsaCredentialSpecName")) {
      Check.name(options.at("gmsaCredentialSpecName"), NameRule.DNS_SUBDOMAIN, errors);
    }
    Spot credential = options.at("gmsaCredentialSpec");
    if (credential.has() && credential.text().isEmpty()) {
      Check.invalidText(credential, "gmsaCredentialSpec cannot be an empty string", errors);
    } else if (credential.text().length() > MAX_CREDENTIAL_BYTES) {
      Check.invalidText(credential, "gmsaCredentialSpec size must be under 64 KiB", errors);
    }
    if (options.has("runAsUserName")) {
      userName(options.at("runAsUserName"), errors);
    }
  }

  private static void userName(Spot name, List<FieldError> errors) {
    String[] parts = name.text().split("\\\\", -1);
    if (name.text().isEmpty()) {
      Check.invalidText(name, "runAsUserName cannot be an empty string", errors);
    } else if (CONTROL.matcher(name.text()).find()) {
      Check.invalidText(name, "runAsUserName cannot contain control characters", errors);
    } else if (parts.length > 2) {
      Check.invalidText(name, "runAsUserName cannot contain more than one backslash", errors);
    } else {
      if (parts.length == 2) {
        domain(name, parts[0], errors);
      }
      user(name, parts[parts.length - 1], errors);
    }
  }

  private static void domain(Spot name, String domain, List<FieldError> errors) {
    if (domain.length() >= MAX_DOMAIN_LENGTH) {
      Check.invalidText(name, "runAsUserName's Domain length must be under 256 characters", errors);
    }
    if (!NETBIOS.matcher(domain).matches() && !DNS.matcher(domain).matches()) {
      Check.invalidText(
          name, "runAsUserName's Domain doesn't match the NetBios nor the DNS format", errors);
    }
  }

  private static void user(Spot name, String user, List<FieldError> errors) {
    if (user.isEmpty()) {
      Check.invalidText(name, "runAsUserName's User cannot be empty", errors);
    } else if (user.length() > MAX_USER_LENGTH) {
      Check.invalidText(
          name, "runAsUserName's User length must not be longer than 104 characters", errors);
    }
    if (DOTS_AND_SPACES.matcher(user).matches()) {
      Check.invalidText(name, "runAsUserName's User cannot contain only periods or spaces", errors);
    }
    if (FORBIDDEN.matcher(user).find()) {
      Check.invalidText(
          name,
          "runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]",
          errors);
    }
  }

  /** Containers that run as processes of the host: all of a pod's or none. */
  static void hostProcess(PodScope scope) {
    List<FieldError> errors = scope.errors();
    Spot spec = scope.spec();
    Spot ofPod = spec.at("securityContext").at("windowsOptions").at("hostProcess");
    int hostProcesses = 0;
    List<Spot> containers = PodScope.containers(spec);
    for (Spot container : containers) {
      Spot own = container.at("securityContext").at("windowsOptions").at("hostProcess");
      if (ofPod.has() && own.has() && ofPod.isTrue() != own.isTrue()) {
        Check.invalid(
            own,
            "pod hostProcess value must be identical if both are specified, was " + ofPod.isTrue(),
            errors);
      }
      hostProcesses += (own.has() ? own : ofPod).isTrue() ? 1 : 0;
    }
    if (hostProcesses == 0) {
      return;
    }
    if (hostProcesses != containers.size()) {
      errors.add(
          FieldError.invalid(
              spec.path(),
              "",
              "If pod contains any hostProcess containers then all containers must be HostProcess"
                  + " containers"));
    }
    if (!spec.at("hostNetwork").isTrue()) {
      errors.add(
          new FieldError(
              FieldError.Type.INVALID,
              spec.at("hostNetwork").path(),
              "false",
              "hostNetwork must be true if pod contains any hostProcess containers"));
    }
  }
}
