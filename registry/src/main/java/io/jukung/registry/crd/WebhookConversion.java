package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Asks a definition's webhook to convert. All objects of a call go in one review. Upstream: {@code
 * apiextensions-apiserver/pkg/apiserver/conversion/webhook_converter.go} at v1.36.
 */
final class WebhookConversion implements Conversion {
  private static final String GROUP = "apiextensions.k8s.io/";

  private final JsonNode webhook;
  private final CanonicalJson json;
  private final ConversionWebhooks webhooks;

  /**
   * A conversion.
   *
   * @param webhook {@code spec.conversion.webhook}
   */
  WebhookConversion(JsonNode webhook, CanonicalJson json, ConversionWebhooks webhooks) {
    this.webhook = webhook;
    this.json = json;
    this.webhooks = webhooks;
  }

  @Override
  public boolean remote() {
    return true;
  }

  @Override
  public List<ObjectNode> convert(List<ObjectNode> objects, String apiVersion) {
    List<ObjectNode> asked = objects.stream().filter(object -> !bare(object)).toList();
    List<ObjectNode> answered = asked.isEmpty() ? List.of() : ask(asked, apiVersion);
    List<ObjectNode> converted = new ArrayList<>(objects.size());
    int next = 0;
    for (ObjectNode object : objects) {
      converted.add(
          bare(object)
              ? object.deepCopy().put("apiVersion", apiVersion)
              : ConvertedObject.checked(object, answered.get(next++), apiVersion));
    }
    return converted;
  }

  /** An object of nothing but a kind has nothing to convert. */
  private static boolean bare(ObjectNode object) {
    return object.size() == 2 && object.has("kind") && object.has("apiVersion");
  }

  private List<ObjectNode> ask(List<ObjectNode> objects, String apiVersion) {
    String about = "conversion webhook for " + kind(objects.getFirst());
    String version = reviewVersion();
    String uid = UUID.randomUUID().toString();
    Bytes review = CanonicalJson.print(review(objects, apiVersion, version, uid));
    JsonNode answered;
    try {
      ObjectNode answer = answer(webhooks.call(webhook.path("clientConfig"), review));
      answered = converted(answer, version, uid);
    } catch (IOException e) {
      throw failure(about + " failed: " + e.getMessage());
    }
    if (answered.size() != objects.size()) {
      throw failure(
          about + " returned " + answered.size() + " objects, expected " + objects.size());
    }
    List<ObjectNode> converted = new ArrayList<>(objects.size());
    for (JsonNode object : answered) {
      if (!(object instanceof ObjectNode tree) || tree.path("kind").asText("").isEmpty()) {
        throw failure("Object 'Kind' is missing in '" + object + "'");
      }
      converted.add(tree);
    }
    return converted;
  }

  private ObjectNode answer(Bytes body) throws IOException {
    try {
      return json.parse(body);
    } catch (UncheckedIOException e) {
      throw new IOException(
          "couldn't get version/kind; json parse error: the answer is no JSON object", e);
    }
  }

  /** The first version that both sides know. */
  private String reviewVersion() {
    for (JsonNode version : webhook.path("conversionReviewVersions")) {
      if (version.asText().equals("v1") || version.asText().equals("v1beta1")) {
        return version.asText();
      }
    }
    throw failure("no supported conversion review versions");
  }

  private static ObjectNode review(
      List<ObjectNode> objects, String apiVersion, String version, String uid) {
    ObjectNode review = JsonNodeFactory.instance.objectNode();
    review.put("kind", "ConversionReview").put("apiVersion", GROUP + version);
    ArrayNode sent =
        review
            .putObject("request")
            .put("uid", uid)
            .put("desiredAPIVersion", apiVersion)
            .putArray("objects");
    objects.forEach(sent::add);
    ObjectNode response = review.putObject("response").put("uid", "").putNull("convertedObjects");
    response.putObject("result").putObject("metadata");
    return review;
  }

  /** The objects of an answer that says it succeeded. */
  private static JsonNode converted(ObjectNode answer, String version, String uid)
      throws IOException {
    checkKind(answer, version);
    JsonNode response = answer.path("response");
    if (!response.isObject()) {
      throw new IOException("no response provided");
    }
    String answered = response.path("uid").asText("");
    // The older form was never held to this.
    if (version.equals("v1") && !answered.equals(uid)) {
      throw new IOException(
          "expected response.uid=" + FieldError.quote(uid) + ", got " + FieldError.quote(answered));
    }
    JsonNode result = response.path("result");
    String status = result.path("status").asText("");
    if (!status.equals("Success")) {
      String message = result.path("message").asText("");
      throw new IOException(
          message.isEmpty()
              ? "response.result.status was '" + status + "', not 'Success'"
              : message);
    }
    return response.path("convertedObjects");
  }

  private static void checkKind(ObjectNode answer, String version) throws IOException {
    String kind = answer.path("kind").asText("");
    String apiVersion = answer.path("apiVersion").asText("");
    if (kind.isEmpty() || apiVersion.isEmpty()) {
      throw new IOException(
          "Object '"
              + (kind.isEmpty() ? "Kind" : "apiVersion")
              + "' is missing in '"
              + CanonicalJson.print(answer).utf8()
              + "'");
    }
    if (kind.equals("ConversionReview") && apiVersion.equals(GROUP + version)) {
      return;
    }
    boolean other = apiVersion.equals(GROUP + "v1") || apiVersion.equals(GROUP + "v1beta1");
    throw new IOException(
        other && kind.equals("ConversionReview")
            ? "converting ("
                + apiVersion.substring(GROUP.length())
                + ".ConversionReview) to ("
                + version
                + ".ConversionReview): unknown conversion"
            : "no kind "
                + FieldError.quote(kind)
                + " is registered for version "
                + FieldError.quote(apiVersion));
  }

  /** A kind as Go prints it. */
  static String kind(ObjectNode object) {
    GroupVersion version = GroupVersion.parse(object.path("apiVersion").asText(""));
    return version.apiVersion() + ", Kind=" + object.path("kind").asText("");
  }

  /** 500 without a reason: what upstream makes of errors it has no answer for. */
  static StatusException failure(String text) {
    return new StatusException(500, "", text, StatusException.Details.NONE);
  }
}
