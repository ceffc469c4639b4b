package io.jukung.controllers.client;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;

/**
 * The user agent of every request: kube-controller-manager's name, which is also the field manager
 * of its writes, and the controller at work on this thread.
 */
public final class UserAgent implements Interceptor {
  private static final ScopedValue<String> CONTROLLER = ScopedValue.newInstance();

  private final String prefix;

  /**
   * User agents of one version.
   *
   * @param version such as {@code v1.36.2}
   */
  public UserAgent(String version) {
    String platform =
        System.getProperty("os.name", "unknown").toLowerCase(java.util.Locale.ROOT)
            + "/"
            + System.getProperty("os.arch", "unknown");
    this.prefix = "kube-controller-manager/" + version + " (" + platform + ") jukung/";
  }

  /** Runs the work; its requests on this thread carry the controller's name. */
  public static void as(String controller, Runnable work) {
    ScopedValue.where(CONTROLLER, controller).run(work);
  }

  /** The same work for another thread, where it goes on in the name of this one's controller. */
  public static Runnable carried(Runnable work) {
    if (!CONTROLLER.isBound()) {
      return work;
    }
    String controller = CONTROLLER.get();
    return () -> as(controller, work);
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    builder.setHeader("User-Agent", prefix + CONTROLLER.orElse("shared-informers"));
  }
}
