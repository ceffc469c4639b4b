package io.jukung.server.serving;

import io.jukung.registry.config.ConfigException;
import io.jukung.server.access.FollowedFile;
import io.jukung.server.pki.Pki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that are shown, kept up to date: the server's own is replaced when it is
 * renewed, those of files when the files change. Files that can't be used leave in force what is.
 * Owns a virtual thread for each file from {@link #start} to {@link #close}. Safe for all threads.
 */
public final class ServingCertificates implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServingCertificates.class);

  private final Optional<Slot> standard;
  private final List<Slot> named = new ArrayList<>();
  private final List<FollowedFile> followed = new ArrayList<>();
  private final boolean given;
  private final X509Certificate authority;
  // Written under this.
  private ServedCertificate own;
  private volatile CertificateChoice choice;
  private volatile CertificateChoice before;

  /** The place of two files. */
  private static final class Slot {
    final ServingFiles.Pair files;
    final List<String> names;
    ServedCertificate current;

    Slot(ServingFiles.Pair files, List<String> names) {
      this.files = files;
      this.names = names;
      this.current = read(files);
    }
  }

  /**
   * Reads the files.
   *
   * @param certificates the server's own, which is for {@link Pki#LOOPBACK_NAME} when there are
   *     files, and its authority
   * @throws ConfigException when files can't be used
   * @throws IOException when their folders can't be watched
   */
  public ServingCertificates(Pki.State certificates, ServingFiles files)
      throws IOException, GeneralSecurityException {
    this.authority = certificates.authority();
    this.own =
        ServedCertificate.of(
            certificates.server().key(), List.of(certificates.server().certificate()));
    this.given = files.given();
    this.standard = files.standard().map(pair -> new Slot(pair, List.of()));
    files.named().forEach(one -> named.add(new Slot(one.files(), one.names())));
    this.choice = choice(own);
    this.before = choice;
    List<Slot> slots = new ArrayList<>(named);
    standard.ifPresent(slots::add);
    for (Slot slot : slots) {
      followed.add(follow(slot, slot.files.certificate()));
      followed.add(follow(slot, slot.files.key()));
    }
  }

  private FollowedFile follow(Slot slot, Path file) throws IOException {
    return new FollowedFile(file, Files.readAllBytes(file), text -> take(slot), Optional.empty());
  }

  private static ServedCertificate read(ServingFiles.Pair files) {
    String where = files.certificate() + " and " + files.key();
    try {
      return ServedCertificate.parse(
          Files.readString(files.certificate()), Files.readString(files.key()));
    } catch (IOException e) {
      throw new ConfigException(where + " can't be served with: " + e);
    } catch (ConfigException e) {
      throw new ConfigException(where + " can't be served with: " + e.getMessage());
    }
  }

  /** Of two files one changes first: until the other does, they do not match. */
  private synchronized Optional<String> take(Slot slot) {
    ServedCertificate fresh;
    try {
      fresh = read(slot.files);
    } catch (ConfigException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    if (!fresh.equals(slot.current)) {
      slot.current = fresh;
      replace();
      LOG.info("serving with {}, until={}", slot.files.certificate(), fresh.own().getNotAfter());
    }
    return Optional.empty();
  }

  private CertificateChoice choice(ServedCertificate own) {
    List<CertificateChoice.Named> all = new ArrayList<>();
    if (given) {
      all.add(new CertificateChoice.Named(own, List.of(Pki.LOOPBACK_NAME)));
    }
    named.forEach(slot -> all.add(new CertificateChoice.Named(slot.current, slot.names)));
    return new CertificateChoice(standard.map(slot -> slot.current).orElse(own), all);
  }

  /** Serves with another certificate of the server's own from now on. */
  public synchronized void replaceOwn(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    own = ServedCertificate.of(key, List.of(certificate));
    replace();
  }

  private void replace() {
    before = choice;
    choice = choice(own);
  }

  /** What is in force. */
  CertificateChoice choice() {
    return choice;
  }

  /** The one with the alias; a handshake may have begun before the last change. */
  Optional<ServedCertificate> find(String alias) {
    return choice.find(alias).or(() -> before.find(alias));
  }

  /** What TLS asks for keys and certificates. */
  public ServingKeys keys() {
    return new ServingKeys(this);
  }

  /** Begins to follow the files. */
  public void start() {
    X509Certificate shown = choice.choose(Optional.empty(), Optional.empty()).own();
    if (!shown.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
      LOG.warn(
          "clients must trust the authority \"{}\" of --tls-cert-file; the kubeconfigs in the data"
              + " folder trust pki/ca.crt and ask for {} instead",
          shown.getIssuerX500Principal(),
          Pki.LOOPBACK_NAME);
    }
    followed.forEach(FollowedFile::start);
  }

  @Override
  public void close() {
    followed.forEach(FollowedFile::close);
  }
}
