package io.jukung.controllers.client;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP client that asks for the name that a kubeconfig gives as {@code tls-server-name},
 * which the client library leaves out. It takes effect where the URL has an address for its host.
 */
final class NamingClientFactory extends JdkHttpClientFactory {
  private final @Nullable String name;

  NamingClientFactory(@Nullable String name) {
    this.name = name;
  }

  @Override
  protected void additionalConfig(HttpClient.Builder builder) {
    if (name == null || name.isEmpty()) {
      return;
    }
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setServerNames(List.of(new SNIHostName(name)));
    builder.sslParameters(parameters);
  }
}
