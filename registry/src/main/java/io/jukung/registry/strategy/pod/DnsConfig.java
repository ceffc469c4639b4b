package io.jukung.registry.strategy.pod;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Addresses;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.List;

/**
 * The checks of how a pod resolves names ({@code validatePodDNSConfig} in {@code
 * pkg/apis/core/validation/validation.go} at v1.36).
 */
final class DnsConfig {
  private static final int MAX_NAMESERVERS = 3;
  private static final int MAX_SEARCHES = 32;
  private static final int MAX_SEARCH_CHARACTERS = 2048;

  private DnsConfig() {}

  static void check(PodScope scope) {
    List<FieldError> errors = scope.errors();
    Spot config = scope.spec().at("dnsConfig");
    Spot servers = config.at("nameservers");
    if (scope.spec().at("dnsPolicy").text().equals("None")) {
      if (!config.has()) {
        Check.missing(config, "must provide `dnsConfig` when `dnsPolicy` is None", errors);
        return;
      }
      if (servers.size() == 0) {
        Check.missing(
            servers, "must provide at least one DNS nameserver when `dnsPolicy` is None", errors);
        return;
      }
    }
    if (servers.size() > MAX_NAMESERVERS) {
      Check.invalid(servers, "must not have more than 3 nameservers", errors);
    }
    servers.elements().forEach(server -> Addresses.legacyAddress(server, List.of(), errors));
    searches(config.at("searches"), errors);
    for (Spot option : config.at("options").elements()) {
      if (option.at("name").text().isEmpty()) {
        Check.missing(option, "must not be empty", errors);
      }
    }
  }

  private static void searches(Spot searches, List<FieldError> errors) {
    if (searches.size() > MAX_SEARCHES) {
      Check.invalid(searches, "must not have more than 32 search paths", errors);
    }
    int characters = searches.size() - 1;
    for (Spot search : searches.elements()) {
      characters += search.text().length();
    }
    if (characters > MAX_SEARCH_CHARACTERS) {
      Check.invalid(
          searches,
          "must not have more than 2048 characters (including spaces) in the search list",
          errors);
    }
    for (Spot search : searches.elements()) {
      String text = search.text();
      if (!text.equals(".")) {
        String domain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        for (String problem : NameRule.DNS_SUBDOMAIN_WITH_UNDERSCORE.errors(domain, false)) {
          errors.add(FieldError.invalid(search.path(), domain, problem));
        }
      }
    }
  }
}
