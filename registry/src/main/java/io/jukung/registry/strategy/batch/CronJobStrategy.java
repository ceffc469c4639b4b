package io.jukung.registry.strategy.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.pod.PodTemplates;
import io.jukung.registry.validation.ObjectMeta;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** CronJobs: their names leave room for what their jobs' names add. */
public final class CronJobStrategy extends GenericStrategy {
  private static final int NAME_MAX_LENGTH = 52;
  private static final Pattern ZONE_PART = Pattern.compile("[A-Za-z._0-9+][A-Za-z.\\-_0-9+]{0,13}");

  /** The strategy of the resource {@code cronjobs}. */
  public CronJobStrategy(ResourceType type) {
    super(type);
  }

  @Override
  public void prepareForCreate(RequestContext context, ObjectNode object) {
    super.prepareForCreate(context, object);
    PodTemplates.dropGated(template(object));
  }

  @Override
  public void prepareForUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    PodTemplates.dropGated(template(object));
    super.prepareForUpdate(context, object, old, subresource);
  }

  private static JsonNode template(ObjectNode object) {
    return object.path("spec").path("jobTemplate").path("spec").path("template");
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>(super.validate(context, object));
    Spot root = new Spot(object, "");
    spec(root.at("spec"), MissingNode.getInstance(), errors);
    Spot name = root.at("metadata").at("name");
    if (name.text().length() > NAME_MAX_LENGTH) {
      Check.invalid(name, "must be no more than 52 characters", errors);
    }
    return errors;
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors = new ArrayList<>();
    if (!subresource.equals("status")) {
      metadataChange(object, old, errors);
      spec(new Spot(object, "").at("spec"), old.path("spec"), errors);
    }
    return errors;
  }

  private static void spec(Spot spec, JsonNode old, List<FieldError> errors) {
    Spot schedule = spec.at("schedule");
    if (schedule.text().isEmpty()) {
      Check.missing(schedule, "", errors);
    } else {
      schedule(schedule, spec.has("timeZone"), old.path("schedule").asText(""), errors);
    }
    Check.nonNegative(spec.at("startingDeadlineSeconds"), errors);
    if (!old.isObject() || !old.path("timeZone").equals(spec.at("timeZone").node())) {
      timeZone(spec.at("timeZone"), errors);
    }
    Spot policy = spec.at("concurrencyPolicy");
    if (policy.text().isEmpty()) {
      Check.missing(policy, "", errors);
    } else {
      Check.mustBeOneOf(policy, List.of("Allow", "Forbid", "Replace"), errors);
    }
    Spot job = spec.at("jobTemplate").at("spec");
    JobSpecs.check(job, old.path("jobTemplate").path("spec"), errors);
    if (job.has("selector")) {
      errors.add(
          InternalForm.invalid(
              job.at("selector"), JobStrategy.SELECTOR, "`selector` will be auto-generated"));
    }
    if (job.at("manualSelector").isTrue()) {
      errors.add(
          new FieldError(
              FieldError.Type.NOT_SUPPORTED,
              job.at("manualSelector").path(),
              "true",
              "supported values: \"nil\", \"false\""));
    }
    Check.nonNegative(spec.at("successfulJobsHistoryLimit"), errors);
    Check.nonNegative(spec.at("failedJobsHistoryLimit"), errors);
  }

  private static void schedule(
      Spot schedule, boolean hasZone, String old, List<FieldError> errors) {
    CronSchedule.problem(schedule.text())
        .ifPresent(problem -> Check.invalid(schedule, problem, errors));
    if (!schedule.text().contains("TZ")) {
      return;
    }
    if (!old.contains("TZ")) {
      Check.invalid(
          schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead", errors);
    } else if (hasZone) {
      Check.invalid(
          schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule", errors);
    }
  }

  private static void timeZone(Spot zone, List<FieldError> errors) {
    if (!zone.has()) {
      return;
    }
    if (zone.text().isEmpty()) {
      Check.invalid(zone, "timeZone must be nil or non-empty string", errors);
      return;
    }
    for (String part : zone.text().split("/", -1)) {
      if (part.equals(".") || part.equals("..") || !ZONE_PART.matcher(part).matches()) {
        Check.invalid(zone, "unknown time zone " + zone.text(), errors);
        return;
      }
    }
    boolean local = zone.text().equalsIgnoreCase("local");
    if (local) {
      Check.invalid(
          zone,
          "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones",
          errors);
    }
    try {
      if (!zone.text().equals("Local")) {
        ZoneId.of(zone.text());
      }
    } catch (DateTimeException e) {
      Check.invalid(zone, "unknown time zone " + zone.text(), errors);
    }
  }

  @Override
  public void warn(
      RequestContext context, ObjectNode object, Optional<ObjectNode> old, String subresource) {
    if (!subresource.isEmpty()) {
      return;
    }
    Spot spec = new Spot(object, "").at("spec");
    if (old.isEmpty()) {
      PodTemplates.warnOfName(context, object);
    }
    if (old.isEmpty()
        || ObjectMeta.of(old.get()).generation() != ObjectMeta.of(object).generation()) {
      JobSpecs.warn(context, spec.at("jobTemplate").at("spec"));
    }
    if (old.isPresent() && spec.at("schedule").text().contains("TZ")) {
      context.warn(
          "cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see"
              + " https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more"
              + " details");
    }
  }
}
