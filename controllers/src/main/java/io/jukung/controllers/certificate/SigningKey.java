package io.jukung.controllers.certificate;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * An authority's certificate and the key that belongs to it.
 *
 * @param algorithm what the key signs with, as Go chooses it
 */
record SigningKey(X509Certificate certificate, PrivateKey key, String algorithm) {
  private static final int P256_BITS = 256;
  private static final int P384_BITS = 384;

  /**
   * The first certificate and the first private key of two texts in PEM.
   *
   * @throws GeneralSecurityException when they are none, or don't belong together
   */
  static SigningKey parse(String certificatePem, String keyPem)
      throws IOException, GeneralSecurityException {
    X509Certificate certificate = null;
    for (Object block : blocks(certificatePem)) {
      if (certificate == null && block instanceof X509CertificateHolder holder) {
        certificate = new JcaX509CertificateConverter().getCertificate(holder);
      }
    }
    PrivateKey key = null;
    JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
    for (Object block : blocks(keyPem)) {
      if (key == null && block instanceof PrivateKeyInfo info) {
        key = converter.getPrivateKey(info);
      } else if (key == null && block instanceof PEMKeyPair pair) {
        key = converter.getPrivateKey(pair.getPrivateKeyInfo());
      }
    }
    if (certificate == null || key == null) {
      throw new GeneralSecurityException(
          certificate == null ? "no certificate there" : "no private key there");
    }
    SigningKey pair = new SigningKey(certificate, key, algorithm(key));
    pair.check();
    return pair;
  }

  private static List<Object> blocks(String pem) throws IOException {
    List<Object> blocks = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        blocks.add(next);
      }
    }
    return blocks;
  }

  private static String algorithm(PrivateKey key) {
    if (key instanceof ECKey curve) {
      int bits = curve.getParams().getOrder().bitLength();
      return bits <= P256_BITS
          ? "SHA256withECDSA"
          : bits <= P384_BITS ? "SHA384withECDSA" : "SHA512withECDSA";
    }
    return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "Ed25519";
  }

  /** Half a new pair, say while its files are being replaced, signs what nobody believes. */
  private void check() throws GeneralSecurityException {
    byte[] probe = "probe".getBytes(StandardCharsets.UTF_8);
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(probe);
    byte[] signature = signer.sign();
    signer.initVerify(certificate.getPublicKey());
    signer.update(probe);
    if (!signer.verify(signature)) {
      throw new GeneralSecurityException("the private key is not the certificate's");
    }
  }
}
