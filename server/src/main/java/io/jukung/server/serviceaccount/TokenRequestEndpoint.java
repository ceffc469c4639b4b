package io.jukung.server.serviceaccount;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.server.resource.ResourceEndpoints;
import io.jukung.server.resource.SpecialCall;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.serviceaccount.TokenClaims.Reference;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Serves {@code serviceaccounts/token}: signs a token for an account, for a time and for audiences.
 * Safe for all threads.
 *
 * <p>Upstream: {@code pkg/registry/core/serviceaccount/storage/token.go} at v1.36.
 */
public final class TokenRequestEndpoint implements ResourceEndpoints.Special {
  private static final GroupVersionKind KIND =
      new GroupVersionKind("authentication.k8s.io", "v1", "TokenRequest");
  private static final GroupVersionResource RESOURCE =
      new GroupVersionResource("authentication.k8s.io", "v1", "TokenRequest");

  private static final long DEFAULT_SECONDS = 3600;
  private static final long MIN_SECONDS = 600;
  private static final long MAX_SECONDS = 1L << 32;

  /** What the ServiceAccount admission plugin asks for: the only life that is extended. */
  private static final long INJECTED_SECONDS = 3607;

  private static final long EXTENDED_SECONDS = 365L * 24 * 3600;

  private final ServiceAccountConfig config;
  private final TokenKeys keys;
  private final BoundObjects bound;
  private final TokenObjects objects;
  private final InstantSource clock;
  private final Supplier<UUID> ids;

  /**
   * Signs with {@code keys}.
   *
   * @param ids makes the tokens' ids
   */
  public TokenRequestEndpoint(
      ServiceAccountConfig config,
      TokenKeys keys,
      TokenObjects objects,
      InstantSource clock,
      Supplier<UUID> ids) {
    this.config = config;
    this.keys = keys;
    this.objects = objects;
    this.bound = new BoundObjects(objects);
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public ApiResponse serve(SpecialCall request) throws IOException {
    if (!request.is("create")) {
      throw request.methodNotAllowed();
    }
    ObjectNode body = request.created(KIND).object();
    JsonNode account = account(request, body);
    JsonNode spec = body.path("spec");
    List<String> audiences = new ArrayList<>();
    spec.path("audiences").forEach(audience -> audiences.add(audience.asText()));
    if (audiences.isEmpty()) {
      audiences.addAll(config.apiAudiences());
    }
    long asked = spec.path("expirationSeconds").asLong(DEFAULT_SECONDS);
    checkExpiration(asked);
    BoundObjects.Found found =
        bound.find(spec.path("boundObjectRef"), request.namespace(), request.name());
    long seconds = bounded(request, asked);
    Instant now = clock.instant();
    TokenClaims claims =
        claims(request.namespace(), Reference.of(account), found, audiences, now, seconds);
    ObjectNode answer = metadata(body, request, account, now);
    ObjectNode shown = answer.putObject("spec");
    ArrayNode list = shown.putArray("audiences");
    audiences.forEach(list::add);
    shown.put("expirationSeconds", seconds);
    shown.set("boundObjectRef", reference(spec.path("boundObjectRef")));
    answer
        .putObject("status")
        .put("token", keys.sign(claims.encode()))
        .put("expirationTimestamp", text(now.plusSeconds(seconds)));
    return request.answer(201, answer);
  }

  private JsonNode account(SpecialCall request, ObjectNode body) {
    JsonNode metadata = body.path("metadata");
    String namespace = metadata.path("namespace").asText("");
    if (!namespace.isEmpty() && !namespace.equals(request.namespace())) {
      throw StatusException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    String name = metadata.path("name").asText("");
    if (!name.isEmpty() && !name.equals(request.name())) {
      throw StatusException.invalid(
          KIND,
          request.name(),
          List.of(
              FieldError.invalid(
                  "metadata.name", name, "must match the service account name if specified")));
    }
    JsonNode account = objects.newest("serviceaccounts", request.namespace(), request.name());
    String uid = account.path("metadata").path("uid").asText("");
    String wanted = metadata.path("uid").asText("");
    if (!wanted.isEmpty() && !wanted.equals(uid)) {
      throw StatusException.conflict(
          RESOURCE,
          request.name(),
          "the UID in the token request ("
              + wanted
              + ") does not match the UID of the service account ("
              + uid
              + ")");
    }
    return account;
  }

  private static void checkExpiration(long seconds) {
    String wrong =
        seconds < MIN_SECONDS
            ? "may not specify a duration less than 10 minutes"
            : seconds > MAX_SECONDS ? "may not specify a duration larger than 2^32 seconds" : "";
    if (!wrong.isEmpty()) {
      throw StatusException.invalid(
          KIND,
          "",
          List.of(
              FieldError.invalid(
                  "spec.expirationSeconds", JsonNodeFactory.instance.numberNode(seconds), wrong)));
    }
  }

  private long bounded(SpecialCall request, long seconds) {
    long bound = config.maxTokenExpiration().toSeconds();
    if (bound == 0 || seconds <= bound) {
      return seconds;
    }
    request
        .call()
        .context()
        .warn("requested expiration of " + seconds + " seconds shortened to " + bound + " seconds");
    return bound;
  }

  private TokenClaims claims(
      String namespace,
      Reference account,
      BoundObjects.Found found,
      List<String> audiences,
      Instant now,
      long seconds) {
    boolean extended =
        config.extendTokenExpiration()
            && found.pod().isPresent()
            && seconds == INJECTED_SECONDS
            && new HashSet<>(config.apiAudiences()).containsAll(audiences);
    return new TokenClaims(
        config.issuers().getFirst(),
        audiences,
        now,
        now.plusSeconds(extended ? EXTENDED_SECONDS : seconds),
        extended ? Optional.of(now.plusSeconds(seconds)) : Optional.empty(),
        ids.get().toString(),
        namespace,
        account,
        found.pod(),
        found.secret(),
        found.node());
  }

  private static ObjectNode metadata(
      ObjectNode body, SpecialCall request, JsonNode account, Instant now) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("kind", KIND.kind()).put("apiVersion", KIND.group() + "/" + KIND.version());
    ObjectNode metadata = answer.putObject("metadata");
    metadata.put("name", request.name()).put("namespace", request.namespace());
    metadata.put("uid", account.path("metadata").path("uid").asText(""));
    metadata.put("creationTimestamp", text(now));
    for (String field : List.of("labels", "annotations")) {
      if (body.path("metadata").has(field)) {
        metadata.set(field, body.path("metadata").get(field));
      }
    }
    return answer;
  }

  private static JsonNode reference(JsonNode reference) {
    if (!reference.isObject()) {
      return JsonNodeFactory.instance.nullNode();
    }
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    for (String field : List.of("kind", "apiVersion", "name", "uid")) {
      String value = reference.path(field).asText("");
      if (!value.isEmpty()) {
        shown.put(field, value);
      }
    }
    return shown;
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
