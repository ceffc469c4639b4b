package io.jukung.registry.strategy.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.jukung.registry.selector.LabelSyntax;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.validation.NameRule;
import io.jukung.registry.validation.ObjectMetaValidation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Rules that many kinds share; each adds what is wrong to a list. */
public final class Check {
  private static final Pattern PORT_NAME = Pattern.compile("[-a-z0-9]+");
  private static final Pattern LETTER = Pattern.compile("[a-z]");
  private static final int PORT_NAME_MAX_LENGTH = 15;
  private static final int MAX_PORT = 65535;
  private static final int MAX_FILE_MODE = 0777;
  private static final int DRIVER_NAME_MAX_LENGTH = 63;

  private Check() {}

  /** A name of this form. */
  public static void name(Spot spot, NameRule rule, List<FieldError> errors) {
    for (String error : rule.errors(spot.text(), false)) {
      errors.add(FieldError.invalid(spot.path(), spot.text(), error));
    }
  }

  /** A name of this form must be there. */
  public static void requiredName(Spot spot, NameRule rule, List<FieldError> errors) {
    if (spot.text().isEmpty()) {
      errors.add(FieldError.required(spot.path(), ""));
    } else {
      name(spot, rule, errors);
    }
  }

  /** Something must be there. */
  public static void required(Spot spot, List<FieldError> errors) {
    if (spot.text().isEmpty()) {
      errors.add(FieldError.required(spot.path(), ""));
    }
  }

  /** A number of 0 or more, where there is one. */
  public static void nonNegative(Spot spot, List<FieldError> errors) {
    if (spot.number() < 0) {
      errors.add(
          FieldError.invalid(
              spot.path(), LongNode.valueOf(spot.number()), "must be greater than or equal to 0"));
    }
  }

  /** A number in a range. */
  public static void between(Spot spot, long least, long most, List<FieldError> errors) {
    if (spot.number() < least || spot.number() > most) {
      errors.add(
          FieldError.invalid(
              spot.path(),
              LongNode.valueOf(spot.number()),
              "must be between " + least + " and " + most + ", inclusive"));
    }
  }

  /** A port's number. */
  public static void port(Spot spot, List<FieldError> errors) {
    between(spot, 1, MAX_PORT, errors);
  }

  /** A port's number or name. */
  public static void portNumberOrName(Spot spot, List<FieldError> errors) {
    if (spot.node().isTextual()) {
      portName(spot, errors);
    } else {
      port(spot, errors);
    }
  }

  /** A port's name; returns whether it is one. */
  public static boolean portName(Spot spot, List<FieldError> errors) {
    String name = spot.text();
    int before = errors.size();
    if (name.length() > PORT_NAME_MAX_LENGTH) {
      invalid(spot, "must be no more than " + PORT_NAME_MAX_LENGTH + " characters", errors);
    }
    if (!PORT_NAME.matcher(name).matches()) {
      invalid(
          spot, "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)", errors);
    }
    if (!LETTER.matcher(name).find()) {
      invalid(spot, "must contain at least one letter (a-z)", errors);
    }
    if (name.contains("--")) {
      invalid(spot, "must not contain consecutive hyphens", errors);
    }
    if (name.startsWith("-") || name.endsWith("-")) {
      invalid(spot, "must not begin or end with a hyphen", errors);
    }
    return errors.size() == before;
  }

  /** The value at a place is wrong. */
  public static void invalid(Spot spot, String detail, List<FieldError> errors) {
    errors.add(FieldError.invalid(spot.path(), spot.has() ? spot.node() : null, detail));
  }

  /** One of the values, where there is one: defaults have filled in what may be left out. */
  public static void oneOf(Spot spot, List<String> supported, List<FieldError> errors) {
    if (!spot.text().isEmpty() && !supported.contains(spot.text())) {
      errors.add(FieldError.notSupported(spot.path(), spot.text(), supported));
    }
  }

  /** One of the values; none is as wrong as another. */
  public static void mustBeOneOf(Spot spot, List<String> supported, List<FieldError> errors) {
    if (!supported.contains(spot.text())) {
      errors.add(FieldError.notSupported(spot.path(), spot.text(), supported));
    }
  }

  /** A name of this form, where there is one. */
  public static void optionalName(Spot spot, NameRule rule, List<FieldError> errors) {
    if (!spot.text().isEmpty()) {
      name(spot, rule, errors);
    }
  }

  /** A qualified name: {@code name} or {@code prefix/name}. */
  public static void qualifiedName(Spot spot, List<FieldError> errors) {
    qualifiedName(spot, spot.text(), errors);
  }

  /** A qualified name that is told of in another spelling than the one stored. */
  public static void qualifiedName(Spot spot, String name, List<FieldError> errors) {
    for (String error : LabelSyntax.keyErrors(name)) {
      errors.add(FieldError.invalid(spot.path(), name, error));
    }
  }

  /** The value of a label. */
  public static void labelValue(Spot spot, List<FieldError> errors) {
    for (String error : LabelSyntax.valueErrors(spot.text())) {
      invalid(spot, error, errors);
    }
  }

  /** A quantity of 0 or more. */
  public static void nonNegativeQuantity(Spot spot, List<FieldError> errors) {
    if (Amount.of(spot.text()).signum() < 0) {
      errors.add(
          FieldError.invalid(spot.path(), spot.text(), "must be greater than or equal to 0"));
    }
  }

  /** A quantity of more than 0. */
  public static void positiveQuantity(Spot spot, List<FieldError> errors) {
    if (Amount.of(spot.text()).signum() <= 0) {
      errors.add(FieldError.invalid(spot.path(), spot.text(), "must be greater than zero"));
    }
  }

  /** A number of more than 0. */
  public static void positive(Spot spot, List<FieldError> errors) {
    if (spot.number() <= 0) {
      errors.add(
          FieldError.invalid(
              spot.path(), LongNode.valueOf(spot.number()), "must be greater than zero"));
    }
  }

  /** A number that breaks a rule; one that is not there is a zero. */
  public static void invalidNumber(Spot spot, String detail, List<FieldError> errors) {
    errors.add(FieldError.invalid(spot.path(), LongNode.valueOf(spot.number()), detail));
  }

  /** A string that breaks a rule; one that is not there is empty. */
  public static void invalidText(Spot spot, String detail, List<FieldError> errors) {
    errors.add(FieldError.invalid(spot.path(), spot.text(), detail));
  }

  /** Something that may not be there. */
  public static void forbidden(Spot spot, String detail, List<FieldError> errors) {
    errors.add(FieldError.forbidden(spot.path(), detail));
  }

  /** Something that must be there. */
  public static void missing(Spot spot, String detail, List<FieldError> errors) {
    errors.add(FieldError.required(spot.path(), detail));
  }

  /** The name of a CSI driver. */
  public static void driverName(Spot spot, List<FieldError> errors) {
    String name = spot.text();
    if (name.isEmpty()) {
      missing(spot, "", errors);
      return;
    }
    if (name.length() > DRIVER_NAME_MAX_LENGTH) {
      errors.add(FieldError.tooLong(spot.path(), DRIVER_NAME_MAX_LENGTH));
    }
    for (String error : NameRule.DNS_SUBDOMAIN.errors(name.toLowerCase(Locale.ROOT), false)) {
      invalidText(spot, error, errors);
    }
  }

  /** A value that no update may change. */
  public static void immutable(Spot spot, JsonNode old, List<FieldError> errors) {
    if (!Same.same(spot.node(), old)) {
      invalid(spot, ObjectMetaValidation.IMMUTABLE, errors);
    }
  }

  /** A map of labels. */
  public static void labels(Spot spot, List<FieldError> errors) {
    Map<String, String> labels = new TreeMap<>();
    for (Map.Entry<String, JsonNode> label : spot.node().properties()) {
      labels.put(label.getKey(), label.getValue().asText());
    }
    errors.addAll(ObjectMetaValidation.validateLabels(labels, spot.path()));
  }

  /** A map of annotations. */
  public static void annotations(Spot spot, List<FieldError> errors) {
    Map<String, String> annotations = new TreeMap<>();
    for (Map.Entry<String, JsonNode> annotation : spot.node().properties()) {
      annotations.put(annotation.getKey(), annotation.getValue().asText());
    }
    errors.addAll(ObjectMetaValidation.validateAnnotations(annotations, spot.path()));
  }

  /** The permissions of a file, where they are given. */
  public static void fileMode(Spot mode, List<FieldError> errors) {
    if (mode.number() < 0 || mode.number() > MAX_FILE_MODE) {
      invalid(mode, "must be a number between 0 and 0777 (octal), both inclusive", errors);
    }
  }

  /** A {@code LabelSelector}. */
  public static void selector(Spot spot, List<FieldError> errors) {
    selector(spot, true, errors);
  }

  /**
   * A {@code LabelSelector}.
   *
   * @param strict whether the values of its expressions must be ones labels can have
   */
  public static void selector(Spot spot, boolean strict, List<FieldError> errors) {
    labels(spot.at("matchLabels"), errors);
    for (Spot expression : spot.at("matchExpressions").elements()) {
      Spot values = expression.at("values");
      Spot operator = expression.at("operator");
      switch (operator.text()) {
        case "In", "NotIn" -> {
          if (values.elements().isEmpty()) {
            errors.add(
                FieldError.required(
                    values.path(), "must be specified when `operator` is 'In' or 'NotIn'"));
          }
        }
        case "Exists", "DoesNotExist" -> {
          if (!values.elements().isEmpty()) {
            errors.add(
                FieldError.forbidden(
                    values.path(),
                    "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
          }
        }
        default ->
            errors.add(
                FieldError.invalidNamed(
                    operator.path(), operator.text(), "not a valid selector operator"));
      }
      for (String error : LabelSyntax.keyErrors(expression.at("key").text())) {
        invalid(expression.at("key"), error, errors);
      }
      for (Spot value : strict ? values.elements() : List.<Spot>of()) {
        for (String error : LabelSyntax.valueErrors(value.text())) {
          invalid(value, error, errors);
        }
      }
    }
  }

  /** Whether a valid {@code LabelSelector} selects an object with these labels. */
  public static boolean selects(JsonNode selector, JsonNode labels) {
    for (Map.Entry<String, JsonNode> label : selector.path("matchLabels").properties()) {
      if (!label.getValue().equals(labels.path(label.getKey()))) {
        return false;
      }
    }
    for (JsonNode expression : selector.path("matchExpressions")) {
      JsonNode value = labels.path(expression.path("key").asText());
      boolean listed = false;
      for (JsonNode candidate : expression.path("values")) {
        listed |= candidate.equals(value);
      }
      boolean holds =
          switch (expression.path("operator").asText()) {
            case "In" -> listed;
            case "NotIn" -> !listed;
            case "Exists" -> !value.isMissingNode();
            default -> value.isMissingNode();
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }
}
