package io.jukung.conformance.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.KubeConfig;
import io.jukung.conformance.cluster.JsonApi;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Who asks for certificates: somebody with a key of their own, known to the server somehow. */
final class Applicant implements AutoCloseable {
  static final String PATH = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

  private final ApiClient client;
  private final JsonApi api;
  private final KeyPair keys;

  private Applicant(KubeConfig known, KeyPair keys) throws IOException {
    this.client = new ApiClient(known);
    this.api = new JsonApi(client);
    this.keys = keys;
  }

  /** Whoever the kubeconfig is of, with a new key. */
  static Applicant of(KubeConfig known) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return new Applicant(known, generator.generateKeyPair());
  }

  /** Whom the certificate, issued for this one's key, makes of this one. */
  Applicant become(String certificate) throws IOException {
    KubeConfig before = client.config();
    return new Applicant(
        new KubeConfig(
            before.server(),
            before.skipVerify(),
            before.authorityPem(),
            Optional.of(certificate),
            Optional.of(pem("PRIVATE KEY", keys.getPrivate().getEncoded())),
            Optional.empty()),
        keys);
  }

  JsonApi api() {
    return api;
  }

  /** Who this one is to the server. */
  JsonNode whoAmI() throws IOException, InterruptedException {
    return api.create(
            "/apis/authentication.k8s.io/v1/selfsubjectreviews",
            api.parse(
                """
                {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}
                """))
        .at("/status/userInfo");
  }

  /**
   * Asks for a certificate.
   *
   * @param usages with commas between them
   * @param names such as {@code dns:a}
   * @return the request's name
   */
  String ask(String signer, String subject, String usages, String... names)
      throws IOException, InterruptedException, OperatorCreationException {
    ObjectNode object = new ObjectMapper().createObjectNode();
    object.put("apiVersion", "certificates.k8s.io/v1").put("kind", "CertificateSigningRequest");
    object.putObject("metadata").put("generateName", "asked-");
    ObjectNode spec = object.putObject("spec");
    spec.put("signerName", signer).put("expirationSeconds", 3600);
    List.of(usages.split(",")).forEach(spec.withArray("usages")::add);
    String request = request(subject, names);
    spec.put(
        "request", Base64.getEncoder().encodeToString(request.getBytes(StandardCharsets.US_ASCII)));
    return api.create(PATH, object).at("/metadata/name").asText();
  }

  /** What {@code kubectl certificate approve} and {@code deny} do. */
  static void decide(JsonApi admin, String name, String type, Instant when)
      throws IOException, InterruptedException {
    ObjectNode object = (ObjectNode) admin.get(PATH + "/" + name);
    object
        .withObject("/status")
        .withArray("conditions")
        .addObject()
        .put("type", type)
        .put("status", "True")
        .put("reason", "Test")
        .put("lastUpdateTime", when.truncatedTo(ChronoUnit.SECONDS).toString());
    var _ = admin.update(PATH + "/" + name + "/approval", object);
  }

  private String request(String subject, String... names)
      throws IOException, OperatorCreationException {
    JcaPKCS10CertificationRequestBuilder builder =
        new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), keys.getPublic());
    if (names.length > 0) {
      GeneralName[] alternatives = new GeneralName[names.length];
      for (int i = 0; i < names.length; i++) {
        String name = names[i].substring(names[i].indexOf(':') + 1);
        int kind = names[i].startsWith("dns:") ? GeneralName.dNSName : GeneralName.iPAddress;
        alternatives[i] = new GeneralName(kind, name);
      }
      ExtensionsGenerator extensions = new ExtensionsGenerator();
      extensions.addExtension(
          Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
      builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
    }
    return pem(
        "CERTIFICATE REQUEST",
        builder
            .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()))
            .getEncoded());
  }

  static String pem(String type, byte[] content) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, content));
    }
    return text.toString();
  }

  @Override
  public void close() {
    client.close();
  }
}
