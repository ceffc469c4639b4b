package io.jukung.registry.strategy.core;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** Whether a certificate and a private key belong together ({@code tls.X509KeyPair} in Go). */
final class KeyPairs {
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String KEY = "PRIVATE KEY";

  private KeyPairs() {}

  /** What is wrong with the two, both PEM in base64; empty when nothing is. */
  static Optional<String> problem(String certificate, String key) {
    byte[] certificates = Base64.getDecoder().decode(certificate);
    byte[] keys = Base64.getDecoder().decode(key);
    List<String> skipped = new ArrayList<>();
    Optional<byte[]> leaf = block(certificates, CERTIFICATE::equals, skipped);
    if (leaf.isEmpty()) {
      return Optional.of("tls: failed to find " + noCertificate(skipped));
    }
    List<String> passed = new ArrayList<>();
    if (block(keys, type -> type.endsWith(KEY), passed).isEmpty()) {
      return Optional.of("tls: " + noKey(passed));
    }
    PublicKey open;
    try {
      open =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(leaf.get()))
              .getPublicKey();
    } catch (CertificateException e) {
      return Optional.of("x509: malformed certificate");
    }
    Optional<PrivateKey> secret = privateKey(keys);
    if (secret.isEmpty()) {
      return Optional.of("tls: failed to parse private key");
    }
    return match(open, secret.get());
  }

  private static Optional<String> match(PublicKey open, PrivateKey secret) {
    if (!open.getAlgorithm().equals(secret.getAlgorithm())) {
      return Optional.of("tls: private key type does not match public key type");
    }
    String algorithm =
        switch (open.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> open.getAlgorithm();
        };
    try {
      byte[] text = "jukung".getBytes(StandardCharsets.UTF_8);
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(secret);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(text);
      if (signature.verify(signed)) {
        return Optional.empty();
      }
    } catch (GeneralSecurityException e) {
      return Optional.of("tls: unknown public key algorithm");
    }
    return Optional.of("tls: private key does not match public key");
  }

  private static String noCertificate(List<String> skipped) {
    if (skipped.isEmpty()) {
      return "any PEM data in certificate input";
    }
    if (skipped.size() == 1 && skipped.getFirst().endsWith(KEY)) {
      return "certificate PEM data in certificate input, but did find a private key; PEM inputs may"
          + " have been switched";
    }
    return "\"CERTIFICATE\" PEM block in certificate input after skipping PEM blocks of the"
        + " following types: ["
        + String.join(" ", skipped)
        + "]";
  }

  private static String noKey(List<String> skipped) {
    if (skipped.isEmpty()) {
      return "failed to find any PEM data in key input";
    }
    if (skipped.equals(List.of(CERTIFICATE))) {
      return "found a certificate rather than a key in the PEM for the private key";
    }
    return "failed to find PEM block with type ending in \"PRIVATE KEY\" in key input after"
        + " skipping PEM blocks of the following types: ["
        + String.join(" ", skipped)
        + "]";
  }

  /** The first block of a kind; the types of those before it are told. */
  private static Optional<byte[]> block(
      byte[] pem, Predicate<String> wanted, List<String> skipped) {
    try (PemReader reader =
        new PemReader(new StringReader(new String(pem, StandardCharsets.ISO_8859_1)))) {
      for (PemObject block = reader.readPemObject();
          block != null;
          block = reader.readPemObject()) {
        if (wanted.test(block.getType())) {
          return Optional.of(block.getContent());
        }
        skipped.add(block.getType());
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<PrivateKey> privateKey(byte[] pem) {
    try (PEMParser parser =
        new PEMParser(
            new InputStreamReader(new ByteArrayInputStream(pem), StandardCharsets.ISO_8859_1))) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        if (next instanceof PEMKeyPair pair) {
          return Optional.of(converter.getPrivateKey(pair.getPrivateKeyInfo()));
        }
        if (next instanceof PrivateKeyInfo info) {
          return Optional.of(converter.getPrivateKey(info));
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }
}
