package io.jukung.server.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every hour whether a certificate ends soon, and puts the renewed one to use without a
 * restart. Owns one virtual thread, from {@link #start} to {@link #close}.
 */
public final class CertificateRenewal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateRenewal.class);

  /** Serves with another certificate from now on. */
  @FunctionalInterface
  public interface Use {
    /** Puts it to use. */
    void accept(PrivateKey key, X509Certificate certificate) throws Exception;
  }

  private final Pki pki;
  private final Use use;
  private final OwnIdentities identities;
  private final Supplier<String> url;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("certificate-renewal").factory());

  /**
   * Renews what is in {@code pki}.
   *
   * @param url where kubeconfigs say that the server is
   */
  public CertificateRenewal(Pki pki, Use use, OwnIdentities identities, Supplier<String> url) {
    this.pki = pki;
    this.use = use;
    this.identities = identities;
    this.url = url;
  }

  /** Begins to look. */
  public void start() {
    var _ = timer.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.HOURS);
  }

  /** Looks now; what fails is tried again in an hour, since months are left. */
  void look() {
    try {
      Pki.State state = pki.ensure();
      identities.renew(pki);
      pki.writeKubeconfigs(url.get());
      if (state.changed()) {
        use.accept(state.server().key(), state.server().certificate());
        LOG.info(
            "server certificate renewed, until={}", state.server().certificate().getNotAfter());
      }
    } catch (Exception e) {
      LOG.error("certificates could not be renewed", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
