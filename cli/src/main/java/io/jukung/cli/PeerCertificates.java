package io.jukung.cli;

import io.jukung.raftstore.PeerTls;
import io.jukung.server.pki.Pki;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates under {@code pki/peer} as they are now: asked at each handshake between members,
 * they are looked at again every ten seconds at most, and renewed before they end. What can't be
 * read is logged, and the ones before stay in use. Safe for all threads.
 */
final class PeerCertificates implements Supplier<PeerTls> {
  private static final Logger LOG = LoggerFactory.getLogger(PeerCertificates.class);
  private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(10);

  private final Pki pki;
  private final String authority;
  private final Path folder;

  // Guarded by this.
  private PeerTls current;
  private long lookedNs = System.nanoTime();

  /** Reads them, and makes what is missing. */
  PeerCertificates(Pki pki, String authority, Path folder)
      throws IOException, GeneralSecurityException {
    this.pki = pki;
    this.authority = authority;
    this.folder = folder;
    pki.ensurePeer(authority);
    this.current = JoinToken.tls(folder);
  }

  @Override
  public synchronized PeerTls get() {
    long nowNs = System.nanoTime();
    if (nowNs - lookedNs > LOOK_NS) {
      lookedNs = nowNs;
      look();
    }
    return current;
  }

  private void look() {
    try {
      pki.ensurePeer(authority);
      PeerTls found = JoinToken.tls(folder);
      if (!found.equals(current)) {
        LOG.info("other certificate for members, until={}", found.certificate().getNotAfter());
        current = found;
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      LOG.warn("the certificates in {} can't be used, those before stay in use", folder, e);
    }
  }
}
