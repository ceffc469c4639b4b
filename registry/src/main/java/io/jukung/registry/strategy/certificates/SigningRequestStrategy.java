package io.jukung.registry.strategy.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.check.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * CertificateSigningRequests: they say who asked, their spec never changes, and their status only
 * by {@code /status} and {@code /approval} ({@code
 * pkg/registry/certificates/certificates/strategy.go} at v1.36).
 */
public final class SigningRequestStrategy extends GenericStrategy {
  static final String APPROVAL = "approval";
  static final String STATUS = "status";

  /** The strategy of the resource {@code certificatesigningrequests}. */
  public SigningRequestStrategy(ResourceType type) {
    super(type);
  }

  @Override
  public void prepareForCreate(RequestContext context, ObjectNode object) {
    super.prepareForCreate(context, object);
    UserInfo user = context.user();
    ObjectNode spec = object.withObject("/spec");
    spec.remove(List.of("username", "uid", "groups", "extra"));
    spec.put("username", user.name());
    if (!user.uid().isEmpty()) {
      spec.put("uid", user.uid());
    }
    if (!user.groups().isEmpty()) {
      user.groups().forEach(spec.putArray("groups")::add);
    }
    new TreeMap<>(user.extra())
        .forEach((key, values) -> values.forEach(spec.withObject("/extra").withArray(key)::add));
    object.putObject("status");
  }

  @Override
  public void prepareForUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    JsonNode conditions = object.path("status").path("conditions").deepCopy();
    super.prepareForUpdate(context, object, old, subresource);
    copy(old, object, "spec");
    switch (subresource) {
      case STATUS -> {
        RequestConditions.keepDecisions(object, old);
        RequestConditions.stamp(object, old);
      }
      case APPROVAL -> {
        copy(old, object, "status");
        ObjectNode status = object.withObject("/status");
        status.remove("conditions");
        if (!conditions.isEmpty()) {
          status.set("conditions", conditions);
        }
        RequestConditions.stamp(object, old);
      }
      default -> copy(old, object, "status");
    }
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>();
    metadata(object, errors);
    SigningRequests.check(new Spot(object, ""), MissingNode.getInstance(), errors);
    return errors;
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors = new ArrayList<>();
    metadata(object, errors);
    SigningRequests.check(new Spot(object, ""), old, errors);
    RequestConditions.changes(object, old, subresource.equals(APPROVAL), errors);
    SigningRequests.certificate(object, old, subresource.equals(STATUS), errors);
    metadataChange(object, old, errors);
    return errors;
  }
}
