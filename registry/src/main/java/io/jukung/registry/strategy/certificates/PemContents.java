package io.jukung.registry.strategy.certificates;

import io.jukung.registry.status.FieldError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** What stands in fields of requests that are PEM, in base64 once more as JSON has it. */
final class PemContents {
  private static final String REQUEST = "CERTIFICATE REQUEST";
  private static final String CERTIFICATE = "CERTIFICATE";

  private PemContents() {}

  /** What is wrong with a signing request; empty when its own key has signed it. */
  static Optional<String> requestProblem(String base64) {
    try (PemReader reader = reader(base64)) {
      PemObject block = reader.readPemObject();
      if (block == null || !block.getType().equals(REQUEST)) {
        return Optional.of("PEM block type must be CERTIFICATE REQUEST");
      }
      PKCS10CertificationRequest request = new PKCS10CertificationRequest(block.getContent());
      boolean valid =
          request.isSignatureValid(
              new JcaContentVerifierProviderBuilder().build(request.getSubjectPublicKeyInfo()));
      return valid ? Optional.empty() : Optional.of("x509: signature verification failure");
    } catch (IOException e) {
      return Optional.of("asn1: structure error: malformed certificate request");
    } catch (OperatorCreationException | PKCSException e) {
      return Optional.of("x509: cannot verify signature: algorithm unimplemented");
    }
  }

  /** What is wrong with certificates; empty when there are none to look at. */
  static Optional<String> certificateProblem(String base64) {
    if (base64.isEmpty()) {
      return Optional.empty();
    }
    int blocks = 0;
    try (PemReader reader = reader(base64)) {
      for (PemObject block = reader.readPemObject();
          block != null;
          block = reader.readPemObject()) {
        if (!block.getType().equals(CERTIFICATE)) {
          return Optional.of(
              "only CERTIFICATE PEM blocks are allowed, found "
                  + FieldError.quote(block.getType()));
        }
        if (!block.getHeaders().isEmpty()) {
          return Optional.of("no PEM block headers are permitted");
        }
        blocks++;
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(block.getContent()));
      }
    } catch (IOException | CertificateException e) {
      return Optional.of("x509: malformed certificate");
    }
    return blocks == 0
        ? Optional.of("must contain at least one CERTIFICATE PEM block")
        : Optional.empty();
  }

  private static PemReader reader(String base64) {
    String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    return new PemReader(new StringReader(text));
  }
}
