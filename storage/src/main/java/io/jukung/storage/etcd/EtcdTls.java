package io.jukung.storage.etcd;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Files for TLS with etcd, all PEM. They are read once, when the store opens.
 *
 * @param authorities certificates that sign the members' (kube-apiserver's {@code --etcd-cafile});
 *     empty trusts what the JDK trusts
 * @param certificate this client's certificate chain ({@code --etcd-certfile})
 * @param key its private key ({@code --etcd-keyfile}): PKCS#8, PKCS#1 or SEC1
 */
public record EtcdTls(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
  /** No files: for http endpoints, or members that everybody trusts. */
  public static final EtcdTls NONE =
      new EtcdTls(Optional.empty(), Optional.empty(), Optional.empty());

  /** Checks that certificate and key come together. */
  public EtcdTls {
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException("an etcd client certificate needs its key, and a key it");
    }
  }
}
