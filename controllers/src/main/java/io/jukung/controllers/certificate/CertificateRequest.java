package io.jukung.controllers.certificate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/**
 * What a request for a certificate asks for, taken apart as Go's {@code crypto/x509} does.
 *
 * @param signed the request as it was signed; whether rightly so is not known yet
 * @param names the alternative names that Go knows: DNS names, mail addresses, IP addresses and
 *     URIs, in this order
 */
record CertificateRequest(
    PKCS10CertificationRequest signed, RequestedSubject subject, List<GeneralName> names) {
  private static final String TYPE = "CERTIFICATE REQUEST";
  private static final List<Integer> KINDS =
      List.of(
          GeneralName.dNSName,
          GeneralName.rfc822Name,
          GeneralName.iPAddress,
          GeneralName.uniformResourceIdentifier);

  CertificateRequest {
    names = List.copyOf(names);
  }

  /**
   * The request in an object's {@code spec.request}.
   *
   * @param encoded PEM, in base 64
   * @throws IllegalArgumentException when it is none
   */
  static CertificateRequest parse(String encoded) {
    try {
      PemObject block =
          ApiPem.read(encoded)
              .filter(first -> first.getType().equals(TYPE))
              .orElseThrow(() -> new IllegalArgumentException("PEM block type must be " + TYPE));
      PKCS10CertificationRequest request = new PKCS10CertificationRequest(block.getContent());
      return new CertificateRequest(
          request, new RequestedSubject(request.getSubject()), names(request));
    } catch (IOException e) {
      throw new IllegalArgumentException("not a certificate request", e);
    }
  }

  /** Whether there is an alternative name of this kind, one of {@link GeneralName}'s tags. */
  boolean has(int kind) {
    return names.stream().anyMatch(name -> name.getTagNo() == kind);
  }

  private static List<GeneralName> names(PKCS10CertificationRequest request)
      throws UnknownHostException {
    List<GeneralName> all = alternatives(request.getRequestedExtensions());
    List<GeneralName> known = new ArrayList<>();
    for (int kind : KINDS) {
      for (GeneralName name : all) {
        if (name.getTagNo() == kind) {
          known.add(kind == GeneralName.iPAddress ? address(name) : name);
        }
      }
    }
    return known;
  }

  private static List<GeneralName> alternatives(@Nullable Extensions extensions) {
    GeneralNames names =
        extensions == null
            ? null
            : GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
    return names == null ? List.of() : List.of(names.getNames());
  }

  /** The address in its own length: four bytes when it is one of IPv4. */
  private static GeneralName address(GeneralName name) throws UnknownHostException {
    byte[] bytes = ASN1OctetString.getInstance(name.getName()).getOctets();
    return new GeneralName(
        GeneralName.iPAddress, new DEROctetString(InetAddress.getByAddress(bytes).getAddress()));
  }
}
