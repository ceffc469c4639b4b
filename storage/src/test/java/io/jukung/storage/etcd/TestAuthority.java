package io.jukung.storage.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for tests, with files as kubeadm writes them (keys in PKCS#1). */
public final class TestAuthority {
  private final Path folder;
  private final KeyPair keys = newKeys();

  /** Makes the authority and {@code ca.crt} in a folder. */
  public TestAuthority(Path folder) {
    this.folder = folder;
    issue("ca", "test-ca", true, keys);
  }

  /** The authority's own certificate. */
  public Path certificate() {
    return folder.resolve("ca.crt");
  }

  /** Writes {@code name.crt} and {@code name.key} for 127.0.0.1 and a common name. */
  public EtcdTls issue(String name, String commonName) {
    KeyPair own = newKeys();
    issue(name, commonName, false, own);
    write(folder.resolve(name + ".key"), own.getPrivate());
    return new EtcdTls(
        java.util.Optional.of(certificate()),
        java.util.Optional.of(folder.resolve(name + ".crt")),
        java.util.Optional.of(folder.resolve(name + ".key")));
  }

  private void issue(String name, String commonName, boolean authority, KeyPair own) {
    try {
      Instant now = Instant.now();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name("CN=test-ca"),
              BigInteger.valueOf(System.nanoTime()),
              Date.from(now.minusSeconds(60)),
              Date.from(now.plusSeconds(3600)),
              new X500Name("CN=" + commonName),
              own.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
      write(
          folder.resolve(name + ".crt"),
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static void write(Path file, Object part) {
    try (Writer out = Files.newBufferedWriter(file);
        JcaPEMWriter pem = new JcaPEMWriter(out)) {
      pem.writeObject(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
