package io.jukung.server;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files in kubeconfig's form that name a webhook of a test. */
final class WebhookFiles {
  private WebhookFiles() {}

  /** Names the webhook, and a token to show it. */
  static Path write(Path folder, TestWebhook webhook) throws Exception {
    return Files.writeString(
        folder.resolve("webhook.kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: w, cluster: {server: "https://127.0.0.1:%d/review", certificate-authority-data: %s}}]
        users: [{name: u, user: {token: shown}}]
        contexts: [{name: c, context: {cluster: w, user: u}}]
        current-context: c
        """
            .formatted(webhook.port(), webhook.caBundle()));
  }
}
