package io.jukung.registry.strategy.admissionregistration;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.check.WebhookUrl;
import io.jukung.registry.validation.NameRule;
import java.util.List;

/**
 * How a webhook is called: at a URL or through a service ({@code
 * apiserver/pkg/util/webhook/validation.go} at v1.36).
 */
final class WebhookClients {
  private static final int MAX_PORT = 65535;

  private WebhookClients() {}

  static void check(Spot client, List<FieldError> errors) {
    Spot url = client.at("url");
    Spot service = client.at("service");
    if (url.has() == service.has()) {
      Check.missing(client, "exactly one of url or service is required", errors);
    } else if (url.has()) {
      WebhookUrl.check(url.path(), url.text(), errors);
    } else {
      service(service, errors);
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
