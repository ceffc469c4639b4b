package io.jukung.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.admission.config.PluginConfigs;
import io.jukung.admission.eventratelimit.EventRateLimit;
import io.jukung.admission.imagepolicy.ImagePolicyWebhook;
import io.jukung.admission.podsecurity.PodSecurityConfig;
import io.jukung.admission.quota.LimitedResource;
import io.jukung.admission.webhook.WebhookCaller;
import io.jukung.admission.webhook.WebhookKubeconfig;
import io.jukung.registry.config.ConfigException;
import io.jukung.storage.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the file of {@code --admission-control-config-file} may say, and upstream's texts. */
class PluginConfigsTest {
  private static final String POD_SECURITY =
      "{apiVersion: pod-security.admission.config.k8s.io/v1, kind: PodSecurityConfiguration, ";
  private static final String QUOTA =
      "{apiVersion: apiserver.config.k8s.io/v1, kind: ResourceQuotaConfiguration, ";
  private static final String WEBHOOK =
      "{apiVersion: apiserver.config.k8s.io/v1, kind: WebhookAdmissionConfiguration, ";
  private static final String POLICY =
      "{apiVersion: apiserver.config.k8s.io/v1, kind: ValidatingAdmissionPolicyConfiguration, ";
  private static final String RATE =
      "{apiVersion: eventratelimit.admission.k8s.io/v1alpha1, kind: Configuration, ";
  private static final String TOLERATIONS =
      "{apiVersion: podtolerationrestriction.admission.k8s.io/v1alpha1, kind: Configuration, ";

  private static void init(String plugin, Optional<byte[]> text) {
    var _ =
        switch (plugin) {
          case "PodSecurity" -> PodSecurityConfig.of(text);
          case "ResourceQuota" -> LimitedResource.of(text);
          case "ValidatingAdmissionWebhook" -> WebhookKubeconfig.of(text);
          case "ValidatingAdmissionPolicy" -> {
            WebhookKubeconfig.ofPolicies("ValidatingAdmissionPolicyConfiguration", text);
            yield plugin;
          }
          case "EventRateLimit" -> new EventRateLimit(text, System::nanoTime);
          case "PodTolerationRestriction" -> new PodTolerationRestriction(new FakeObjects(), text);
          case "PodNodeSelector" -> new PodNodeSelector(new FakeObjects(), text);
          case "ImagePolicyWebhook" ->
              new ImagePolicyWebhook(text, new Nobody(), pause -> {}, System::nanoTime);
          default -> throw new IllegalArgumentException(plugin);
        };
  }

  /** Reaches nobody. */
  private static final class Nobody implements WebhookCaller {
    @Override
    public Bytes call(
        com.fasterxml.jackson.databind.JsonNode config, Bytes review, Duration timeout) {
      throw new IllegalStateException("nobody is called");
    }

    @Override
    public WebhookCaller as(Path kubeconfig) {
      return this;
    }

    @Override
    public Server server(Path kubeconfig) {
      return (body, timeout) -> body;
    }
  }

  static Stream<Arguments> wrong() {
    return Stream.concat(wrongPodSecurity(), wrongOthers());
  }

  private static Stream<Arguments> wrongPodSecurity() {
    return Stream.of(
        Arguments.of(
            "PodSecurity",
            POD_SECURITY + "defaults: {enforce: Baseline, warn-version: '1.2'}}",
            "[defaults.enforce: Invalid value: \"Baseline\": must be one of privileged, baseline,"
                + " restricted, defaults.warn-version: Invalid value: \"1.2\": must be \"latest\""
                + " or \"v1.x\"]"),
        Arguments.of(
            "PodSecurity",
            POD_SECURITY
                + "exemptions: {namespaces: [a, a], usernames: [''], "
                + "runtimeClasses: [r, r]}}",
            "[exemptions.namespaces[1]: Duplicate value: \"a\", exemptions.runtimeClasses[1]:"
                + " Duplicate value: \"r\", exemptions.usernames[0]: Invalid value: \"\":"
                + " username must not be empty]"),
        Arguments.of(
            "PodSecurity",
            POD_SECURITY + "default: {}}",
            "strict decoding error: unknown field \"default\""),
        Arguments.of(
            "PodSecurity",
            "{apiVersion: pod-security.admission.config.k8s.io/v2, kind: X}",
            "no kind \"X\" is registered for version"
                + " \"pod-security.admission.config.k8s.io/v2\"; expected"
                + " PodSecurityConfiguration of pod-security.admission.config.k8s.io/v1 or"
                + " pod-security.admission.config.k8s.io/v1beta1 or"
                + " pod-security.admission.config.k8s.io/v1alpha1"));
  }

  private static Stream<Arguments> wrongOthers() {
    return Stream.of(
        Arguments.of(
            "ResourceQuota",
            QUOTA + "limitedResources: [{matchContains: [x]}]}",
            "limitedResources[0].resource: Required value"),
        Arguments.of(
            "ValidatingAdmissionWebhook",
            WEBHOOK + "kubeConfigFile: here}",
            "kubeConfigFile: Invalid value: \"here\": must be an absolute file path"),
        Arguments.of(
            "ValidatingAdmissionWebhook",
            WEBHOOK + "staticManifestsDir: /x}",
            "staticManifestsDir: Forbidden: staticManifestsDir requires the"
                + " ManifestBasedAdmissionControlConfig feature gate to be enabled"),
        Arguments.of(
            "ValidatingAdmissionPolicy",
            POLICY + "staticManifestsDir: /x}",
            "staticManifestsDir: Forbidden: staticManifestsDir requires the"
                + " ManifestBasedAdmissionControlConfig feature gate to be enabled"),
        Arguments.of(
            "EventRateLimit",
            RATE + "limits: [{type: Host, qps: 0, burst: -1, cacheSize: -1}]}",
            "[limits[0].type: Unsupported value: \"Host\": supported values: \"Namespace\","
                + " \"Server\", \"SourceAndObject\", \"User\", limits[0].burst: Invalid value:"
                + " -1: must be positive, limits[0].qps: Invalid value: 0: must be positive,"
                + " limits[0].cacheSize: Invalid value: -1: must not be negative]"),
        Arguments.of(
            "EventRateLimit",
            RATE + "limits: []}",
            "limits: Invalid value: null: must not be empty"),
        Arguments.of(
            "PodTolerationRestriction",
            TOLERATIONS + "default: [{key: a, operator: Exists, value: b}]}",
            "invalid config: [podtolerationrestriction.default[0].operator: Invalid value: \"b\":"
                + " value must be empty when `operator` is 'Exists']"),
        Arguments.of(
            "ImagePolicyWebhook",
            "{imagePolicy: {kubeConfigFile: /x, allowTTL: 1801}}",
            "valid value is between 1s and 30m0s, got 30m1s"),
        Arguments.of("ImagePolicyWebhook", "{}", "imagePolicy: expected an object"),
        Arguments.of(
            "PodNodeSelector",
            "{podNodeSelectorPluginConfig: [a]}",
            "podNodeSelectorPluginConfig: expected an object"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whatIsWrongIsToldInUpstreamsWords(String plugin, String text, String message) {
    assertThatThrownBy(() -> init(plugin, Optional.of(text.getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  static Stream<Arguments> right() {
    return Stream.of(
        Arguments.of(
            "PodSecurity",
            POD_SECURITY
                + "defaults: {enforce: baseline, enforce-version: v1.30, audit: restricted},"
                + " exemptions: {namespaces: [kube-system], usernames: [u], runtimeClasses: [r]}}"),
        Arguments.of(
            "ResourceQuota",
            QUOTA
                + "limitedResources: [{apiGroup: '', resource: pods, matchScopes: [{scopeName:"
                + " PriorityClass, operator: In, values: [high]}]}]}"),
        Arguments.of(
            "ResourceQuota",
            "{apiVersion: resourcequota.admission.k8s.io/v1beta1, kind: Configuration}"),
        Arguments.of("ValidatingAdmissionWebhook", WEBHOOK + "kubeConfigFile: /etc/k}"),
        Arguments.of("ValidatingAdmissionPolicy", POLICY + "}"),
        Arguments.of("EventRateLimit", RATE + "limits: [{type: User, qps: 1, burst: 2}]}"),
        Arguments.of(
            "PodTolerationRestriction", TOLERATIONS + "whitelist: [{key: a, operator: Exists}]}"),
        Arguments.of(
            "ImagePolicyWebhook", "{imagePolicy: {kubeConfigFile: /x, denyTTL: -1, allowTTL: 5}}"),
        Arguments.of("PodNodeSelector", "{podNodeSelectorPluginConfig: {a: b=c}}"));
  }

  @ParameterizedTest
  @MethodSource("right")
  void whatIsRightIsTaken(String plugin, String text) {
    assertThatCode(() -> init(plugin, Optional.of(text.getBytes(StandardCharsets.UTF_8))))
        .doesNotThrowAnyException();
  }

  @Test
  void pluginsFindTheirPartInTheFileAndBesideIt(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("admission.yaml");
    Files.writeString(folder.resolve("quota.yaml"), "beside");
    Files.writeString(
        file,
        """
        apiVersion: apiserver.config.k8s.io/v1
        kind: AdmissionConfiguration
        plugins:
        - name: ResourceQuota
          path: quota.yaml
        - name: PodSecurity
          configuration: {apiVersion: v9, kind: K}
        """);
    PluginConfigs configs = PluginConfigs.read(file);
    assertThat(configs.of("ResourceQuota").orElseThrow()).asString().isEqualTo("beside");
    assertThat(configs.of("PodSecurity").orElseThrow())
        .asString()
        .isEqualTo("{\"apiVersion\":\"v9\",\"kind\":\"K\"}");
    assertThat(configs.of("EventRateLimit")).isEmpty();
    Files.writeString(file, "imagePolicy: {kubeConfigFile: /x}");
    assertThat(PluginConfigs.read(file).of("ImagePolicyWebhook")).as("the old form").isPresent();
    Files.writeString(file, "{apiVersion: apiserver.config.k8s.io/v1, kind: Other}");
    assertThatThrownBy(() -> PluginConfigs.read(file)).hasMessageStartingWith("no kind \"Other\"");
    assertThatThrownBy(() -> PluginConfigs.read(folder.resolve("none")))
        .hasMessageStartingWith("unable to read admission control configuration from ");
  }

  @Test
  void aFailureNamesItsPlugin(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("admission.yaml");
    Files.writeString(
        file,
        """
        apiVersion: apiserver.config.k8s.io/v1
        kind: AdmissionConfiguration
        plugins:
        - name: PodSecurity
          configuration:
            apiVersion: pod-security.admission.config.k8s.io/v1
            kind: PodSecurityConfiguration
            defaults: {audit: none}
        """);
    AdmissionConfig config = new AdmissionConfig(Set.of(), Set.of(), Optional.of(file));
    assertThatThrownBy(
            () ->
                AdmissionPlugins.chain(
                    config, new FakeServices().services(), AdmissionObserver.NONE))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "couldn't init admission plugin \"PodSecurity\": "
                + "defaults.audit: Invalid value: \"none\": must be one of privileged, baseline,"
                + " restricted");
    AdmissionConfig without =
        new AdmissionConfig(Set.of(), Set.of("PodSecurity"), Optional.of(file));
    assertThatCode(
            () ->
                AdmissionPlugins.chain(
                    without, new FakeServices().services(), AdmissionObserver.NONE))
        .as("a plugin that does not run is not asked")
        .doesNotThrowAnyException();
  }
}
