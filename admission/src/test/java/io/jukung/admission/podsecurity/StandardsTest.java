package io.jukung.admission.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the standards hold against pods, in upstream's words. */
final class StandardsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static LevelVersion level(String text) {
    String[] parts = text.split(":", -1);
    return new LevelVersion(
        Level.parse(parts[0]).orElseThrow(), LevelVersion.parseVersion(parts[1]).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          privileged:latest|{"spec":{"hostNetwork":true}}|``
          baseline:latest|{"spec":{"containers":[{"name":"a"}]}}|``
          baseline:latest|{"spec":{"hostNetwork":true,"hostIPC":true}}|host namespaces (hostNetwork=true, hostIPC=true)
          baseline:latest|{"spec":{"containers":[{"name":"a","securityContext":{"privileged":true}},{"name":"b","securityContext":{"privileged":true}}]}}|privileged (containers "a", "b" must not set securityContext.privileged=true)
          baseline:latest|{"spec":{"containers":[{"name":"a","securityContext":{"capabilities":{"add":["NET_RAW","CHOWN","BPF"]}}}]}}|non-default capabilities (container "a" must not include "BPF", "NET_RAW" in securityContext.capabilities.add)
          baseline:latest|{"spec":{"volumes":[{"name":"v","hostPath":{}},{"name":"w","hostPath":{}}]}}|hostPath volumes (volumes "v", "w")
          baseline:latest|{"spec":{"containers":[{"name":"a","ports":[{"hostPort":80},{"hostPort":8080}]},{"name":"b","ports":[{"hostPort":80}]}]}}|hostPort (containers "a", "b" use hostPorts 80, 8080)
          baseline:v1.33|{"spec":{"containers":[{"name":"a","livenessProbe":{"httpGet":{"host":"x"}}}]}}|``
          baseline:v1.34|{"spec":{"containers":[{"name":"a","livenessProbe":{"httpGet":{"host":"x"}},"lifecycle":{"preStop":{"tcpSocket":{"host":"y"}}}}]}}|probe or lifecycle host (container "a" uses probe or lifecycle hosts "x", "y")
          baseline:latest|{"metadata":{"annotations":{"container.apparmor.security.beta.kubernetes.io/a":"unconfined"}},"spec":{"securityContext":{"appArmorProfile":{"type":"Unconfined"}}}}|forbidden AppArmor profiles (pod and annotation must not set AppArmor profile type to "Unconfined", "container.apparmor.security.beta.kubernetes.io/a="unconfined"")
          baseline:latest|{"spec":{"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}}]}}|procMount (container "a" must not set securityContext.procMount to "Unmasked")
          baseline:latest|{"spec":{"hostUsers":false,"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}}]}}|``
          baseline:v1.34|{"spec":{"hostUsers":false,"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}}]}}|procMount (container "a" must not set securityContext.procMount to "Unmasked")
          baseline:latest|{"spec":{"securityContext":{"seLinuxOptions":{"type":"spc_t","user":"u"}},"containers":[{"name":"a","securityContext":{"seLinuxOptions":{"role":"r"}}}]}}|seLinuxOptions (pod and container "a" set forbidden securityContext.seLinuxOptions: type "spc_t"; user may not be set; role may not be set)
          baseline:v1.30|{"spec":{"securityContext":{"seLinuxOptions":{"type":"container_engine_t"}}}}|seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type "container_engine_t")
          baseline:v1.31|{"spec":{"securityContext":{"seLinuxOptions":{"type":"container_engine_t"}}}}|``
          baseline:v1.18|{"metadata":{"annotations":{"seccomp.security.alpha.kubernetes.io/pod":"unconfined"}},"spec":{"securityContext":{"seccompProfile":{"type":"Unconfined"}}}}|seccompProfile (forbidden annotation seccomp.security.alpha.kubernetes.io/pod="unconfined")
          baseline:latest|{"spec":{"securityContext":{"seccompProfile":{"type":"Unconfined"}}}}|seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")
          baseline:v1.28|{"spec":{"securityContext":{"sysctls":[{"name":"net.ipv4.tcp_fin_timeout"},{"name":"kernel.shm_rmid_forced"}]}}}|forbidden sysctls (net.ipv4.tcp_fin_timeout)
          baseline:v1.29|{"spec":{"securityContext":{"sysctls":[{"name":"net.ipv4.tcp_fin_timeout"}]}}}|``
          baseline:latest|{"spec":{"securityContext":{"windowsOptions":{"hostProcess":true}},"containers":[{"name":"a","securityContext":{"windowsOptions":{"hostProcess":true}}}]}}|hostProcess (pod and container "a" must not set securityContext.windowsOptions.hostProcess=true)
          restricted:latest|{"spec":{"containers":[{"name":"a"}]}}|allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")
          restricted:v1.7|{"spec":{"containers":[{"name":"a"}]}}|runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)
          restricted:latest|{"spec":{"os":{"name":"windows"},"securityContext":{"runAsNonRoot":true},"containers":[{"name":"a"}]}}|``
          restricted:latest|{"spec":{"securityContext":{"runAsNonRoot":true,"runAsUser":0,"seccompProfile":{"type":"RuntimeDefault"}},"volumes":[{"name":"v","hostPath":{}},{"name":"w","nfs":{}},{"name":"x","emptyDir":{}}],"containers":[{"name":"a","securityContext":{"allowPrivilegeEscalation":false,"runAsNonRoot":false,"capabilities":{"drop":["ALL"],"add":["CHOWN"]}}}]}}|unrestricted capabilities (container "a" must not include "CHOWN" in securityContext.capabilities.add), restricted volume types (volumes "v", "w" use restricted volume types "hostPath", "nfs"), runAsNonRoot != true (container "a" must not set securityContext.runAsNonRoot=false), runAsUser=0 (pod must not set runAsUser=0)
          """)
  void violations(String level, String json, String expected) throws Exception {
    JsonNode pod = MAPPER.readTree(json);
    assertThat(
            Violation.details(
                Standards.evaluate(
                    level(level), PodParts.of(pod.path("metadata"), pod.path("spec")))))
        .isEqualTo(expected);
  }

  @Test
  void labelsAskForLevels() {
    NamespacePolicy policy =
        policy(
            Map.of(
                "pod-security.kubernetes.io/enforce",
                "baseline",
                "pod-security.kubernetes.io/enforce-version",
                "v1.30"));
    assertThat(policy.enforce()).hasToString("baseline:v1.30");
    assertThat(policy.warn()).as("as strict as what is enforced").hasToString("baseline:v1.30");
    assertThat(policy.audit()).hasToString("privileged:latest");
    assertThat(policy(Map.of()).asksNothing()).isTrue();
    NamespacePolicy wrong =
        policy(
            Map.of(
                "pod-security.kubernetes.io/enforce",
                "strict",
                "pod-security.kubernetes.io/warn-version",
                "1.2"));
    assertThat(wrong.enforce()).as("closed").hasToString("restricted:latest");
    assertThat(wrong.warn()).as("open").hasToString("privileged:latest");
    assertThat(wrong.errors())
        .extracting(Object::toString)
        .containsExactly(
            "metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: \"strict\": must"
                + " be one of privileged, baseline, restricted",
            "metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: \"1.2\": must"
                + " be \"latest\" or \"v1.x\"");
  }

  private static NamespacePolicy policy(Map<String, String> labels) {
    return NamespacePolicy.of(labels, PodSecurityConfig.NONE.defaults());
  }
}
