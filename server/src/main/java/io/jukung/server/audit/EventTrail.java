package io.jukung.server.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.status.StatusException;
import io.jukung.server.authorization.Attributes;
import io.jukung.server.http.ApiCall;
import io.jukung.server.http.AuditTrail;
import io.jukung.server.response.StatusJson;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the events of one request. Its state is guarded by itself: a stream may start elsewhere.
 */
final class EventTrail implements AuditTrail {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int MAX_USER_AGENT = 1024;

  private final ApiCall call;
  private final UserInfo user;
  private final AuditPolicy.Decision decision;
  private final Predicate<AuditEvent> sink;
  private final InstantSource clock;
  private final Instant received;
  private final boolean longRunning;
  private final boolean legacy;
  private final @Nullable ObjectNode objectRef;
  private @Nullable ObjectNode impersonated;
  private String constraint = "";
  private @Nullable ObjectNode status;
  private @Nullable JsonNode requestObject;
  private @Nullable JsonNode responseObject;
  private boolean started;
  private boolean over;

  EventTrail(
      ApiCall call,
      Attributes request,
      AuditPolicy.Decision decision,
      Predicate<AuditEvent> sink,
      InstantSource clock,
      boolean tellsStart,
      boolean legacy) {
    this.legacy = legacy;
    this.call = call;
    this.user = request.user();
    this.decision = decision;
    this.sink = sink;
    this.clock = clock;
    this.longRunning = tellsStart;
    this.received = clock.instant().minus(Duration.ofNanos(System.nanoTime() - call.arrivalNs()));
    this.objectRef = request.resourceRequest() ? objectRef(request) : null;
  }

  private static ObjectNode objectRef(Attributes request) {
    ObjectNode reference = JsonNodeFactory.instance.objectNode();
    put(reference, "resource", request.resource());
    put(reference, "namespace", request.namespace());
    put(reference, "name", request.name());
    put(reference, "apiGroup", request.group());
    put(reference, "apiVersion", request.version());
    put(reference, "subresource", request.subresource());
    return reference;
  }

  private static void put(ObjectNode node, String name, String value) {
    if (!value.isEmpty()) {
      node.put(name, value);
    }
  }

  /** Whether the request may go on. */
  boolean receivedStored() {
    return step(AuditStep.REQUEST_RECEIVED);
  }

  @Override
  public boolean keepsRequest() {
    return decision.level().atLeast(AuditLevel.REQUEST);
  }

  @Override
  public boolean keepsResponse() {
    return decision.level().atLeast(AuditLevel.REQUEST_RESPONSE);
  }

  @Override
  public synchronized void requestObject(ObjectNode object, Supplier<Bytes> json) {
    JsonNode meta = object.path("metadata");
    if (objectRef != null) {
      fill("namespace", meta);
      fill("name", meta);
      fill("uid", meta);
      fill("resourceVersion", meta);
    }
    if (keepsRequest()) {
      requestObject = kept(parse(json.get()));
    }
  }

  private void fill(String field, JsonNode meta) {
    if (objectRef != null && !objectRef.has(field)) {
      put(objectRef, field, meta.path(field).asText(""));
    }
  }

  @Override
  public synchronized void requestBody(Supplier<JsonNode> json) {
    if (keepsRequest()) {
      try {
        requestObject = json.get();
      } catch (RuntimeException e) {
        requestObject = null; // not JSON: the request is about to fail for the same reason
      }
    }
  }

  @Override
  public synchronized void responseObject(boolean isStatus, Supplier<Bytes> json) {
    if (!isStatus && !keepsResponse()) {
      return;
    }
    JsonNode object = parse(json.get());
    if (isStatus && object instanceof ObjectNode told) {
      status = summed(told);
    }
    if (keepsResponse()) {
      responseObject = kept(object);
    }
  }

  private static JsonNode parse(Bytes json) {
    try {
      return MAPPER.readTree(json.array());
    } catch (IOException e) {
      throw new UncheckedIOException("what is audited is not JSON", e);
    }
  }

  /** Without managed fields, when the policy does not want them. */
  private JsonNode kept(JsonNode object) {
    if (decision.omitsManagedFields()) {
      withoutManagedFields(object);
      object.path("items").forEach(EventTrail::withoutManagedFields);
      object.path("rows").forEach(row -> withoutManagedFields(row.path("object")));
    }
    return object;
  }

  private static void withoutManagedFields(JsonNode object) {
    if (object.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
    }
  }

  /** The parts of a {@code Status} that have a bound, behind metadata that is always empty. */
  private static ObjectNode summed(ObjectNode told) {
    ObjectNode sum = JsonNodeFactory.instance.objectNode();
    sum.putObject("metadata");
    for (String field : List.of("status", "message", "reason", "details", "code")) {
      if (told.has(field)) {
        sum.set(field, told.get(field));
      }
    }
    return sum;
  }

  @Override
  public synchronized void failed(StatusException failure) {
    ObjectNode told = StatusJson.of(failure);
    status = summed(told);
    if (keepsResponse()) {
      responseObject = told;
    }
  }

  @Override
  public synchronized void impersonated(UserInfo other, String constraint) {
    this.impersonated = user(other);
    this.constraint = constraint;
  }

  private static ObjectNode user(UserInfo user) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    put(node, "username", user.name());
    put(node, "uid", user.uid());
    if (!user.groups().isEmpty()) {
      ArrayNode groups = node.putArray("groups");
      user.groups().forEach(groups::add);
    }
    if (!user.extra().isEmpty()) {
      ObjectNode extra = node.putObject("extra");
      new TreeMap<>(user.extra())
          .forEach((key, values) -> values.forEach(extra.withArray("/" + pointer(key))::add));
    }
    return node;
  }

  /** A key in a JSON pointer. */
  private static String pointer(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  @Override
  public synchronized void responseStarted(int code) {
    if (!longRunning || started) {
      return;
    }
    started = true;
    var _ = code(code);
    var _ = step(AuditStep.RESPONSE_STARTED);
  }

  private ObjectNode code(int code) {
    ObjectNode told = status;
    if (told == null) {
      told = JsonNodeFactory.instance.objectNode();
      told.putObject("metadata");
      status = told;
    }
    return told.put("code", code);
  }

  @Override
  public synchronized void completed(int code) {
    if (over) {
      return;
    }
    over = true;
    if (code == 0 && status == null) {
      // Nothing was answered: the connection closed early, which upstream tells so.
      code(200).put("status", "Success").put("message", "Connection closed early");
    } else if (code != 0) {
      var _ = code(code);
    }
    if (longRunning && !started) {
      started = true;
      var _ = step(AuditStep.RESPONSE_STARTED);
    }
    var _ = step(AuditStep.RESPONSE_COMPLETE);
  }

  @Override
  public synchronized void panicked(Exception failure) {
    if (over) {
      return;
    }
    over = true;
    status = JsonNodeFactory.instance.objectNode();
    status.putObject("metadata");
    status
        .put("status", "Failure")
        .put("message", "APIServer panic'd: " + failure)
        .put("reason", "InternalError")
        .put("code", 500);
    var _ = step(AuditStep.PANIC);
  }

  private boolean step(AuditStep step) {
    if (decision.omitted().contains(step)) {
      return true;
    }
    Instant now = step == AuditStep.REQUEST_RECEIVED ? received : clock.instant();
    boolean objects = requestObject != null || responseObject != null;
    Bytes whole = fields(step, now, true);
    Bytes bare = objects ? fields(step, now, false) : whole;
    return sink.test(
        new AuditEvent(
            whole,
            bare,
            keepsRequest(),
            legacy
                ? LegacyLine.of(call, received, step, user, objectRef, impersonated, status)
                : ""));
  }

  private Bytes fields(AuditStep step, Instant now, boolean objects) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("level", decision.level().text());
    event.put("auditID", call.auditId());
    event.put("stage", step.text());
    event.put("requestURI", uri(call));
    event.put("verb", call.info().verb());
    event.set("user", user(user));
    if (impersonated != null) {
      event.set("impersonatedUser", impersonated);
    }
    if (!constraint.isEmpty()) {
      event.putObject("authenticationMetadata").put("impersonationConstraint", constraint);
    }
    List<String> addresses = call.sourceAddresses();
    if (!addresses.isEmpty()) {
      addresses.forEach(event.putArray("sourceIPs")::add);
    }
    put(event, "userAgent", userAgent(call));
    if (objectRef != null) {
      event.set("objectRef", ordered(objectRef));
    }
    if (status != null) {
      event.set("responseStatus", ordered(status));
    }
    if (objects && requestObject != null) {
      event.set("requestObject", requestObject);
    }
    if (objects && responseObject != null) {
      event.set("responseObject", responseObject);
    }
    event.put("requestReceivedTimestamp", MICROS.format(received));
    event.put("stageTimestamp", MICROS.format(now));
    annotations(event, objects);
    byte[] text = Bytes.utf8(escaped(event.toString())).array();
    return Bytes.wrap(java.util.Arrays.copyOfRange(text, 1, text.length - 1));
  }

  /** As Go's encoder writes JSON: these stand in strings only. */
  private static String escaped(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private void annotations(ObjectNode event, boolean objects) {
    Map<String, String> annotations =
        new TreeMap<>(call.contextIfKnown().map(RequestContext::annotations).orElse(Map.of()));
    if (!objects) {
      annotations.put("audit.k8s.io/truncated", "true");
    }
    if (!annotations.isEmpty()) {
      ObjectNode node = event.putObject("annotations");
      annotations.forEach(node::put);
    }
  }

  /** The fields of a reference or a status in upstream's order. */
  private static ObjectNode ordered(ObjectNode node) {
    ObjectNode ordered = JsonNodeFactory.instance.objectNode();
    for (String field :
        List.of(
            "resource",
            "namespace",
            "name",
            "uid",
            "apiGroup",
            "apiVersion",
            "resourceVersion",
            "subresource",
            "metadata",
            "status",
            "message",
            "reason",
            "details",
            "code")) {
      if (node.has(field)) {
        ordered.set(field, node.get(field));
      }
    }
    return ordered;
  }

  static String uri(ApiCall call) {
    return call.rawQuery().isEmpty() ? call.rawPath() : call.rawPath() + "?" + call.rawQuery();
  }

  static String userAgent(ApiCall call) {
    String agent = call.userAgent();
    return agent.length() <= MAX_USER_AGENT
        ? agent
        : agent.substring(0, MAX_USER_AGENT) + "...TRUNCATED";
  }
}
