package io.jukung.server.access;

import io.jukung.registry.config.ConfigException;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Certificates of authorities in a PEM file that is followed: a file that holds none, or something
 * broken, leaves in force what is. Safe for all threads.
 *
 * <p>Upstream: {@code k8s.io/apiserver/pkg/server/dynamiccertificates/dynamic_cafile_content.go} at
 * v1.36.
 */
final class AuthorityFile implements AutoCloseable {
  private final String name;
  private final List<X509Certificate> always;
  private final FollowedFile followed;
  private volatile List<X509Certificate> certificates;
  private volatile Runnable changed = () -> {};

  /**
   * Reads the file.
   *
   * @param purpose what upstream calls its content in errors
   * @param always authorities that are there whatever the file says; they come first
   * @throws IOException when the file's folder can't be watched
   * @throws ConfigException when the file can't be used
   */
  AuthorityFile(String purpose, Path file, List<X509Certificate> always) throws IOException {
    this.name = purpose + "::" + file;
    this.always = List.copyOf(always);
    byte[] text = read(file);
    this.certificates = parsed(text);
    this.followed = new FollowedFile(file, text, this::take, Optional.empty());
  }

  private byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unusable(String.valueOf(e));
    }
  }

  private ConfigException unusable(String why) {
    return new ConfigException("error loading CA bundle for \"" + name + "\": " + why);
  }

  private List<X509Certificate> parsed(byte[] text) {
    try {
      List<X509Certificate> found =
          PemFiles.parseCertificates(new String(text, StandardCharsets.UTF_8));
      if (found.isEmpty()) {
        throw unusable("data does not contain any valid RSA or ECDSA certificates");
      }
      return Stream.concat(always.stream(), found.stream()).distinct().toList();
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(String.valueOf(e.getMessage()));
    }
  }

  /** Takes another text over, or throws and leaves in force what is. */
  Optional<String> take(byte[] text) {
    certificates = parsed(text);
    changed.run();
    return Optional.empty();
  }

  /** What is in force; the same list until the file changes. */
  List<X509Certificate> certificates() {
    return certificates;
  }

  /** Follows the file from now on, and tells of each change after it is in force. */
  void start(Runnable listener) {
    changed = listener;
    followed.start();
  }

  @Override
  public void close() {
    followed.close();
  }
}
