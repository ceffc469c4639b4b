package io.jukung.controllers.certificate;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Makes requests as clients do, in {@code spec.request}'s form. */
final class Asked {
  private Asked() {}

  static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** A request whose names are written {@code dns:a}, {@code ip:1.2.3.4}, {@code email:a@b}... */
  static String request(X500Name subject, String... names)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    return pem("CERTIFICATE REQUEST", request(keys(), subject, names).getEncoded());
  }

  static PKCS10CertificationRequest request(KeyPair keys, X500Name subject, String... names)
      throws OperatorCreationException, IOException {
    JcaPKCS10CertificationRequestBuilder builder =
        new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic());
    if (names.length > 0) {
      GeneralName[] alternatives = new GeneralName[names.length];
      for (int i = 0; i < names.length; i++) {
        int colon = names[i].indexOf(':');
        alternatives[i] =
            new GeneralName(kind(names[i].substring(0, colon)), names[i].substring(colon + 1));
      }
      ExtensionsGenerator extensions = new ExtensionsGenerator();
      extensions.addExtension(
          Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
      builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
    }
    return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
  }

  private static int kind(String name) {
    return switch (name) {
      case "dns" -> GeneralName.dNSName;
      case "ip" -> GeneralName.iPAddress;
      case "email" -> GeneralName.rfc822Name;
      case "uri" -> GeneralName.uniformResourceIdentifier;
      case "id" -> GeneralName.registeredID;
      default -> throw new IllegalArgumentException(name);
    };
  }

  static String pem(String type, byte[] content) throws IOException {
    return Base64.getEncoder().encodeToString(text(type, content).getBytes(StandardCharsets.UTF_8));
  }

  static String text(String type, byte[] content) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, content));
    }
    return text.toString();
  }
}
