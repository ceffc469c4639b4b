package io.jukung.registry.strategy.resource;

import com.fasterxml.jackson.databind.node.TextNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Names around devices, and lists of what has such names. */
final class DeviceNames {
  private static final int MAX_POOL = 253;
  private static final int MAX_NAME = 32;
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private DeviceNames() {}

  /** The elements of a list that is not too long; none of one that is. */
  static List<Spot> limited(Spot list, int most, List<FieldError> errors) {
    if (list.size() > most) {
      errors.add(FieldError.tooMany(list.path(), list.size(), most));
      return List.of();
    }
    return list.elements();
  }

  /** Adds what is there twice, by a key. */
  static void unique(List<Spot> elements, Function<Spot, String> key, List<FieldError> errors) {
    Set<String> seen = new HashSet<>();
    for (Spot each : elements) {
      if (!seen.add(key.apply(each))) {
        errors.add(FieldError.duplicate(each.path(), key.apply(each)));
      }
    }
  }

  /** One of some words, which must be there. */
  static void word(Spot spot, List<String> supported, List<FieldError> errors) {
    if (spot.text().isEmpty()) {
      Check.missing(spot, "", errors);
    } else {
      Check.mustBeOneOf(spot, supported, errors);
    }
  }

  /** The name of a pool: subdomains with slashes between. */
  static void pool(Spot name, List<FieldError> errors) {
    String text = name.text();
    if (text.isEmpty()) {
      Check.missing(name, "", errors);
      return;
    }
    if (text.length() > MAX_POOL) {
      errors.add(FieldError.tooLong(name.path(), MAX_POOL));
    }
    for (String part : text.split("/", -1)) {
      Check.name(at(name, part), NameRule.DNS_SUBDOMAIN, errors);
    }
  }

  /** The id of a share, if there is one. */
  static void share(Spot id, List<FieldError> errors) {
    if (id.has() && !UUID.matcher(id.text()).matches()) {
      String problem =
          id.text().length() == 36
              ? "uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`"
                  + " with lowercase hexadecimal characters"
              : "error validating uid: invalid UUID length: " + id.text().length();
      errors.add(FieldError.invalid(id.path(), id.text(), problem));
    }
  }

  /** A name that may have a domain in front. */
  static void qualified(Spot place, String name, List<FieldError> errors) {
    String[] parts = name.split("/", -1);
    if (parts.length == 1) {
      identifier(place, name, errors);
    } else if (parts.length == 2) {
      if (parts[0].isEmpty()) {
        errors.add(FieldError.invalid(place.path(), "", "the domain must not be empty"));
      } else {
        Check.driverName(at(place, parts[0]), errors);
      }
      if (parts[1].isEmpty()) {
        errors.add(FieldError.invalid(place.path(), "", "the name must not be empty"));
      } else {
        identifier(place, parts[1], errors);
      }
    }
  }

  private static Spot at(Spot place, String text) {
    return new Spot(TextNode.valueOf(text), place.path());
  }

  private static void identifier(Spot place, String name, List<FieldError> errors) {
    if (name.length() > MAX_NAME) {
      errors.add(FieldError.tooLong(place.path(), MAX_NAME));
    }
    if (!IDENTIFIER.matcher(name).matches()) {
      errors.add(
          FieldError.invalid(
              place.path(),
              name,
              "a valid C identifier must start with alphabetic character or '_', followed by a"
                  + " string of alphanumeric characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or"
                  + " 'MyName', regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')"));
    }
  }

  /** The conditions under which a device is bound, and those under which it can't be. */
  static void binding(Spot holder, List<FieldError> errors) {
    Spot conditions = holder.at("bindingConditions");
    Spot failures = holder.at("bindingFailureConditions");
    limited(conditions, 4, errors).forEach(each -> Check.qualifiedName(each, errors));
    limited(failures, 4, errors).forEach(each -> Check.qualifiedName(each, errors));
    unique(conditions.elements(), Spot::text, errors);
    Set<String> known = new HashSet<>();
    conditions.elements().forEach(each -> known.add(each.text()));
    Set<String> seen = new HashSet<>();
    for (Spot failure : failures.elements()) {
      if (!seen.add(failure.text())) {
        errors.add(FieldError.duplicate(failure.path(), failure.text()));
      }
      if (known.contains(failure.text())) {
        Check.invalid(
            failure, "bindingFailureConditions must not overlap with bindingConditions", errors);
      }
    }
    if (conditions.size() == 0 && failures.size() > 0) {
      Check.invalid(
          conditions, "bindingConditions are required to use bindingFailureConditions", errors);
    }
    if (failures.size() == 0 && conditions.size() > 0) {
      Check.invalid(
          failures, "bindingFailureConditions are required to use bindingConditions", errors);
    }
  }
}
