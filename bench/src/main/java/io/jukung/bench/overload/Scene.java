package io.jukung.bench.overload;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.KubeConfig;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run needs on the server: pods, service accounts that list them, and one in {@code
 * kube-system} that renews a Lease as the leader of a controller does. Used by one thread.
 */
public final class Scene implements AutoCloseable {
  /** Where the pods and the accounts of the load are. */
  public static final String NAMESPACE = "jukung-overload";

  /** The Lease that is renewed. */
  public static final String LEASE =
      "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/jukung-overload";

  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";
  private static final int AT_ONCE = 50;
  private static final Pattern VERSION = Pattern.compile("\"resourceVersion\":\"([0-9]+)\"");

  private final ApiClient admin;
  private final KubeConfig config;
  private final ObjectMapper mapper = new ObjectMapper();

  /** A scene made by an administrator. */
  public Scene(KubeConfig config) throws IOException {
    this.config = config;
    this.admin = new ApiClient(config);
  }

  /**
   * Makes all of it; what is there already is left as it is.
   *
   * @param pods how many
   * @param bytes how large the JSON of each is, about
   */
  public void make(int pods, int bytes) throws IOException, InterruptedException {
    create("/api/v1/namespaces", "{\"metadata\":{\"name\":\"%s\"}}".formatted(NAMESPACE));
    create(accounts(NAMESPACE), "{\"metadata\":{\"name\":\"default\"}}");
    create(
        RBAC + "/clusterroles",
        """
        {"metadata":{"name":"jukung-overload"},"rules":[
         {"apiGroups":[""],"resources":["pods"],"verbs":["get","list","watch"]}]}
        """);
    create(
        RBAC + "/clusterrolebindings",
        """
        {"metadata":{"name":"jukung-overload"},"subjects":[{"kind":"Group",
         "apiGroup":"rbac.authorization.k8s.io","name":"system:serviceaccounts:jukung-overload"}],
         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole",
         "name":"jukung-overload"}}
        """);
    create(
        RBAC + "/namespaces/kube-system/roles",
        """
        {"metadata":{"name":"jukung-overload"},"rules":[{"apiGroups":["coordination.k8s.io"],
         "resources":["leases"],"verbs":["get","update","patch"]}]}
        """);
    create(
        RBAC + "/namespaces/kube-system/rolebindings",
        """
        {"metadata":{"name":"jukung-overload"},"subjects":[{"kind":"ServiceAccount",
         "namespace":"kube-system","name":"jukung-overload"}],"roleRef":{"kind":"Role",
         "apiGroup":"rbac.authorization.k8s.io","name":"jukung-overload"}}
        """);
    create(
        LEASE.substring(0, LEASE.lastIndexOf('/')),
        "{\"metadata\":{\"name\":\"jukung-overload\"},\"spec\":{\"leaseDurationSeconds\":15}}");
    pods(pods, bytes);
  }

  private void pods(int pods, int bytes) throws IOException, InterruptedException {
    List<CompletableFuture<HttpResponse<byte[]>>> running = new ArrayList<>();
    for (int i = 0; i < pods; i++) {
      running.add(
          admin.sendAsync(
              ApiRequest.json(
                  "POST", "/api/v1/namespaces/" + NAMESPACE + "/pods", pod("pod-" + i, bytes)),
              HttpResponse.BodyHandlers.ofByteArray()));
      if (running.size() == AT_ONCE || i == pods - 1) {
        for (CompletableFuture<HttpResponse<byte[]>> one : running) {
          created(join(one));
        }
        running.clear();
      }
    }
  }

  private static HttpResponse<byte[]> join(CompletableFuture<HttpResponse<byte[]>> one)
      throws IOException {
    try {
      return one.join();
    } catch (CompletionException e) {
      throw new IOException(e);
    }
  }

  private static String pod(String name, int bytes) {
    String words = "the small outrigger boat of Java and Bali ";
    return """
    {"metadata":{"name":"%s"},"spec":{"automountServiceAccountToken":false,
     "terminationGracePeriodSeconds":0,"containers":[{"name":"main",
     "image":"registry.example/app:1","env":[{"name":"TEXT","value":"%s"}]}]}}
    """
        .formatted(name, words.repeat(Math.max(1, bytes / words.length())));
  }

  /** Users of the load, each with a token of its own. */
  public List<KubeConfig> users(int count) throws IOException, InterruptedException {
    List<KubeConfig> users = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      users.add(user(NAMESPACE, "user-" + i));
    }
    return users;
  }

  /** The one who renews the Lease. */
  public KubeConfig leader() throws IOException, InterruptedException {
    return user("kube-system", "jukung-overload");
  }

  private KubeConfig user(String namespace, String name) throws IOException, InterruptedException {
    create(accounts(namespace), "{\"metadata\":{\"name\":\"%s\"}}".formatted(name));
    HttpResponse<byte[]> answer =
        admin.send(
            ApiRequest.json(
                "POST",
                accounts(namespace) + "/" + name + "/token",
                "{\"spec\":{\"expirationSeconds\":7200}}"));
    created(answer);
    return config.withToken(mapper.readTree(answer.body()).at("/status/token").asText());
  }

  private static String accounts(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/serviceaccounts";
  }

  /**
   * What a leader sends next: an update of the Lease at the revision it was told last, as client-go
   * does; a read when it knows none.
   *
   * @param last the body of the last answer, empty at first
   */
  public static ApiRequest renewal(String last) {
    Matcher version = VERSION.matcher(last);
    return version.find()
        ? ApiRequest.json(
            "PUT",
            LEASE,
            """
            {"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{
             "name":"jukung-overload","namespace":"kube-system","resourceVersion":"%s"},
             "spec":{"leaseDurationSeconds":15,"holderIdentity":"bench-%s"}}
            """
                .formatted(version.group(1), version.group(1)))
        : ApiRequest.of("GET", LEASE);
  }

  /** Asks as the administrator. */
  public HttpResponse<byte[]> ask(String path) throws IOException, InterruptedException {
    return admin.send(ApiRequest.of("GET", path));
  }

  private void create(String path, String body) throws IOException, InterruptedException {
    created(admin.send(ApiRequest.json("POST", path, body)));
  }

  private static void created(HttpResponse<byte[]> answer) throws IOException {
    if (answer.statusCode() != 201 && answer.statusCode() != 409) {
      throw new IOException(
          answer.uri().getPath()
              + " answered "
              + answer.statusCode()
              + " "
              + new String(answer.body(), StandardCharsets.UTF_8));
    }
  }

  /** Removes what was made. */
  public void remove() throws IOException, InterruptedException {
    for (String path :
        List.of(
            "/api/v1/namespaces/" + NAMESPACE + "/pods",
            RBAC + "/clusterrolebindings/jukung-overload",
            RBAC + "/clusterroles/jukung-overload",
            RBAC + "/namespaces/kube-system/rolebindings/jukung-overload",
            RBAC + "/namespaces/kube-system/roles/jukung-overload",
            accounts("kube-system") + "/jukung-overload",
            LEASE,
            "/api/v1/namespaces/" + NAMESPACE)) {
      HttpResponse<byte[]> _ = admin.send(ApiRequest.of("DELETE", path));
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
