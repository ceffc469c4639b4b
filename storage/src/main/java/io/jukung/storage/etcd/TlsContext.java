package io.jukung.storage.etcd;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

/** Makes netty's TLS contexts for gRPC from PEM files, in the forms kubeadm and openssl write. */
public final class TlsContext {
  private TlsContext() {}

  static SslContext of(EtcdTls tls) throws IOException {
    SslContextBuilder builder =
        GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
    if (tls.authorities().isPresent()) {
      builder.trustManager(certificates(tls.authorities().get()));
    }
    if (tls.certificate().isPresent() && tls.key().isPresent()) {
      builder.keyManager(key(tls.key().get()), certificates(tls.certificate().get()));
    }
    return builder.build();
  }

  /**
   * All certificates of a file.
   *
   * @throws IOException when there is none, or it can't be read
   */
  public static X509Certificate[] certificates(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      X509Certificate[] found =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
      if (found.length == 0) {
        throw new IOException("no certificate in " + file);
      }
      return found;
    } catch (CertificateException e) {
      throw new IOException("no PEM certificates in " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The first private key of a file.
   *
   * @throws IOException when there is none, or it can't be read
   */
  public static PrivateKey key(Path file) throws IOException {
    try (PEMParser parser = new PEMParser(Files.newBufferedReader(file))) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      @Nullable Object part = parser.readObject();
      while (part != null) {
        if (part instanceof PEMKeyPair pair) {
          return converter.getPrivateKey(
              pair.getPrivateKeyInfo()); // An EC key may come without its public part.
        }
        if (part instanceof PrivateKeyInfo info) {
          return converter.getPrivateKey(info);
        }
        part = parser.readObject();
      }
      throw new IOException("no private key in " + file);
    }
  }
}
