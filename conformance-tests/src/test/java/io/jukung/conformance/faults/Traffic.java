package io.jukung.conformance.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that create ConfigMaps on any of the servers, and one that asks any of them for a
 * consistent list: it must not be older than what was acknowledged before it was asked for.
 */
final class Traffic {
  static final String MAPS = "/api/v1/namespaces/default/configmaps";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WRITERS = 4;

  private final Machines machines;
  private final int servers;
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final AtomicLong newest = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();
  private final List<String> stale = new CopyOnWriteArrayList<>();
  private volatile boolean over;

  Traffic(Machines machines, int servers) {
    this.machines = machines;
    this.servers = servers;
  }

  void start() {
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      threads.add(Thread.ofVirtual().name("writer-" + i).start(() -> write(writer)));
    }
    threads.add(Thread.ofVirtual().name("reader").start(this::read));
  }

  void end() throws InterruptedException {
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** What was acknowledged: names, and the versions they were created at. */
  Map<String, Long> acknowledged() {
    return acknowledged;
  }

  /** Consistent lists that were too old; there must be none. */
  List<String> stale() {
    return stale;
  }

  /** How many consistent lists were answered. */
  long reads() {
    return reads.get();
  }

  /** Creates a ConfigMap on a server; false when that is not acknowledged. */
  boolean create(int server, String name) throws InterruptedException {
    try {
      HttpResponse<byte[]> answer =
          machines
              .client(server)
              .send(
                  ApiRequest.json("POST", MAPS, "{\"metadata\":{\"name\":\"" + name + "\"}}")
                      .with("Accept", "application/json"));
      if (answer.statusCode() != 201) {
        return false;
      }
      long version = version(JSON.readTree(answer.body()));
      acknowledged.put(name, version);
      newest.accumulateAndGet(version, Math::max);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void write(int writer) {
    Random random = new Random(writer);
    try {
      for (int i = 0; !over; i++) {
        boolean _ = create(random.nextInt(servers), "map-" + writer + "-" + i);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    Random random = new Random(99);
    try {
      while (!over) {
        int server = random.nextInt(servers);
        long atLeast = newest.get();
        ApiClient client = machines.client(server);
        ApiRequest list = ApiRequest.of("GET", MAPS + "?limit=1");
        try {
          HttpResponse<byte[]> answer = client.send(list.with("Accept", "application/json"));
          if (answer.statusCode() == 200) {
            long version = version(JSON.readTree(answer.body()));
            reads.incrementAndGet();
            if (version < atLeast) {
              stale.add("server " + server + " read " + version + " after " + atLeast);
            }
          }
        } catch (IOException e) {
          Thread.onSpinWait(); // That server is away.
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long version(JsonNode object) {
    return object.at("/metadata/resourceVersion").asLong();
  }
}
