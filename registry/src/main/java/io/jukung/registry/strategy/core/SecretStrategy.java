package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.codec.JsonSyntax;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets: {@code stringData} is a way to write {@code data}, some types ask for keys ({@code
 * ValidateSecret} in {@code pkg/apis/core/validation/validation.go} at v1.36).
 */
public final class SecretStrategy extends GenericStrategy {
  private static final int MAX_BYTES = 1 << 20;

  private static final Map<String, List<String>> REQUIRED_KEYS =
      Map.of(
          "kubernetes.io/dockercfg", List.of(".dockercfg"),
          "kubernetes.io/dockerconfigjson", List.of(".dockerconfigjson"),
          "kubernetes.io/ssh-auth", List.of("ssh-privatekey"),
          "kubernetes.io/tls", List.of("tls.crt", "tls.key"));

  /** The strategy of the resource {@code secrets}. */
  public SecretStrategy(ResourceType type) {
    super(type);
  }

  @Override
  public void prepareForCreate(RequestContext context, ObjectNode object) {
    super.prepareForCreate(context, object);
    mergeStringData(object);
  }

  @Override
  public void prepareForUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    super.prepareForUpdate(context, object, old, subresource);
    mergeStringData(object);
    if (object.path("type").asText("").isEmpty()) {
      copy(old, object, "type");
    }
  }

  private static void mergeStringData(ObjectNode object) {
    JsonNode strings = object.remove("stringData");
    if (strings == null || strings.isEmpty()) {
      return;
    }
    ObjectNode data = object.withObject("/data");
    for (Map.Entry<String, JsonNode> entry : strings.properties()) {
      byte[] bytes = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
      data.put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
    }
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>(super.validate(context, object));
    content(object, errors);
    return errors;
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors =
        new ArrayList<>(super.validateUpdate(context, object, old, subresource));
    Check.immutable(new Spot(object.path("type"), "type"), old.path("type"), errors);
    DataMaps.immutable(object, old, "secret", List.of("data"), errors);
    content(object, errors);
    return errors;
  }

  @Override
  public void warn(
      RequestContext context, ObjectNode object, Optional<ObjectNode> old, String subresource) {
    if (object.path("type").asText("").equals("kubernetes.io/tls")) {
      JsonNode data = object.path("data");
      KeyPairs.problem(data.path("tls.crt").asText(""), data.path("tls.key").asText(""))
          .ifPresent(context::warn);
    }
  }

  private static void json(Spot value, List<FieldError> errors) {
    byte[] bytes = Base64.getDecoder().decode(value.text());
    JsonSyntax.problem(bytes)
        .ifPresent(
            problem ->
                errors.add(
                    FieldError.invalid(value.path(), "<secret contents redacted>", problem)));
  }

  private static void content(ObjectNode object, List<FieldError> errors) {
    Spot data = new Spot(object.path("data"), "data");
    DataMaps.keys(data, errors);
    long bytes = 0;
    for (JsonNode value : data.node()) {
      bytes += value.asText().length() / 4 * 3L;
    }
    if (bytes > MAX_BYTES) {
      errors.add(FieldError.tooLong("data", MAX_BYTES));
    }
    String type = object.path("type").asText("");
    Spot account =
        new Spot(object.path("metadata").path("annotations"), "metadata.annotations")
            .key("kubernetes.io/service-account.name");
    if (type.equals("kubernetes.io/service-account-token")) {
      Check.required(account, errors);
    }
    for (String key : REQUIRED_KEYS.getOrDefault(type, List.of())) {
      if (!data.key(key).has()) {
        errors.add(FieldError.required(data.key(key).path(), ""));
      } else if (key.startsWith(".docker")) {
        json(data.key(key), errors);
      }
    }
    if (type.equals("kubernetes.io/basic-auth")
        && !data.key("username").has()
        && !data.key("password").has()) {
      errors.add(FieldError.required("data[username]", ""));
      errors.add(FieldError.required("data[password]", ""));
    }
  }
}
