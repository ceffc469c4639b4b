package io.jukung.server.pki;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jcajce.provider.asymmetric.util.EC5Util;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Reads and writes PEM files; a write is atomic and on disk when it returns. */
public final class PemFiles {
  private static final Set<PosixFilePermission> SECRET =
      PosixFilePermissions.fromString("rw-------");

  private PemFiles() {}

  /** A PEM block of {@code type}, such as {@code CERTIFICATE}. */
  static String block(String type, byte[] content) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The certificate as PEM. */
  public static String certificate(X509Certificate certificate) throws GeneralSecurityException {
    return block("CERTIFICATE", certificate.getEncoded());
  }

  /**
   * The key as PEM: elliptic curve keys in the form of SEC 1 with their curve, which every client
   * reads, others in PKCS #8.
   */
  static String privateKey(PrivateKey key) throws GeneralSecurityException {
    if (!(key instanceof ECPrivateKey curveKey)) {
      return block("PRIVATE KEY", key.getEncoded());
    }
    try {
      ASN1Encodable curve =
          PrivateKeyInfo.getInstance(key.getEncoded()).getPrivateKeyAlgorithm().getParameters();
      int bits = curveKey.getParams().getOrder().bitLength();
      return block(
          "EC PRIVATE KEY",
          new org.bouncycastle.asn1.sec.ECPrivateKey(bits, curveKey.getS(), curve).getEncoded());
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** Writes a file that only its owner may read. */
  public static void writeSecret(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, PosixFilePermissions.asFileAttribute(SECRET));
    writeAndMove(fresh, file, text);
  }

  /** Writes a file that everybody may read. */
  static void writePublic(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh);
    writeAndMove(fresh, file, text);
  }

  private static void writeAndMove(Path fresh, Path file, String text) throws IOException {
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      var bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * All certificates of a file; other blocks are skipped.
   *
   * @throws IOException when the file can't be read or holds something broken
   */
  public static List<X509Certificate> readCertificates(Path file) throws IOException {
    try {
      return parseCertificates(Files.readString(file));
    } catch (GeneralSecurityException e) {
      throw new IOException("not a certificate: " + file, e);
    }
  }

  /** All certificates of a text; other blocks are skipped. */
  public static List<X509Certificate> parseCertificates(String text)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> certificates = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        if (next instanceof X509CertificateHolder holder) {
          certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
        }
      }
    }
    return certificates;
  }

  /**
   * The first private key of a file, in PKCS #8 or its algorithm's own form.
   *
   * @throws IOException when the file can't be read or holds none
   */
  public static PrivateKey readPrivateKey(Path file) throws IOException {
    return parsePrivateKey(Files.readString(file))
        .orElseThrow(() -> new IOException("no private key in " + file));
  }

  /** The first private key of a text, in PKCS #8 or its algorithm's own form. */
  public static Optional<PrivateKey> parsePrivateKey(String text) throws IOException {
    JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        if (next instanceof PrivateKeyInfo info) {
          return Optional.of(converter.getPrivateKey(info));
        }
        if (next instanceof PEMKeyPair pair) {
          return Optional.of(converter.getPrivateKey(pair.getPrivateKeyInfo()));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * All public keys of a file: bare ones, those of certificates and those of private keys.
   *
   * @throws IOException when the file can't be read or holds none
   */
  public static List<PublicKey> readPublicKeys(Path file)
      throws IOException, GeneralSecurityException {
    JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
    List<PublicKey> keys = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file)))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        switch (next) {
          case SubjectPublicKeyInfo info -> keys.add(converter.getPublicKey(info));
          case X509CertificateHolder holder ->
              keys.add(converter.getPublicKey(holder.getSubjectPublicKeyInfo()));
          case PrivateKeyInfo info -> keys.add(publicOf(converter.getPrivateKey(info)));
          case PEMKeyPair pair ->
              keys.add(publicOf(converter.getPrivateKey(pair.getPrivateKeyInfo())));
          default -> {}
        }
      }
    }
    if (keys.isEmpty()) {
      throw new IOException("no public key in " + file);
    }
    return keys;
  }

  /**
   * The public half of a private key, computed.
   *
   * @throws GeneralSecurityException when the key is neither RSA nor on a named curve
   */
  public static PublicKey publicOf(PrivateKey key) throws GeneralSecurityException {
    if (key instanceof RSAPrivateCrtKey rsa) {
      return KeyFactory.getInstance("RSA")
          .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
    }
    if (!(key instanceof ECPrivateKey curveKey)) {
      throw new InvalidKeyException("neither RSA nor EC: " + key.getAlgorithm());
    }
    var curve = EC5Util.convertSpec(curveKey.getParams());
    var point = EC5Util.convertPoint(curve.getG().multiply(curveKey.getS()).normalize());
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(point, curveKey.getParams()));
  }
}
