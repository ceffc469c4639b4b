package io.jukung.controllers.certificate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * A request's usages as a certificate's extensions ({@code keyUsagesFromStrings} in {@code
 * authority/policies.go}).
 *
 * @param bits those of {@link KeyUsage}; 0 for none
 * @param purposes in the order Go writes them
 */
record Usages(int bits, List<KeyPurposeId> purposes) {
  private static final Map<String, Integer> BITS =
      Map.ofEntries(
          Map.entry("signing", KeyUsage.digitalSignature),
          Map.entry("digital signature", KeyUsage.digitalSignature),
          Map.entry("content commitment", KeyUsage.nonRepudiation),
          Map.entry("key encipherment", KeyUsage.keyEncipherment),
          Map.entry("key agreement", KeyUsage.keyAgreement),
          Map.entry("data encipherment", KeyUsage.dataEncipherment),
          Map.entry("cert sign", KeyUsage.keyCertSign),
          Map.entry("crl sign", KeyUsage.cRLSign),
          Map.entry("encipher only", KeyUsage.encipherOnly),
          Map.entry("decipher only", KeyUsage.decipherOnly));

  private record Purpose(String usage, KeyPurposeId id) {}

  private static final List<Purpose> PURPOSES =
      List.of(
          new Purpose("any", KeyPurposeId.anyExtendedKeyUsage),
          new Purpose("server auth", KeyPurposeId.id_kp_serverAuth),
          new Purpose("client auth", KeyPurposeId.id_kp_clientAuth),
          new Purpose("code signing", KeyPurposeId.id_kp_codeSigning),
          new Purpose("email protection", KeyPurposeId.id_kp_emailProtection),
          new Purpose("s/mime", KeyPurposeId.id_kp_emailProtection),
          new Purpose("ipsec end system", KeyPurposeId.id_kp_ipsecEndSystem),
          new Purpose("ipsec tunnel", KeyPurposeId.id_kp_ipsecTunnel),
          new Purpose("ipsec user", KeyPurposeId.id_kp_ipsecUser),
          new Purpose("timestamping", KeyPurposeId.id_kp_timeStamping),
          new Purpose("ocsp signing", KeyPurposeId.id_kp_OCSPSigning),
          new Purpose("microsoft sgc", purpose("1.3.6.1.4.1.311.10.3.3")),
          new Purpose("netscape sgc", purpose("2.16.840.1.113730.4.1")));

  /** Copies the list. */
  Usages {
    purposes = List.copyOf(purposes);
  }

  /**
   * The usages of these names.
   *
   * @throws IllegalArgumentException naming those that are not known
   */
  static Usages of(List<String> usages) {
    int bits = 0;
    Set<KeyPurposeId> purposes = new LinkedHashSet<>();
    for (Purpose purpose : PURPOSES) {
      if (usages.contains(purpose.usage())) {
        purposes.add(purpose.id());
      }
    }
    List<String> unknown =
        usages.stream()
            .filter(usage -> !BITS.containsKey(usage))
            .filter(usage -> PURPOSES.stream().noneMatch(known -> known.usage().equals(usage)))
            .map(usage -> "\"" + usage + "\"")
            .toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "unrecognized usage values: [" + String.join(" ", unknown) + "]");
    }
    for (String usage : usages) {
      bits |= BITS.getOrDefault(usage, 0);
    }
    return new Usages(bits, List.copyOf(purposes));
  }

  /** The extension for the bits, if there are any. */
  Optional<KeyUsage> keyUsage() {
    return bits == 0 ? Optional.empty() : Optional.of(new KeyUsage(bits));
  }

  /** The extension for the purposes, if there are any. */
  Optional<ExtendedKeyUsage> extended() {
    return purposes.isEmpty()
        ? Optional.empty()
        : Optional.of(new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
  }

  private static KeyPurposeId purpose(String id) {
    return KeyPurposeId.getInstance(new ASN1ObjectIdentifier(id));
  }
}
