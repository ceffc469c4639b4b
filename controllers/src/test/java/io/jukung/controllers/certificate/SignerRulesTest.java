package io.jukung.controllers.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the built-in signers take and refuse, with upstream's words. */
class SignerRulesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "client auth | -",
        "digital signature,key encipherment,client auth | -",
        "digital signature,client auth,client auth | -",
        "digital signature,key encipherment"
            + " | missing required usage for client certificate: client auth",
        "server auth,client auth | invalid usage for client certificate: server auth",
        "any | invalid usage for client certificate: any",
        "client auth,cert sign | invalid usage for client certificate: cert sign",
      })
  void apiClients(String usages, String problem) throws Exception {
    // Whoever it is, whatever its names: the usages alone count.
    CertificateRequest asked =
        CertificateRequest.parse(Asked.request(new X500Name("CN=jane"), "dns:a.example"));
    assertThat(SignerRules.problem(SignerRules.API_CLIENT, asked, list(usages)).orElse("-"))
        .isEqualTo(problem);
  }

  private static final String NODE = "O=system:nodes,CN=system:node:a";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        NODE + "| - | client auth,digital signature,key encipherment | -",
        NODE + "| - | client auth,digital signature | -",
        "CN=system:node:a | - | client auth,digital signature"
            + " | subject organization is not system:nodes",
        "O=system:nodes,O=more,CN=system:node:a | - | client auth,digital signature"
            + " | subject organization is not system:nodes",
        "O=system:masters,CN=system:node:a | - | client auth,digital signature"
            + " | subject organization is not system:nodes",
        "O=system:nodes,CN=node:a | - | client auth,digital signature"
            + " | subject common name does not begin with system:node:",
        "O=system:nodes | - | client auth,digital signature"
            + " | subject common name does not begin with system:node:",
        NODE + "| dns:a | client auth,digital signature | DNS subjectAltNames are not allowed",
        NODE
            + "| ip:10.0.0.1 | client auth,digital signature"
            + " | IP subjectAltNames are not allowed",
        NODE
            + "| email:a@b | client auth,digital signature"
            + " | Email subjectAltNames are not allowed",
        NODE
            + "| uri:spiffe://a | client auth,digital signature"
            + " | URI subjectAltNames are not allowed",
        NODE
            + "| - | client auth"
            + " | usages did not match [client auth digital signature key encipherment]",
        NODE
            + "| - | client auth,digital signature,server auth"
            + " | usages did not match [client auth digital signature key encipherment]",
        NODE
            + "| - | key encipherment,client auth"
            + " | usages did not match [client auth digital signature key encipherment]",
      })
  void kubeletClients(String subject, String name, String usages, String problem) throws Exception {
    assertThat(problem(SignerRules.KUBELET_CLIENT, subject, name, usages)).isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        NODE + "| dns:a | server auth,digital signature,key encipherment | -",
        NODE + "| ip:fd00::1 | server auth,digital signature | -",
        NODE + "| - | server auth,digital signature | DNS or IP subjectAltName is required",
        NODE + "| email:a@b | server auth,digital signature | DNS or IP subjectAltName is required",
        NODE
            + "| dns:a email:a@b | server auth,digital signature"
            + " | Email subjectAltNames are not allowed",
        NODE
            + "| dns:a uri:spiffe://a | server auth,digital signature"
            + " | URI subjectAltNames are not allowed",
        NODE
            + "| dns:a | client auth,digital signature"
            + " | usages did not match [digital signature key encipherment server auth]",
        "O=system:node,CN=system:node:a | dns:a | server auth,digital signature"
            + " | subject organization is not system:nodes",
        "O=system:nodes,CN=a | dns:a | server auth,digital signature"
            + " | subject common name does not begin with system:node:",
      })
  void kubeletServers(String subject, String names, String usages, String problem)
      throws Exception {
    assertThat(problem(SignerRules.KUBELET_SERVING, subject, names, usages)).isEqualTo(problem);
  }

  @Test
  void requestsFromBeforeAreNotLookedInto() throws Exception {
    assertThat(problem(SignerRules.LEGACY, "CN=any", "email:a@b", "any")).isEqualTo("-");
    assertThat(SignerRules.known(SignerRules.LEGACY)).isTrue();
    assertThat(SignerRules.known("kubernetes.io/other")).isFalse();
    assertThat(SignerRules.known("example.com/own")).isFalse();
  }

  @Test
  void whatIsNoRequestIsToldSo() throws Exception {
    String wrong = Asked.pem("CERTIFICATE", new byte[] {1});
    assertThatThrownBy(() -> CertificateRequest.parse(wrong))
        .hasMessage("PEM block type must be CERTIFICATE REQUEST");
    String broken = Asked.pem("CERTIFICATE REQUEST", new byte[] {1});
    assertThatThrownBy(() -> CertificateRequest.parse(broken))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CertificateRequest.parse(""))
        .hasMessage("PEM block type must be CERTIFICATE REQUEST");
  }

  private static String problem(String signer, String subject, String names, String usages)
      throws Exception {
    String request =
        names.equals("-")
            ? Asked.request(new X500Name(subject))
            : Asked.request(new X500Name(subject), names.split(" "));
    return SignerRules.problem(signer, CertificateRequest.parse(request), list(usages)).orElse("-");
  }

  private static List<String> list(String usages) {
    return Arrays.asList(usages.split(","));
  }
}
