package io.jukung.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.admission.imagepolicy.ImagePolicyWebhook;
import io.jukung.admission.webhook.WebhookCaller;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the server of image policies is asked, and what comes of its answers. */
class ImagePolicyWebhookTest {
  private final List<String> asked = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final AtomicLong now = new AtomicLong();
  private String answer = "{\"status\":{\"allowed\":true}}";
  private int failures;
  private int failure = 500;

  private final class Remote implements WebhookCaller {
    @Override
    public Bytes call(JsonNode clientConfig, Bytes review, Duration timeout) {
      throw new IllegalStateException("no webhook is called");
    }

    @Override
    public WebhookCaller as(Path kubeconfig) {
      return this;
    }

    @Override
    public Server server(Path kubeconfig) {
      assertThat(kubeconfig).isEqualTo(Path.of("/k"));
      return (body, timeout) -> {
        asked.add(body.utf8());
        if (failures > 0) {
          failures--;
          throw failure == 0
              ? new IOException("Post \"https://x\": dial tcp: connection refused")
              : new Refused(failure, false, "status " + failure);
        }
        return Bytes.utf8(answer);
      };
    }
  }

  private ImagePolicyWebhook plugin(String more) {
    return new ImagePolicyWebhook(
        OptionalPluginsTest.config("imagePolicy: {kubeConfigFile: /k" + more + "}"),
        new Remote(),
        pauses::add,
        now::get);
  }

  private static AdmissionAttributes pod(String subresource, String image) throws Exception {
    return OptionalPluginsTest.pod(
        Operation.CREATE,
        subresource,
        OptionalPluginsTest.yaml(
            """
            metadata: {annotations: {x.image-policy.k8s.io/ticket: t, other: o}}
            spec:
              containers: [{image: %s}]
              initContainers: [{image: init}]
              ephemeralContainers: [{image: debug}]
            """
                .formatted(image)),
        Optional.empty());
  }

  @Test
  void theQuestionNamesImagesAndAnnotations() throws Exception {
    ImagePolicyWebhook plugin = plugin("");
    plugin.validate(pod("", "main"));
    plugin.validate(pod("ephemeralcontainers", "main"));
    plugin.validate(pod("status", "main"));
    assertThat(asked)
        .containsExactly(
            "{\"kind\":\"ImageReview\",\"apiVersion\":\"imagepolicy.k8s.io/v1alpha1\","
                + "\"metadata\":{},\"spec\":{\"containers\":[{\"image\":\"main\"},"
                + "{\"image\":\"init\"}],\"annotations\":{\"x.image-policy.k8s.io/ticket\":\"t\"},"
                + "\"namespace\":\"ns\"},\"status\":{\"allowed\":false}}",
            "{\"kind\":\"ImageReview\",\"apiVersion\":\"imagepolicy.k8s.io/v1alpha1\","
                + "\"metadata\":{},\"spec\":{\"containers\":[{\"image\":\"debug\"}],"
                + "\"annotations\":{\"x.image-policy.k8s.io/ticket\":\"t\"},"
                + "\"namespace\":\"ns\"},\"status\":{\"allowed\":false}}");
  }

  @Test
  void answersAreRememberedForTheirTime() throws Exception {
    ImagePolicyWebhook plugin = plugin(", allowTTL: 60, denyTTL: 10");
    plugin.validate(pod("", "a"));
    plugin.validate(pod("", "a"));
    assertThat(asked).hasSize(1);
    now.addAndGet(Duration.ofSeconds(60).toNanos());
    answer = "{\"status\":{\"allowed\":false,\"reason\":\"old\"}}";
    String denied =
        "pods \"p\" is forbidden: image policy webhook backend denied one or more images: old";
    assertThatThrownBy(() -> plugin.validate(pod("", "a"))).hasMessage(denied);
    answer = "{\"status\":{\"allowed\":false}}";
    assertThatThrownBy(() -> plugin.validate(pod("", "a"))).hasMessage(denied);
    assertThat(asked).hasSize(2);
    now.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThatThrownBy(() -> plugin.validate(pod("", "a")))
        .hasMessage("pods \"p\" is forbidden: one or more images rejected by webhook backend");
    assertThat(asked).hasSize(3);
  }

  @Test
  void aServerThatFailsIsAskedAgainAndThenTheDefaultHolds() throws Exception {
    failures = 2;
    plugin("").validate(pod("", "a"));
    assertThat(pauses).containsExactly(Duration.ofMillis(500), Duration.ofMillis(750));
    failures = 5;
    ImagePolicyWebhook closed = plugin("");
    assertThatThrownBy(() -> closed.validate(pod("", "a")))
        .hasMessage("pods \"p\" is forbidden: status 500");
    failures = 1;
    failure = 403;
    assertThatThrownBy(() -> closed.validate(pod("", "a")))
        .as("not asked again")
        .hasMessage("pods \"p\" is forbidden: status 403");
    failures = 1;
    failure = 0;
    AdmissionAttributes pod = pod("", "a");
    assertThatCode(() -> plugin(", defaultAllow: true").validate(pod)).doesNotThrowAnyException();
    ObjectNode object = pod.object().orElseThrow();
    assertThat(object.at("/metadata/annotations").path("alpha.image-policy.k8s.io/failed-open"))
        .hasToString("\"true\"");
    assertThat(pod.context().annotations())
        .containsEntry("imagepolicywebhook.image-policy.k8s.io/failed-open", "true");
  }

  @Test
  void theAnswersAnnotationsGoToTheAuditLog() throws Exception {
    answer = "{\"status\":{\"allowed\":true,\"auditAnnotations\":{\"k\":\"v\"}}}";
    AdmissionAttributes pod = pod("", "a");
    plugin("").validate(pod);
    assertThat(pod.context().annotations())
        .containsEntry("imagepolicywebhook.image-policy.k8s.io/k", "v");
  }
}
