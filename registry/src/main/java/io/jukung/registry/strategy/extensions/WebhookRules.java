package io.jukung.registry.strategy.extensions;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.WebhookUrl;
import io.jukung.registry.validation.NameRule;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a definition may say of conversion ({@code validateCustomResourceConversion} and {@code
 * apiserver/pkg/util/webhook/validation.go} at v1.36). Used for one definition.
 */
final class WebhookRules {
  private static final String CLIENT = "spec.conversion.webhookClientConfig";
  private static final String REVIEWS = "spec.conversion.conversionReviewVersions";

  private final List<FieldError> errors = new ArrayList<>();

  private WebhookRules() {}

  /**
   * What is wrong.
   *
   * @param known whether a review version that this server knows must be among those named
   * @param anyBundle whether the {@code caBundle} need be none
   */
  static List<FieldError> validate(JsonNode conversion, boolean known, boolean anyBundle) {
    WebhookRules rules = new WebhookRules();
    if (conversion.isObject()) {
      rules.conversion(conversion, known, anyBundle);
    }
    return rules.errors;
  }

  private void conversion(JsonNode conversion, boolean known, boolean anyBundle) {
    String strategy = conversion.path("strategy").asText("");
    if (strategy.isEmpty()) {
      errors.add(FieldError.required("spec.conversion.strategy", ""));
    } else if (!strategy.equals("None") && !strategy.equals("Webhook")) {
      errors.add(
          FieldError.notSupported(
              "spec.conversion.strategy", strategy, List.of("None", "Webhook")));
    }
    JsonNode webhook = conversion.path("webhook");
    JsonNode client = webhook.path("clientConfig");
    JsonNode reviews = webhook.path("conversionReviewVersions");
    if (!strategy.equals("Webhook")) {
      String why = "should not be set when strategy is not set to Webhook";
      if (client.isObject()) {
        errors.add(FieldError.forbidden(CLIENT, why));
      }
      if (!reviews.isEmpty()) {
        errors.add(FieldError.forbidden(REVIEWS, why));
      }
      return;
    }
    if (client.isObject()) {
      client(client, anyBundle);
    } else {
      errors.add(FieldError.required(CLIENT, "required when strategy is set to Webhook"));
    }
    reviews(reviews, known);
  }

  private void client(JsonNode client, boolean anyBundle) {
    boolean url = client.hasNonNull("url");
    if (url == client.hasNonNull("service")) {
      errors.add(FieldError.required(CLIENT, "exactly one of url or service is required"));
    } else if (url) {
      WebhookUrl.check(CLIENT + ".url", client.path("url").asText(), errors);
    } else {
      service(CLIENT + ".service", client.path("service"));
    }
    String bundle = client.path("caBundle").asText("");
    if (!bundle.isEmpty() && !anyBundle && !validBundle(bundle)) {
      errors.add(
          FieldError.invalid(
              CLIENT + ".caBundle",
              bundle,
              "unable to load root certificates: unable to parse bytes as PEM block"));
    }
  }

  /** Whether a {@code caBundle} in base64 has a certificate. */
  static boolean validBundle(String bundle) {
    try {
      byte[] pem = Base64.getDecoder().decode(bundle);
      return !CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem))
          .isEmpty();
    } catch (CertificateException | IllegalArgumentException e) {
      return false;
    }
  }

  private void service(String path, JsonNode service) {
    // As upstream, which mixes the two up.
    if (service.path("namespace").asText("").isEmpty()) {
      errors.add(FieldError.required(path + ".name", ""));
    }
    if (service.path("name").asText("").isEmpty()) {
      errors.add(FieldError.required(path + ".namespace", ""));
    }
    int port = service.path("port").asInt(443);
    if (port < 1 || port > 65_535) {
      errors.add(
          FieldError.invalid(
              path + ".port",
              service.path("port"),
              "port is not valid: must be between 1 and 65535, inclusive"));
    }
    String route = service.path("path").asText("");
    if (!route.isEmpty() && !route.equals("/")) {
      route(path + ".path", route);
    }
  }

  private void route(String path, String route) {
    if (route.equals("//")) {
      errors.add(FieldError.invalid(path, route, "segment[0] may not be empty"));
      return;
    }
    if (!route.startsWith("/")) {
      errors.add(FieldError.invalid(path, route, "must start with a '/'"));
    }
    String rest = route.substring(1);
    if (rest.endsWith("/")) {
      rest = rest.substring(0, rest.length() - 1);
    }
    String[] steps = rest.split("/", -1);
    for (int i = 0; i < steps.length; i++) {
      String segment = "segment[" + i + "]";
      if (steps[i].isEmpty()) {
        errors.add(FieldError.invalid(path, route, segment + " may not be empty"));
      } else {
        for (String wrong : NameRule.DNS_SUBDOMAIN.errors(steps[i], false)) {
          errors.add(FieldError.invalid(path, route, segment + ": " + wrong));
        }
      }
    }
  }

  /** Whether the server knows a review version of these, or there are none. */
  static boolean knows(JsonNode reviews) {
    boolean known = reviews.isEmpty();
    for (JsonNode review : reviews) {
      known |= review.asText().equals("v1") || review.asText().equals("v1beta1");
    }
    return known;
  }

  private void reviews(JsonNode reviews, boolean known) {
    if (reviews.isEmpty()) {
      errors.add(FieldError.required(REVIEWS, ""));
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < reviews.size(); i++) {
      String version = reviews.get(i).asText();
      String at = REVIEWS + "[" + i + "]";
      if (!seen.add(version)) {
        errors.add(FieldError.invalid(at, version, "duplicate version"));
        continue;
      }
      for (String wrong : NameRule.DNS_1035_LABEL.errors(version, false)) {
        errors.add(FieldError.invalid(at, version, wrong));
      }
    }
    if (known && !knows(reviews)) {
      errors.add(FieldError.invalid(REVIEWS, reviews, "must include at least one of v1, v1beta1"));
    }
  }
}
