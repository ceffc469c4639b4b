package io.jukung.registry.strategy.admissionregistration;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a webhook is called: at a URL or through a service ({@code
 * apiserver/pkg/util/webhook/validation.go} at v1.36).
 */
final class WebhookClients {
  private static final String FORM = "; desired format: https://host[/path]";
  private static final int MAX_PORT = 65535;

  private WebhookClients() {}

  static void check(Spot client, List<FieldError> errors) {
    Spot url = client.at("url");
    Spot service = client.at("service");
    if (url.has() == service.has()) {
      Check.missing(client, "exactly one of url or service is required", errors);
    } else if (url.has()) {
      url(url, errors);
    } else {
      service(service, errors);
    }
  }

  private static void url(Spot url, List<FieldError> errors) {
    URI parsed;
    try {
      parsed = new URI(url.text());
    } catch (URISyntaxException e) {
      Check.missing(
          url,
          "url must be a valid URL: parse "
              + FieldError.quote(url.text())
              + ": "
              + e.getReason()
              + FORM,
          errors);
      return;
    }
    part(
        url,
        parsed.getScheme(),
        "https".equals(parsed.getScheme()),
        "'https' is the only allowed URL scheme" + FORM,
        errors);
    boolean host = parsed.getRawAuthority() != null && !parsed.getRawAuthority().isEmpty();
    part(url, "", host, "host must be specified" + FORM, errors);
    part(
        url,
        parsed.getRawUserInfo(),
        parsed.getRawUserInfo() == null,
        "user information is not permitted in the URL",
        errors);
    part(
        url,
        parsed.getFragment(),
        parsed.getFragment() == null || parsed.getFragment().isEmpty(),
        "fragments are not permitted in the URL",
        errors);
    part(
        url,
        parsed.getRawQuery(),
        parsed.getRawQuery() == null || parsed.getRawQuery().isEmpty(),
        "query parameters are not permitted in the URL",
        errors);
  }

  private static void part(
      Spot url, @Nullable String part, boolean fine, String detail, List<FieldError> errors) {
    if (!fine) {
      errors.add(FieldError.invalid(url.path(), part == null ? "" : part, detail));
    }
  }

  /** Upstream takes the name for the namespace and the other way round. */
  private static void service(Spot service, List<FieldError> errors) {
    if (service.at("namespace").text().isEmpty()) {
      Check.missing(service.at("name"), "", errors);
    }
    if (service.at("name").text().isEmpty()) {
      Check.missing(service.at("namespace"), "", errors);
    }
    long port = service.at("port").number();
    if (port < 1 || port > MAX_PORT) {
      Check.invalidNumber(
          service.at("port"), "port is not valid: must be between 1 and 65535, inclusive", errors);
    }
    path(service.at("path"), errors);
  }

  private static void path(Spot path, List<FieldError> errors) {
    String text = path.text();
    if (text.isEmpty() || text.equals("/")) {
      return;
    }
    if (text.equals("//")) {
      Check.invalidText(path, "segment[0] may not be empty", errors);
      return;
    }
    if (!text.startsWith("/")) {
      Check.invalidText(path, "must start with a '/'", errors);
    }
    String rest = text.substring(1);
    rest = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
    String[] segments = rest.split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      if (segments[i].isEmpty()) {
        Check.invalidText(path, "segment[" + i + "] may not be empty", errors);
        continue;
      }
      for (String problem : NameRule.DNS_SUBDOMAIN.errors(segments[i], false)) {
        Check.invalidText(path, "segment[" + i + "]: " + problem, errors);
      }
    }
  }
}
