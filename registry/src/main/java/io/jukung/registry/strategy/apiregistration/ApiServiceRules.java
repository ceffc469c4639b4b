package io.jukung.registry.strategy.apiregistration;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.Base64;
import java.util.List;

/** APIServices. */
public final class ApiServiceRules {
  private static final int MAX_GROUP_PRIORITY = 20_000;
  private static final int MAX_VERSION_PRIORITY = 1000;
  private static final int MAX_PORT = 65535;

  private ApiServiceRules() {}

  /** Their rules. */
  public static KindRules rules() {
    return KindRules.of(ApiServiceRules::check)
        .status(
            (root, old, errors) -> {
              for (Spot condition : root.at("status").at("conditions").elements()) {
                Check.mustBeOneOf(
                    condition.at("status"), List.of("True", "False", "Unknown"), errors);
              }
            });
  }

  private static void check(Spot root, List<FieldError> errors) {
    Spot spec = root.at("spec");
    Spot group = spec.at("group");
    Spot version = spec.at("version");
    Spot name = root.at("metadata").at("name");
    String required = version.text() + "." + group.text();
    if (!name.text().isEmpty()
        && !name.text().equals(required)
        && NameRule.PATH_SEGMENT.errors(name.text(), false).isEmpty()) {
      Check.invalidText(
          name, "must be `spec.version+\".\"+spec.group`: " + FieldError.quote(required), errors);
    }
    if (!group.text().isEmpty()) {
      Check.name(group, NameRule.DNS_SUBDOMAIN, errors);
    } else if (!version.text().equals("v1")) {
      Check.missing(group, "only v1 may have an empty group and it better be legacy kube", errors);
    }
    for (String problem : NameRule.DNS_1035_LABEL.errors(version.text(), false)) {
      Check.invalidText(version, problem, errors);
    }
    priority(spec.at("groupPriorityMinimum"), MAX_GROUP_PRIORITY, errors);
    priority(spec.at("versionPriority"), MAX_VERSION_PRIORITY, errors);
    reach(spec, errors);
  }

  private static void priority(Spot priority, int most, List<FieldError> errors) {
    if (priority.number() <= 0 || priority.number() > most) {
      Check.invalidNumber(priority, "must be positive and less than " + most, errors);
    }
  }

  private static void reach(Spot spec, List<FieldError> errors) {
    Spot bundle = spec.at("caBundle");
    Spot insecure = spec.at("insecureSkipTLSVerify");
    Spot service = spec.at("service");
    boolean bundled = !bundle.text().isEmpty();
    if (!service.has()) {
      if (bundled) {
        int bytes = Base64.getDecoder().decode(bundle.text()).length;
        errors.add(
            FieldError.invalid(
                bundle.path(), bytes + " bytes", "local APIServices may not have a caBundle"));
      }
      if (insecure.isTrue()) {
        Check.invalid(insecure, "local APIServices may not have insecureSkipTLSVerify", errors);
      }
      return;
    }
    Check.required(service.at("namespace"), errors);
    Check.required(service.at("name"), errors);
    long port = service.at("port").number();
    if (port < 1 || port > MAX_PORT) {
      Check.invalidNumber(
          service.at("port"), "port is not valid: must be between 1 and 65535, inclusive", errors);
    }
    if (insecure.isTrue() && bundled) {
      Check.invalid(insecure, "may not be true if caBundle is present", errors);
    }
  }
}
