package io.jukung.controllers.certificate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1BMPString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1NumericString;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1T61String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * A subject as Go's {@code pkix.Name} holds one: the attributes it knows, each with its values.
 * What else a request asks to be called is not certified: an attribute that somebody else reads (a
 * user's uid, say) can't be had that way. Immutable.
 */
final class RequestedSubject {
  /** In the order Go writes them. */
  private static final List<ASN1ObjectIdentifier> SEVERAL =
      List.of(
          BCStyle.C,
          BCStyle.O,
          BCStyle.OU,
          BCStyle.L,
          BCStyle.ST,
          BCStyle.STREET,
          BCStyle.POSTAL_CODE);

  /** Of these the last one counts. */
  private static final List<ASN1ObjectIdentifier> ONE = List.of(BCStyle.CN, BCStyle.SERIALNUMBER);

  private final Map<ASN1ObjectIdentifier, List<String>> values = new LinkedHashMap<>();

  RequestedSubject(X500Name name) {
    for (RDN part : name.getRDNs()) {
      for (AttributeTypeAndValue attribute : part.getTypesAndValues()) {
        if (attribute.getValue() instanceof ASN1String text && known(text)) {
          values.computeIfAbsent(attribute.getType(), _ -> new ArrayList<>()).add(text.getString());
        }
      }
    }
  }

  /** Whether Go takes the value for a text; it does not with the rarer kinds. */
  private static boolean known(ASN1String text) {
    return text instanceof ASN1PrintableString
        || text instanceof ASN1UTF8String
        || text instanceof ASN1IA5String
        || text instanceof ASN1NumericString
        || text instanceof ASN1T61String
        || text instanceof ASN1BMPString;
  }

  List<String> organizations() {
    return List.copyOf(values.getOrDefault(BCStyle.O, List.of()));
  }

  /** The common name; empty when there is none. */
  String commonName() {
    List<String> names = values.getOrDefault(BCStyle.CN, List.of());
    return names.isEmpty() ? "" : names.getLast();
  }

  /** The subject to certify. */
  X500Name certified() {
    List<RDN> parts = new ArrayList<>();
    for (ASN1ObjectIdentifier type : SEVERAL) {
      List<String> texts = values.getOrDefault(type, List.of());
      if (!texts.isEmpty()) {
        parts.add(
            new RDN(
                texts.stream()
                    .map(text -> new AttributeTypeAndValue(type, string(text)))
                    .toArray(AttributeTypeAndValue[]::new)));
      }
    }
    for (ASN1ObjectIdentifier type : ONE) {
      List<String> texts = values.getOrDefault(type, List.of());
      if (!texts.isEmpty() && !texts.getLast().isEmpty()) {
        parts.add(new RDN(type, string(texts.getLast())));
      }
    }
    return new X500Name(parts.toArray(RDN[]::new));
  }

  private static ASN1Encodable string(String text) {
    return DERPrintableString.isPrintableString(text)
        ? new DERPrintableString(text)
        : new DERUTF8String(text);
  }
}
