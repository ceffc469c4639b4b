package io.jukung.registry.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.registry.config.ConfigException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a configuration may say; texts are upstream's. */
class EncryptionConfigurationTest {
  private static final String SECRET = "c2VjcmV0IGlzIHNlY3VyZQ==";

  private static EncryptionConfiguration parse(String entry) {
    String text =
        "{kind: EncryptionConfiguration, apiVersion: apiserver.config.k8s.io/v1, resources: ["
            + entry
            + "]}";
    return EncryptionConfiguration.parse(text.getBytes(StandardCharsets.UTF_8), false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "secrets, secrets | the same resource cannot be specified multiple times",
        "secrets, '*.' | using overlapping resources such as 'secrets' and '*.' in the same"
            + " resource",
        "deployments.apps, '*.*' | using overlapping resources",
        "\"*\" | use '*.' to encrypt all the resources from core API group or *.*",
        "Secrets | resource name should not contain capital letters",
        "apiserveripinfo | resources which do not have REST API/s cannot be encrypted",
        "events.events.k8s.io | objects are stored using the 'events' API group",
        "deployments.extensions | 'extensions' group has been removed",
        "'secrets.*' | encrypting the same resource across groups is not supported",
        "'' | at least one resources[0].resources is required",
      })
  void resourcesThatAreRefused(String resources, String text) {
    String list = resources.equals("") ? "" : resources;
    assertThatThrownBy(() -> parse("{resources: [" + list + "], providers: [{identity: {}}]}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|provider does not contain any of the expected providers",
        "{identity: {}, aesgcm: {}}|more than one provider specified in a single element",
        "{aesgcm: {}}|resources[0].providers[0].aesgcm.keys: Required value: at least one keys is",
        "{aesgcm: {keys: [{secret: SECRET}]}}|keys[0].name: Required value: name is a mandatory"
            + " field",
        "{aesgcm: {keys: [{name: a}]}}|keys[0].secret: Required value: secret is a mandatory field",
        "{aescbc: {keys: [{name: a, secret: '!!'}]}}|\"REDACTED\": secrets must be base64 encoded",
        "{secretbox: {keys: [{name: a, secret: SECRET}]}}|expected length, got 16, expected one of"
            + " [32]",
        "{aescbc: {keys: [{name: a, secret: YQ==}]}}|got 1, expected one of [16 24 32]",
        "{kms: {apiVersion: v3, name: a, endpoint: 'unix:///a'}}|unsupported apiVersion apiVersion"
            + " for KMS",
        "{kms: {apiVersion: v2, name: 'a:b', endpoint: 'unix:///a'}}|invalid KMS provider name a:b",
        "{kms: {apiVersion: v2, name: a, endpoint: 'http://a'}}|unsupported scheme \"http\" for"
            + " KMS",
        "{kms: {apiVersion: v2, name: a}}|endpoint is a mandatory field for a kms",
        "{kms: {apiVersion: v2, name: a, endpoint: 'unix:///a', timeout: 0s}}|timeout should be a",
        "{kms: {apiVersion: v2, name: a, endpoint: 'unix:///a', cachesize: 5}}|cachesize is not"
            + " supp",
        "{aesgcm: {key: []}}|unknown field \"resources[0].providers[0].aesgcm.key\"",
      })
  void providersThatAreRefused(String provider, String text) {
    assertThatThrownBy(
            () ->
                parse(
                    "{resources: [secrets], providers: ["
                        + provider.replace("SECRET", SECRET)
                        + "]}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(text)
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void twoKmsProvidersNeedTwoNames() {
    String kms = "{kms: {apiVersion: v2, name: a, endpoint: 'unix:///a'}}";
    assertThatThrownBy(() -> parse("{resources: [secrets], providers: [" + kms + "," + kms + "]}"))
        .hasMessageContaining("duplicate KMS provider name a, names must be unique");
  }

  @Test
  void keysAreNeverPrinted() {
    String key = "{aesgcm: {keys: [{name: key1, secret: " + SECRET + "}]}}";
    assertThat(parse("{resources: [secrets], providers: [" + key + "]}").toString())
        .contains("Name: key1")
        .doesNotContain("secret is secure", SECRET);
  }
}
