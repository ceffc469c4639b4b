package io.jukung.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import javax.net.ssl.SSLContext;

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
  private final SSLContext strangers;

  TrainingClient(Path kubeconfig) throws IOException, GeneralSecurityException {
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    this.server = config.getMasterUrl().replaceAll("/$", "");
    this.http = HttpClient.newBuilder().sslContext(context(config)).build();
    config.setClientCertData(null);
    config.setClientKeyData(null);
    this.strangers = context(config);
  }

  private static SSLContext context(Config config) throws IOException, GeneralSecurityException {
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
    new TrainingStorm(strangers, URI.create(server)).run("/version", token());
    get(MAPS + "?watch=true&timeoutSeconds=1&resourceVersion=0", JSON);
  }

  /** A token of a service account's, of those whose holders may ask little. */
  private String token() throws IOException, InterruptedException {
    String accounts = "/api/v1/namespaces/default/serviceaccounts";
    byte[] account = "{\"metadata\":{\"name\":\"trained\"}}".getBytes(StandardCharsets.UTF_8);
    byte[] _ = send("POST", accounts, JSON, account);
    byte[] answer =
        send("POST", accounts + "/trained/token", JSON, "{}".getBytes(StandardCharsets.UTF_8));
    return new ObjectMapper().readTree(answer).at("/status/token").asText();
  }

  private void oneObject(String name) throws IOException, InterruptedException {
    String object = MAPS + "/" + name;
    String text =
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
            + name
            + "\"},\"data\":{\"a\":\"b\"}}";
    byte[] _ = send("POST", MAPS, JSON, text.getBytes(StandardCharsets.UTF_8));
    get(object, JSON);
    byte[] bytes = get(object, PROTOBUF);
    byte[] _ = send("PUT", object, PROTOBUF, bytes);
    byte[] patch = "{\"data\":{\"c\":\"d\"}}".getBytes(StandardCharsets.UTF_8);
    byte[] _ = send("PATCH", object, "application/strategic-merge-patch+json", patch);
    byte[] _ = send("PATCH", object, "application/merge-patch+json", patch);
    byte[] _ = send("DELETE", object, JSON, new byte[0]);
  }

  private byte[] get(String path, String accept) throws IOException, InterruptedException {
    return answer(request(path).header("Accept", accept).GET().build());
  }

  private byte[] send(String method, String path, String type, byte[] body)
      throws IOException, InterruptedException {
    return answer(
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
