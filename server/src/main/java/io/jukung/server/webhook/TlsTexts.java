package io.jukung.server.webhook;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;

/** What Go says where Java's TLS refuses a server. */
final class TlsTexts {
  private static final String PREFIX = "tls: failed to verify certificate: x509: ";

  private TlsTexts() {}

  static String of(Exception failure) {
    if (!(failure instanceof SSLException)) {
      return String.valueOf(failure.getMessage());
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return PREFIX + "certificate has expired or is not yet valid";
      }
      if (cause instanceof CertPathBuilderException
          || cause instanceof CertPathValidatorException) {
        return PREFIX + "certificate signed by unknown authority";
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return PREFIX + cause.getMessage();
      }
    }
    return "tls: " + failure.getMessage();
  }
}
