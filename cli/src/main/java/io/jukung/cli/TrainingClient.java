package io.jukung.cli;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.spec.InvalidKeySpecException;

/**
 * Asks what clients ask most, in the forms kubectl and client-go use, often enough for the virtual
 * machine to know the way a request takes. One thread.
 */
final class TrainingClient implements AutoCloseable {
  private static final int ROUNDS = 40;
  private static final String JSON = "application/json";
  private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
  private static final String TABLE = JSON + ";as=Table;v=v1;g=meta.k8s.io," + JSON;
  private static final String DISCOVERY =
      JSON + ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList," + JSON;
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";

  private final HttpClient http;
  private final String server;

  TrainingClient(Path kubeconfig) throws IOException, GeneralSecurityException {
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    this.server = config.getMasterUrl().replaceAll("/$", "");
    this.http = HttpClient.newBuilder().sslContext(context(config)).build();
  }

  private static javax.net.ssl.SSLContext context(Config config)
      throws IOException, GeneralSecurityException {
    try {
      return SSLUtils.sslContext(config);
    } catch (InvalidKeySpecException e) {
      throw new IOException("the kubeconfig's key can't be read", e);
    }
  }

  void run() throws IOException, InterruptedException {
    for (String path : new String[] {"/api", "/apis"}) {
      get(path, DISCOVERY);
    }
    get("/openapi/v3", JSON);
    get("/readyz", "*/*");
    for (int round = 0; round < ROUNDS; round++) {
      oneObject("trained-" + round);
      get(MAPS, JSON);
      get(MAPS, TABLE);
      get(MAPS, PROTOBUF);
      get("/api/v1/namespaces", TABLE);
    }
    get(MAPS + "?watch=true&timeoutSeconds=1&resourceVersion=0", JSON);
  }

  private void oneObject(String name) throws IOException, InterruptedException {
    String object = MAPS + "/" + name;
    String text =
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
            + name
            + "\"},\"data\":{\"a\":\"b\"}}";
    send("POST", MAPS, JSON, text.getBytes(StandardCharsets.UTF_8));
    get(object, JSON);
    byte[] bytes = get(object, PROTOBUF);
    send("PUT", object, PROTOBUF, bytes);
    byte[] patch = "{\"data\":{\"c\":\"d\"}}".getBytes(StandardCharsets.UTF_8);
    send("PATCH", object, "application/strategic-merge-patch+json", patch);
    send("PATCH", object, "application/merge-patch+json", patch);
    send("DELETE", object, JSON, new byte[0]);
  }

  private byte[] get(String path, String accept) throws IOException, InterruptedException {
    return answer(request(path).header("Accept", accept).GET().build());
  }

  private void send(String method, String path, String type, byte[] body)
      throws IOException, InterruptedException {
    answer(
        request(path)
            .header("Content-Type", type)
            .header("Accept", type.equals(PROTOBUF) ? PROTOBUF : JSON)
            .method(method, BodyPublishers.ofByteArray(body))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path)).header("User-Agent", "jukung-train");
  }

  private byte[] answer(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() >= 300) {
      throw new IOException(
          request.method() + " " + request.uri() + " answered " + response.statusCode());
    }
    return response.body();
  }

  @Override
  public void close() {
    http.close();
  }
}
