package io.jukung.server.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of upstream's {@code requestinfo_test.go}, and those beside them. */
final class RequestInfoParserTest {
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          # method, url, verb, prefix, group, version, namespace, resource, subresource, name
          GET, /api/v1/namespaces, list, api, '', v1, '', namespaces, '', ''
          GET, /api/v1/namespaces/other, get, api, '', v1, other, namespaces, '', other
          GET, /api/v1/namespaces/other/pods, list, api, '', v1, other, pods, '', ''
          GET, /api/v1/namespaces/other/pods/foo, get, api, '', v1, other, pods, '', foo
          HEAD, /api/v1/namespaces/other/pods/foo, get, api, '', v1, other, pods, '', foo
          GET, /api/v1/pods, list, api, '', v1, '', pods, '', ''
          HEAD, /api/v1/pods, list, api, '', v1, '', pods, '', ''
          GET, /api/v1/namespaces/other/pods/foo/status, get, api, '', v1, other, pods, status, foo
          PUT, /api/v1/namespaces/other/finalize, update, api, '', v1, other, namespaces, finalize, other
          PUT, /api/v1/namespaces/other/status, update, api, '', v1, other, namespaces, status, other
          GET, /api/v1/proxy/namespaces/other/pods/foo, proxy, api, '', v1, other, pods, '', foo
          GET, /api/v1/proxy/namespaces/other/pods/foo/subpath/x, proxy, api, '', v1, other, pods, '', foo
          GET, /api/v1/watch/pods, watch, api, '', v1, '', pods, '', ''
          GET, /api/v1/pods?watch=true, watch, api, '', v1, '', pods, '', ''
          GET, /api/v1/pods?watch=, watch, api, '', v1, '', pods, '', ''
          GET, /api/v1/pods?watch=false, list, api, '', v1, '', pods, '', ''
          GET, /api/v1/pods?watch=0, list, api, '', v1, '', pods, '', ''
          GET, /api/v1/pods?watch=FALSE, list, api, '', v1, '', pods, '', ''
          GET, /api/v1/watch/namespaces/other/pods, watch, api, '', v1, other, pods, '', ''
          POST, /api/v1/namespaces/other/pods, create, api, '', v1, other, pods, '', ''
          PATCH, /api/v1/namespaces/other/pods/foo, patch, api, '', v1, other, pods, '', foo
          DELETE, /api/v1/namespaces/other/pods/foo, delete, api, '', v1, other, pods, '', foo
          DELETE, /api/v1/nodes, deletecollection, api, '', v1, '', nodes, '', ''
          DELETE, /api/v1/namespaces, deletecollection, api, '', v1, '', namespaces, '', ''
          DELETE, /api/v1/namespaces/other/pods, deletecollection, api, '', v1, other, pods, '', ''
          GET, /apis/apps/v1/namespaces/other/deployments/d/scale, get, apis, apps, v1, other, deployments, scale, d
          GET, /api/v1/pods?fieldSelector=metadata.name%3Dfoo, list, api, '', v1, '', pods, '', foo
          GET, /api/v1/pods?watch=1&fieldSelector=metadata.name%3Dfoo, watch, api, '', v1, '', pods, '', foo
          GET, /api/v1/pods?fieldSelector=metadata.name%3Dfoo/bar, list, api, '', v1, '', pods, '', ''
          GET, /api/v1/pods?fieldSelector=metadata.name!%3Dfoo, list, api, '', v1, '', pods, '', ''
          GET, /api/v1/pods/, list, api, '', v1, '', pods, '', ''
          """)
  void resourceRequests(
      String method,
      String url,
      String verb,
      String prefix,
      String group,
      String version,
      String namespace,
      String resource,
      String subresource,
      String name) {
    RequestInfo info = parse(method, url);
    assertThat(info.resourceRequest()).isTrue();
    assertThat(info.verb()).isEqualTo(verb);
    assertThat(info.apiPrefix()).isEqualTo(prefix);
    assertThat(info.group()).isEqualTo(group);
    assertThat(info.version()).isEqualTo(version);
    assertThat(info.namespace()).isEqualTo(namespace);
    assertThat(info.resource()).isEqualTo(resource);
    assertThat(info.subresource()).isEqualTo(subresource);
    assertThat(info.name()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /",
    "GET, /healthz",
    "POST, /version",
    "GET, /api",
    "GET, /api/v1",
    "GET, /apis",
    "GET, /apis/apps",
    "GET, /apis/apps/v1",
    "GET, /foo/v1/pods/x"
  })
  void otherRequests(String method, String url) {
    RequestInfo info = parse(method, url);
    assertThat(info.resourceRequest()).isFalse();
    assertThat(info.verb()).isEqualTo(method.toLowerCase(java.util.Locale.ROOT));
    assertThat(info.path()).isEqualTo(url);
  }

  @Test
  void aVerbWithNothingBehindItIsAnError() {
    assertThatThrownBy(() -> parse("GET", "/api/v1/watch"))
        .hasMessage("unable to determine kind and namespace from url, /api/v1/watch");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/pods?watch=1, true",
    "/api/v1/pods, false",
    "/api/v1/namespaces/a/pods/b/log, true",
    "/api/v1/namespaces/a/pods/b/exec, true",
    "/api/v1/namespaces/a/pods/b/status, false"
  })
  void longRunning(String url, boolean expected) {
    assertThat(parse("GET", url).longRunning()).isEqualTo(expected);
  }

  private static RequestInfo parse(String method, String url) {
    int question = url.indexOf('?');
    return question < 0
        ? RequestInfoParser.parse(method, url, Query.EMPTY)
        : RequestInfoParser.parse(
            method, url.substring(0, question), Query.parse(url.substring(question + 1)));
  }
}
