package io.jukung.registry.strategy.resource;

import io.jukung.registry.codec.value.Quantity;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;

/** What of a device's capacity claims may ask for. */
final class DeviceCapacities {
  private static final int MOST_VALUES = 10;

  private DeviceCapacities() {}

  static void check(Spot capacity, boolean shared, List<FieldError> errors) {
    Spot policy = capacity.at("requestPolicy");
    if (!policy.has()) {
      return;
    }
    if (!shared) {
      Check.forbidden(policy, "allowMultipleAllocations must be true", errors);
      return;
    }
    Spot values = policy.at("validValues");
    Spot range = policy.at("validRange");
    if (values.size() > 0 && range.has()) {
      Check.forbidden(
          policy,
          "exactly one policy can be specified, cannot specify \"validValues\" and \"validRange\""
              + " at the same time",
          errors);
      return;
    }
    Spot standard = policy.at("default");
    if ((values.size() > 0 || range.has()) && !standard.has()) {
      String which = values.size() > 0 ? "validValues" : "validRange";
      Check.missing(standard, "required when " + which + " is defined", errors);
    } else if (values.size() > 0) {
      values(values, amount(standard), amount(capacity.at("value")), errors);
    } else if (range.has()) {
      range(range, amount(standard), amount(capacity.at("value")), errors);
    }
  }

  private static Quantity amount(Spot spot) {
    return Quantity.parse(spot.text().isEmpty() ? "0" : spot.text());
  }

  private static int compare(Quantity one, Quantity other) {
    return one.amount().compareTo(other.amount());
  }

  private static void values(
      Spot values, Quantity standard, Quantity most, List<FieldError> errors) {
    List<Spot> all = values.elements();
    for (int i = 1; i < all.size(); i++) {
      if (compare(amount(all.get(i - 1)), amount(all.get(i))) > 0) {
        Check.invalid(all.get(i), "values must be sorted in ascending order", errors);
      }
    }
    boolean found = false;
    List<Spot> limited = DeviceNames.limited(values, MOST_VALUES, errors);
    for (Spot value : limited) {
      if (compare(amount(value), most) > 0) {
        Check.invalid(value, "option is larger than capacity value: " + most.text(), errors);
      }
      found |= compare(amount(value), standard) == 0;
    }
    DeviceNames.unique(limited, value -> whole(amount(value)).toString(), errors);
    if (!found) {
      invalid(
          values, standard, "default value is not valid according to the requestPolicy", errors);
    }
  }

  private static void invalid(Spot spot, Quantity value, String detail, List<FieldError> errors) {
    errors.add(FieldError.invalid(spot.path(), value.text(), detail));
  }

  private static void range(Spot range, Quantity standard, Quantity most, List<FieldError> errors) {
    Spot low = range.at("min");
    Spot high = range.at("max");
    if (!low.has()) {
      Check.missing(low, "required when validRange is defined", errors);
      return;
    }
    Quantity min = amount(low);
    if (compare(min, most) > 0) {
      invalid(low, min, "min is larger than capacity value: " + most.text(), errors);
    }
    if (compare(standard, min) < 0) {
      invalid(low, standard, "default is less than min: " + min.text(), errors);
    }
    if (high.has()) {
      Quantity max = amount(high);
      if (compare(min, max) > 0) {
        invalid(high, min, "min is larger than max: " + max.text(), errors);
      }
      if (compare(max, most) > 0) {
        invalid(high, max, "max is larger than capacity value: " + most.text(), errors);
      }
      if (compare(standard, max) > 0) {
        invalid(high, standard, "default is more than max: " + max.text(), errors);
      }
    }
    if (range.at("step").has()) {
      steps(range, standard, most, errors);
    }
  }

  private static void steps(Spot range, Quantity standard, Quantity most, List<FieldError> errors) {
    Spot step = range.at("step");
    Quantity min = amount(range.at("min"));
    Quantity by = amount(step);
    Quantity first = min.plus(by);
    if (compare(first, most) > 0) {
      invalid(
          step,
          by,
          "one step " + first.text() + " is larger than capacity value: " + most.text(),
          errors);
    }
    step(step, standard, min, by, errors);
    if (range.at("max").has()) {
      step(step, amount(range.at("max")), min, by, errors);
    }
  }

  private static void step(
      Spot step, Quantity value, Quantity min, Quantity by, List<FieldError> errors) {
    BigInteger each = whole(by);
    if (each.signum() == 0 || whole(value).subtract(whole(min)).mod(each.abs()).signum() != 0) {
      invalid(
          step,
          value,
          "value is not a multiple of a given step (" + by.text() + ") from (" + min.text() + ")",
          errors);
    }
  }

  private static BigInteger whole(Quantity quantity) {
    return quantity.amount().setScale(0, RoundingMode.UP).toBigInteger();
  }
}
