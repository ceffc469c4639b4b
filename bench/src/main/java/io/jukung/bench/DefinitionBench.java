package io.jukung.bench;

import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.KubeConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures CustomResourceDefinitions: how long after its creation a kind is listed and its objects
 * can be created, and, with the process id of a JVM, how much heap an idle one holds. Every
 * definition has a group of its own and a schema of 30 fields. One thread.
 */
public final class DefinitionBench {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(2);
  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  private static final int WARM_UP = 5;
  private static final int FIELDS = 30;

  private final ApiClient client;
  private final String run = Long.toString(System.currentTimeMillis(), 36);

  private DefinitionBench(ApiClient client) {
    this.client = client;
  }

  /** Arguments: a kubeconfig, how many definitions, and the process id of the server if a JVM. */
  public static void main(String[] args) throws IOException, InterruptedException {
    KubeConfig config = KubeConfig.read(Path.of(args[0]));
    int count = Integer.parseInt(args[1]);
    try (ApiClient client = new ApiClient(config)) {
      DefinitionBench bench = new DefinitionBench(client);
      bench.measure(WARM_UP, "warm");
      long before = args.length > 2 ? heap(args[2]) : 0;
      bench.measure(count, "bench");
      if (args.length > 2) {
        System.out.printf("heap per definition: %d bytes%n", (heap(args[2]) - before) / count);
      }
    }
  }

  private void measure(int count, String series) throws IOException, InterruptedException {
    double[] listed = new double[count];
    double[] created = new double[count];
    for (int i = 0; i < count; i++) {
      String plural = series + run + i;
      String objects = "/apis/" + plural + ".example.com/v1/namespaces/default/" + plural;
      String object =
          "{\"apiVersion\":\"%s.example.com/v1\",\"kind\":\"K%s\",\"metadata\":{\"name\":\"a\"}}"
              .formatted(plural, plural);
      long start = System.nanoTime();
      await(ApiRequest.json("POST", DEFINITIONS, definition(plural)), 201);
      await(ApiRequest.of("GET", objects), 200);
      listed[i] = (System.nanoTime() - start) / 1e6;
      await(ApiRequest.json("POST", objects + "?dryRun=All", object), 201);
      created[i] = (System.nanoTime() - start) / 1e6;
    }
    System.out.printf("%s: %d definitions%n", series, count);
    print("listed after", listed);
    print("created after", created);
  }

  private void await(ApiRequest request, int code) throws IOException, InterruptedException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (client.send(request).statusCode() != code) {
      if (System.nanoTime() > end) {
        throw new IOException("no " + code + " for " + request);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static void print(String what, double[] milliseconds) {
    Arrays.sort(milliseconds);
    int last = milliseconds.length - 1;
    System.out.printf(
        "  %s: median %.1f ms, p95 %.1f ms, max %.1f ms%n",
        what,
        milliseconds[last / 2],
        milliseconds[(int) Math.round(last * 0.95)],
        milliseconds[last]);
  }

  private static String definition(String plural) {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < FIELDS; i++) {
      fields
          .append(i == 0 ? "" : ",")
          .append("\"f%d\":{\"type\":\"string\",\"maxLength\":100,".formatted(i))
          .append("\"description\":\"field number %d of the spec\"}".formatted(i));
    }
    return """
    {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
     "metadata":{"name":"%1$s.%1$s.example.com"},"spec":{"group":"%1$s.example.com",
     "scope":"Namespaced","names":{"plural":"%1$s","kind":"K%1$s"},"versions":[{"name":"v1",
     "served":true,"storage":true,"subresources":{"status":{}},"schema":{"openAPIV3Schema":
     {"type":"object","properties":{"spec":{"type":"object","properties":{%2$s}}}}}}]}}
    """
        .formatted(plural, fields);
  }

  /** The bytes of all live objects, after a collection. */
  private static long heap(String pid) throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process = new ProcessBuilder(jcmd.toString(), pid, "GC.class_histogram").start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String[] total = text.substring(text.lastIndexOf("Total")).strip().split("\\s+", -1);
    return Long.parseLong(total[2]);
  }
}
