package io.jukung.raftstore.network;

import io.jukung.raftstore.PeerTls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** An authority and one certificate for all members, made by openssl in a folder. */
final class Certificates {
  private Certificates() {}

  /** Makes them. */
  static void make(Path folder, List<String> addresses) throws IOException {
    Files.createDirectories(folder);
    openssl(
        folder,
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 9 -subj"
            + " /CN=members -keyout ca.key -out ca.crt");
    sign(folder, addresses);
  }

  /** Makes another certificate, with another key, by the authority there is. */
  static void sign(Path folder, List<String> addresses) throws IOException {
    String names = addresses.stream().map(a -> "IP:" + a).collect(Collectors.joining(","));
    Files.writeString(folder.resolve("names"), "subjectAltName=" + names + "\n");
    openssl(
        folder,
        "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=member"
            + " -keyout member.key -out member.csr");
    openssl(
        folder,
        "x509 -req -in member.csr -CA ca.crt -CAkey ca.key -days 9 -extfile names -out member.crt");
  }

  private static void openssl(Path folder, String line) {
    String _ =
        Shell.pipe("", List.of("sh", "-c", "cd " + folder + " && openssl " + line + " 2>&1"));
  }

  static PeerTls read(Path folder) throws IOException, GeneralSecurityException {
    String pem = Files.readString(folder.resolve("member.key"));
    byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    return new PeerTls(
        certificate(folder.resolve("ca.crt")),
        certificate(folder.resolve("member.crt")),
        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)));
  }

  private static X509Certificate certificate(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
