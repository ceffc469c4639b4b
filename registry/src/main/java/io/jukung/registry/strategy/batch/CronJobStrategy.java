package io.jukung.registry.strategy.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** CronJobs: their names leave room for what their jobs' names add. */
public final class CronJobStrategy extends GenericStrategy {
  private static final int NAME_MAX_LENGTH = 52;

  /** The strategy of the resource {@code cronjobs}. */
  public CronJobStrategy(ResourceType type) {
    super(type);
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>(super.validate(context, object));
    spec(new Spot(object.path("spec"), "spec"), errors);
    Spot name = new Spot(object.path("metadata").path("name"), "metadata.name");
    if (name.text().length() > NAME_MAX_LENGTH) {
      Check.invalid(name, "must be no more than 52 characters", errors);
    }
    return errors;
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors =
        new ArrayList<>(super.validateUpdate(context, object, old, subresource));
    if (!subresource.equals("status")) {
      spec(new Spot(object.path("spec"), "spec"), errors);
    }
    return errors;
  }

  private static void spec(Spot spec, List<FieldError> errors) {
    Spot schedule = spec.at("schedule");
    if (schedule.text().isEmpty()) {
      errors.add(FieldError.required(schedule.path(), ""));
    } else {
      CronSchedule.problem(schedule.text())
          .ifPresent(problem -> Check.invalid(schedule, problem, errors));
      if (schedule.text().contains("TZ")) {
        Check.invalid(
            schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead", errors);
      }
    }
    timeZone(spec.at("timeZone"), errors);
    Check.nonNegative(spec.at("startingDeadlineSeconds"), errors);
    Check.oneOf(spec.at("concurrencyPolicy"), List.of("Allow", "Forbid", "Replace"), errors);
    Check.nonNegative(spec.at("successfulJobsHistoryLimit"), errors);
    Check.nonNegative(spec.at("failedJobsHistoryLimit"), errors);
    Spot jobSpec = spec.at("jobTemplate").at("spec");
    JobSpecs.check(jobSpec, errors);
    if (jobSpec.at("manualSelector").node().asBoolean()) {
      Check.oneOf(jobSpec.at("manualSelector"), List.of("nil", "false"), errors);
    }
  }

  private static void timeZone(Spot zone, List<FieldError> errors) {
    if (!zone.has()) {
      return;
    }
    if (zone.text().isEmpty()) {
      Check.invalid(zone, "timeZone must be nil or non-empty string", errors);
    } else if (zone.text().equalsIgnoreCase("local")) {
      Check.invalid(
          zone,
          "timeZone must be an explicit time zone as defined in "
              + "https://www.iana.org/time-zones",
          errors);
    } else {
      try {
        ZoneId.of(zone.text());
      } catch (DateTimeException e) {
        Check.invalid(zone, "unknown time zone " + zone.text(), errors);
      }
    }
  }
}
