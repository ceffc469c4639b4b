package io.jukung.server.aggregation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.AdmissionHook;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.WriteOptions;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the {@code ConfigMap} {@code kube-system/extension-apiserver-authentication} as this server
 * wants it: written when what it has to say changes, and looked after every minute. Authorities
 * that others wrote there, or that were in force before, stay until their certificates end, and
 * names of proxies and headers stay beside this server's, as upstream's do: several servers may
 * share the object, be started with other options, and each takes over a new file in its own time.
 *
 * <p>Owns one virtual thread, from {@link #start} to {@link #close}. Safe for all threads.
 *
 * <p>Upstream: {@code
 * pkg/controlplane/controller/clusterauthenticationtrust/cluster_authentication_trust_controller.go}
 * at v1.36.
 */
public final class TrustPublisher implements AutoCloseable {
  private static final String NAMESPACE = "kube-system";
  private static final String NAME = "extension-apiserver-authentication";
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Logger LOG = LoggerFactory.getLogger(TrustPublisher.class);

  private final ResourceStore configMaps;
  private final Callable<Map<String, String>> wanted;
  private final InstantSource clock;
  private final BlockingQueue<Boolean> changes = new ArrayBlockingQueue<>(1);
  private final Thread thread;

  /**
   * A publisher that is not started.
   *
   * @param wanted what this server has to say, as of each moment
   * @param clock says whose certificates have ended
   */
  public TrustPublisher(
      ResourceStore configMaps, Callable<Map<String, String>> wanted, InstantSource clock) {
    this.configMaps = configMaps;
    this.wanted = wanted;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("extension-authentication").unstarted(this::run);
  }

  /** Makes sure that the object is there and right. */
  public void publish() throws Exception {
    Map<String, String> data = wanted.call();
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("kind", "ConfigMap").put("apiVersion", "v1");
    object.putObject("metadata").put("name", NAME).put("namespace", NAMESPACE);
    ObjectNode entries = object.putObject("data");
    data.forEach(entries::put);
    try {
      var _ = configMaps.create(RequestContext.server(), NAMESPACE, object, WriteOptions.DEFAULT);
    } catch (StatusException e) {
      if (e.code() != 409) {
        throw e;
      }
      var _ =
          configMaps.update(
              RequestContext.server(),
              NAMESPACE,
              NAME,
              current -> merged(current.orElse(object), data),
              new WriteOptions(false, "", AdmissionHook.NONE));
    }
  }

  /** Others may have added entries of their own, authorities and names. */
  private ObjectNode merged(ObjectNode object, Map<String, String> data) {
    ObjectNode entries = object.withObject("/data");
    data.forEach(
        (name, text) -> {
          boolean authorities =
              name.equals(ExtensionAuthentication.CLIENT_AUTHORITIES)
                  || name.equals(ExtensionAuthentication.PROXY_AUTHORITIES);
          String before = entries.path(name).asText("");
          entries.put(name, authorities ? combined(before, text) : names(before, text));
        });
    return object;
  }

  private String combined(String before, String text) {
    Instant now = clock.instant();
    try {
      return ExtensionAuthentication.pem(
          Stream.concat(parsed(before).stream(), PemFiles.parseCertificates(text).stream())
              .filter(authority -> !now.isAfter(authority.getNotAfter().toInstant()))
              .distinct()
              .toList());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("this server's own authorities are no PEM", e);
    }
  }

  /** Two lists of names as one, each once; what was there comes first. */
  private static String names(String before, String text) {
    Set<String> all = new LinkedHashSet<>(list(before));
    all.addAll(list(text));
    return ExtensionAuthentication.json(all);
  }

  /** What somebody broke is written anew. */
  private static List<String> list(String json) {
    List<String> names = new ArrayList<>();
    if (!json.isEmpty()) {
      try {
        JSON.readTree(json).forEach(name -> names.add(name.asText()));
      } catch (JsonProcessingException e) {
        LOG.warn("names in {}/{} can't be read: {}", NAMESPACE, NAME, e.getOriginalMessage());
      }
    }
    return names;
  }

  /** What somebody broke is written anew. */
  private static List<X509Certificate> parsed(String pem) {
    try {
      return PemFiles.parseCertificates(pem);
    } catch (IOException | GeneralSecurityException e) {
      LOG.warn("authorities in {}/{} can't be read: {}", NAMESPACE, NAME, e.getMessage());
      return List.of();
    }
  }

  /** Begins to look after the object. */
  public void start() {
    thread.start();
  }

  /** What this server has to say is another from now on; returns at once. */
  public void changed() {
    boolean _ = changes.offer(true);
  }

  private void run() {
    try {
      while (true) {
        Boolean _ = changes.poll(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void look() throws InterruptedException {
    try {
      publish();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      LOG.warn("{}/{} was not written; it is tried again in a minute", NAMESPACE, NAME, e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
