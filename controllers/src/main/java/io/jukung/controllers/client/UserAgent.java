package io.jukung.controllers.client;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Locale;

/** User agents: kube-controller-manager's name, which is also the field manager of its writes. */
final class UserAgent {
  private final String prefix;

  /**
   * User agents of one version.
   *
   * @param version such as {@code v1.36.2}
   */
  UserAgent(String version) {
    String platform =
        System.getProperty("os.name", "unknown").toLowerCase(Locale.ROOT)
            + "/"
            + System.getProperty("os.arch", "unknown");
    this.prefix = "kube-controller-manager/" + version + " (" + platform + ") jukung/";
  }

  /** Puts the user agent on requests that ends with {@code who}. */
  Interceptor of(String who) {
    String text = prefix + who;
    return new Interceptor() {
      @Override
      public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        builder.setHeader("User-Agent", text);
      }
    };
  }
}
