package io.jukung.server.authorization.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.registry.request.UserInfo;
import io.jukung.server.authorization.Attributes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyRuleTest {
  private static final UserInfo BOB = new UserInfo("bob", "", List.of(), Map.of());

  private static List<String> list(String cell) {
    return cell == null ? List.of() : Arrays.asList(cell.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "get, '', pods, , get, '', pods, '', x, true",
    "get list, '', pods, , list, '', pods, '', '', true",
    "get, '', pods, , list, '', pods, '', '', false",
    "*, '', pods, , list, '', pods, '', '', true",
    "get, apps, pods, , get, '', pods, '', '', false",
    "get, *, pods, , get, apps, pods, '', '', true",
    "get, '', pods, , get, '', pods, log, x, false",
    "get, '', pods/log, , get, '', pods, log, x, true",
    "get, '', pods/log, , get, '', pods, '', x, false",
    "get, '', ods/log, , get, '', pods, log, x, false",
    "get, '', */scale, , get, apps, deployments, scale, x, false",
    "get, apps, */scale, , get, apps, deployments, scale, x, true",
    "get, apps, */scale, , get, apps, deployments, '', x, false",
    "get, apps, */cale, , get, apps, deployments, scale, x, false",
    "get, apps, *, , get, apps, deployments, scale, x, true",
    "get, '', pods, a b, get, '', pods, '', b, true",
    "get, '', pods, a b, get, '', pods, '', c, false",
    "get, '', pods, a b, list, '', pods, '', '', false",
  })
  void resources(
      String verbs,
      String groups,
      String resources,
      String names,
      String verb,
      String group,
      String resource,
      String subresource,
      String name,
      boolean allowed) {
    PolicyRule rule =
        new PolicyRule(list(verbs), list(groups), list(resources), list(names), List.of());
    Attributes wanted =
        new Attributes(BOB, verb, true, group, "v1", resource, subresource, "n", name, "");
    assertThat(rule.allows(wanted)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "/healthz, /healthz, true",
    "/healthz, /healthz/etcd, false",
    "/healthz/*, /healthz/etcd, true",
    "/healthz/*, /healthz, false",
    "/api*, /apis/apps, true",
    "*, /anything, true",
    "/a/*/b, /a/x/b, false",
    "/api**, /apix, true"
  })
  void paths(String url, String path, boolean allowed) {
    PolicyRule rule = new PolicyRule(List.of("get"), List.of(), List.of(), List.of(), List.of(url));
    Attributes wanted = new Attributes(BOB, "get", false, "", "", "", "", "", "", path);
    assertThat(rule.allows(wanted)).isEqualTo(allowed);
  }
}
