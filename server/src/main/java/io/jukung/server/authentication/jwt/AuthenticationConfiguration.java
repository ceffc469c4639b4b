package io.jukung.server.authentication.jwt;

import io.jukung.registry.config.ConfigException;
import io.jukung.registry.config.ConfigNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a file of kind {@code AuthenticationConfiguration} says, read and not validated yet.
 *
 * @param jwt the issuers whose tokens are taken
 * @param anonymous which requests without a credential are let in; empty leaves that to flags
 */
public record AuthenticationConfiguration(List<Jwt> jwt, Optional<Anonymous> anonymous) {
  /** Nothing is configured. */
  public static final AuthenticationConfiguration NONE =
      new AuthenticationConfiguration(List.of(), Optional.empty());

  private static final String GROUP = "apiserver.config.k8s.io/";

  /** Copies the list. */
  public AuthenticationConfiguration {
    jwt = List.copyOf(jwt);
  }

  /**
   * Requests without a credential.
   *
   * @param paths to which they are let in; empty means all
   */
  public record Anonymous(boolean enabled, List<String> paths) {
    /** Copies the list. */
    public Anonymous {
      paths = List.copyOf(paths);
    }
  }

  /** One issuer, and what its tokens' claims mean. */
  public record Jwt(
      Issuer issuer, List<ClaimRule> claimRules, Mappings mappings, List<UserRule> userRules) {
    /** Copies the lists. */
    public Jwt {
      claimRules = List.copyOf(claimRules);
      userRules = List.copyOf(userRules);
    }
  }

  /** Where tokens come from and for whom they must be; texts that are not there are empty. */
  public record Issuer(
      String url,
      String discoveryUrl,
      String certificateAuthority,
      List<String> audiences,
      String audienceMatchPolicy,
      String egressSelectorType) {
    /** Copies the list. */
    public Issuer {
      audiences = List.copyOf(audiences);
    }
  }

  /** What must be true of the claims: a value, or an expression. */
  public record ClaimRule(String claim, String requiredValue, String expression, String message) {}

  /** What must be true of the user. */
  public record UserRule(String expression, String message) {}

  /** What claims make of the user. */
  public record Mappings(Mapping username, Mapping groups, Mapping uid, List<Extra> extra) {
    /** Copies the list. */
    public Mappings {
      extra = List.copyOf(extra);
    }
  }

  /** A claim, or an expression, or neither. */
  public record Mapping(String claim, Optional<String> prefix, String expression) {
    /** Neither. */
    public static final Mapping NONE = new Mapping("", Optional.empty(), "");
  }

  /** A fact in the user's extra. */
  public record Extra(String key, String valueExpression) {}

  /**
   * Reads a file's text.
   *
   * @throws ConfigException when it is of another kind, or has fields or values of others
   */
  public static AuthenticationConfiguration parse(byte[] text) {
    if (text.length == 0) {
      throw new ConfigException("empty config data");
    }
    ConfigNode root =
        ConfigNode.parse(
                text,
                "AuthenticationConfiguration",
                List.of(GROUP + "v1", GROUP + "v1beta1", GROUP + "v1alpha1"))
            .allow(Set.of("apiVersion", "kind", "jwt", "anonymous"));
    return new AuthenticationConfiguration(
        root.children("jwt").stream().map(AuthenticationConfiguration::jwt).toList(),
        root.child("anonymous").map(AuthenticationConfiguration::anonymous));
  }

  private static Anonymous anonymous(ConfigNode node) {
    node.allow(Set.of("enabled", "conditions"));
    return new Anonymous(
        node.flag("enabled").orElse(false),
        node.children("conditions").stream()
            .map(condition -> condition.allow(Set.of("path")).text("path"))
            .toList());
  }

  private static Jwt jwt(ConfigNode node) {
    node.allow(Set.of("issuer", "claimValidationRules", "claimMappings", "userValidationRules"));
    return new Jwt(
        node.child("issuer").map(AuthenticationConfiguration::issuer).orElseGet(() -> NO_ISSUER),
        node.children("claimValidationRules").stream()
            .map(AuthenticationConfiguration::claimRule)
            .toList(),
        node.child("claimMappings")
            .map(AuthenticationConfiguration::mappings)
            .orElseGet(() -> NO_MAPPINGS),
        node.children("userValidationRules").stream()
            .map(
                rule ->
                    new UserRule(
                        rule.allow(Set.of("expression", "message")).text("expression"),
                        rule.text("message")))
            .toList());
  }

  private static final Issuer NO_ISSUER = new Issuer("", "", "", List.of(), "", "");

  private static final Mappings NO_MAPPINGS =
      new Mappings(Mapping.NONE, Mapping.NONE, Mapping.NONE, List.of());

  private static Issuer issuer(ConfigNode node) {
    node.allow(
        Set.of(
            "url",
            "discoveryURL",
            "certificateAuthority",
            "audiences",
            "audienceMatchPolicy",
            "egressSelectorType"));
    return new Issuer(
        node.text("url"),
        node.text("discoveryURL"),
        node.text("certificateAuthority"),
        node.texts("audiences"),
        node.text("audienceMatchPolicy"),
        node.text("egressSelectorType"));
  }

  private static ClaimRule claimRule(ConfigNode node) {
    node.allow(Set.of("claim", "requiredValue", "expression", "message"));
    return new ClaimRule(
        node.text("claim"),
        node.text("requiredValue"),
        node.text("expression"),
        node.text("message"));
  }

  private static Mappings mappings(ConfigNode node) {
    node.allow(Set.of("username", "groups", "uid", "extra"));
    Set<String> prefixed = Set.of("claim", "prefix", "expression");
    return new Mappings(
        mapping(node, "username", prefixed),
        mapping(node, "groups", prefixed),
        mapping(node, "uid", Set.of("claim", "expression")),
        node.children("extra").stream()
            .map(
                extra ->
                    new Extra(
                        extra.allow(Set.of("key", "valueExpression")).text("key"),
                        extra.text("valueExpression")))
            .toList());
  }

  private static Mapping mapping(ConfigNode node, String field, Set<String> fields) {
    return node.child(field)
        .map(child -> child.allow(fields))
        .map(
            child ->
                new Mapping(
                    child.text("claim"),
                    child.has("prefix") ? Optional.of(child.text("prefix")) : Optional.empty(),
                    child.text("expression")))
        .orElse(Mapping.NONE);
  }
}
