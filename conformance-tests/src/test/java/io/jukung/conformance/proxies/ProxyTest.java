package io.jukung.conformance.proxies;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Pods, services and nodes answer through the API server. */
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxyTest {
  private SSLContext identity;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    identity = Identity.selfSigned(folder);
  }

  @Test
  void everyMethodReachesAPod(Space space) throws Exception {
    Proxied proxied = new Proxied(space);
    try (EchoServer server = EchoServer.http(proxied.address(), "plain")) {
      String proxy = proxied.pod("p", server.port()) + "/proxy";
      for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
        String path = proxy + "/some/path/with/" + method + "?a=b%20c&limit=x";
        boolean body = List.of("POST", "PUT", "PATCH").contains(method);
        ApiRequest request =
            body ? ApiRequest.json(method, path, "{\"sent\":1}") : ApiRequest.of(method, path);
        JsonNode told = space.api().parse(proxied.text(200, request));
        assertThat(told.path("method").asText()).isEqualTo(method);
        assertThat(told.path("target").asText())
            .isEqualTo("/some/path/with/" + method + "?a=b%20c&limit=x");
        assertThat(told.path("body").asText()).isEqualTo(body ? "{\"sent\":1}" : "");
      }
      HttpResponse<byte[]> head = proxied.send(ApiRequest.of("HEAD", proxy + "/some"));
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.headers().firstValue("Echo-Method")).contains("HEAD");
    }
  }

  @Test
  void aPodIsToldOfTheProxyAndNotWhoAsks(Space space) throws Exception {
    Proxied proxied = new Proxied(space);
    try (EchoServer server = EchoServer.http(proxied.address(), "plain")) {
      String path = proxied.pod("p", server.port()) + "/proxy/some/path";
      JsonNode headers =
          space
              .api()
              .parse(
                  proxied.text(
                      200,
                      ApiRequest.of("GET", path)
                          .with("Own-Header", "own")
                          .with("Accept", "text/plain")
                          .with("Impersonate-User", "somebody")
                          .with("Impersonate-Group", "system:masters")))
              .path("headers");
      assertThat(headers.path("own-header").asText()).isEqualTo("own");
      assertThat(headers.path("accept").asText()).isEqualTo("text/plain");
      assertThat(headers.path("x-forwarded-uri").asText()).isEqualTo(path);
      assertThat(headers.path("x-forwarded-for").asText()).isNotEmpty();
      assertThat(headers.path("host").asText())
          .isEqualTo(space.client().config().server().getAuthority());
      assertThat(headers.has("x-forwarded-host")).isFalse();
      assertThat(headers.has("x-forwarded-proto")).isFalse();
      assertThat(headers.has("authorization")).isFalse();
      assertThat(headers.has("impersonate-user")).isFalse();
      assertThat(headers.has("impersonate-group")).isFalse();
    }
  }

  @Test
  void schemesAndPortsOfAPod(Space space) throws Exception {
    Proxied proxied = new Proxied(space);
    try (EchoServer plain = EchoServer.http(proxied.address(), "plain");
        EchoServer secure = EchoServer.https(proxied.address(), "secure", identity)) {
      proxied.pod("p", plain.port());
      String pods = "/api/v1/namespaces/" + space.namespace() + "/pods/";
      Map<String, String> expected =
          Map.of(
              "p",
              "plain",
              "p:" + plain.port(),
              "plain",
              "http:p:" + plain.port(),
              "plain",
              "http:p:",
              "plain",
              "https:p:" + secure.port(),
              "secure");
      for (Map.Entry<String, String> name : expected.entrySet()) {
        assertThat(proxied.echo(pods + name.getKey() + "/proxy/").path("server").asText())
            .as(name.getKey())
            .isEqualTo(name.getValue());
      }
    }
  }

  @Test
  void schemesAndPortsOfAService(Space space) throws Exception {
    Proxied proxied = new Proxied(space);
    try (EchoServer plain = EchoServer.http(proxied.address(), "plain");
        EchoServer secure = EchoServer.https(proxied.address(), "secure", identity)) {
      proxied.service("s", plain.port(), secure.port());
      String services = "/api/v1/namespaces/" + space.namespace() + "/services/";
      Map<String, String> expected =
          Map.of(
              "s:http", "plain",
              "s:80", "plain",
              "http:s:http", "plain",
              "http:s:80", "plain",
              "https:s:tls", "secure",
              "https:s:443", "secure");
      for (Map.Entry<String, String> name : expected.entrySet()) {
        JsonNode told = proxied.echo(services + name.getKey() + "/proxy/some/path?a=b");
        assertThat(told.path("server").asText()).as(name.getKey()).isEqualTo(name.getValue());
        assertThat(told.path("target").asText()).isEqualTo("/some/path?a=b");
      }
      ApiRequest put = ApiRequest.json("PUT", services + "s:80/proxy/x", "{\"sent\":1}");
      assertThat(space.api().parse(proxied.text(200, put)).path("body").asText())
          .isEqualTo("{\"sent\":1}");
      proxied.text(503, ApiRequest.of("GET", services + "s:other/proxy/"));
    }
  }

  @Test
  void aNodesKubeletAndItsOtherPorts(Space space) throws Exception {
    Proxied proxied = new Proxied(space);
    try (EchoServer other = EchoServer.http(proxied.address(), "other");
        EchoServer kubelet = EchoServer.https(proxied.address(), "kubelet", identity)) {
      String node = proxied.node(kubelet.port());
      JsonNode told = proxied.echo(node + "/proxy/configz?a=b");
      assertThat(told.path("server").asText()).isEqualTo("kubelet");
      assertThat(told.path("target").asText()).isEqualTo("/configz?a=b");
      assertThat(
              proxied.echo(node + ":" + kubelet.port() + "/proxy/healthz").path("server").asText())
          .isEqualTo("kubelet");
      assertThat(proxied.echo(node + ":" + other.port() + "/proxy/x").path("server").asText())
          .isEqualTo("other");
    }
  }

  @Test
  void pathsKeepTheirSlashesAndSigns(Space space) throws Exception {
    Proxied proxied = new Proxied(space);
    try (EchoServer server = EchoServer.http(proxied.address(), "plain")) {
      String proxy = proxied.pod("p", server.port()) + "/proxy";
      HttpResponse<byte[]> redirect = proxied.send(ApiRequest.of("GET", proxy + "?a=b"));
      assertThat(redirect.statusCode()).isEqualTo(301);
      assertThat(redirect.headers().firstValue("Location")).contains(proxy + "/?a=b");
      assertThat(
              space
                  .api()
                  .parse(proxied.text(200, ApiRequest.of("DELETE", proxy)))
                  .path("target")
                  .asText())
          .isEqualTo("/");
      for (String path :
          List.of(
              "/",
              "/a",
              "/a/",
              "/a%20b/c",
              "/%C3%A4",
              "/a+b=c,d",
              "/a%21b%28c%29%2A%27d~e$f&g@h:i;j")) {
        assertThat(proxied.echo(proxy + path).path("target").asText()).isEqualTo(path);
      }
    }
  }

  private static void redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    EchoServer.answer(exchange, 302, "text/plain", new byte[0]);
  }

  @Test
  void redirectsLeadThroughTheProxyAgain(Space space) throws Exception {
    Proxied proxied = new Proxied(space);
    try (EchoServer server = EchoServer.http(proxied.address(), "plain")) {
      String proxy = proxied.pod("p", server.port()) + "/proxy";
      String own = space.client().config().server().toString();
      Map<String, String> expected =
          Map.of(
              "/else",
              proxy + "/else",
              "/else/?a=b",
              proxy + "/else/?a=b",
              "http://" + server.authority() + "/else",
              proxy + "/else",
              "http://elsewhere.example.com/else",
              "http://elsewhere.example.com/else",
              "relative",
              "relative",
              own + "/else",
              own + proxy + "/else",
              proxy + "/there",
              proxy + "/there");
      int number = 0;
      for (Map.Entry<String, String> location : expected.entrySet()) {
        String at = "/from/" + number++;
        server.at(at, exchange -> redirect(exchange, location.getKey()));
        HttpResponse<byte[]> answer = proxied.send(ApiRequest.of("GET", proxy + at));
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
            .as(location.getKey())
            .contains(location.getValue());
      }
    }
  }

  /** Written as kube-apiserver writes tags anew; with $ where the proxy comes to stand. */
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html><head><title>A <b> & "title"</title><link rel="stylesheet" href="$/style.css">
      <script src="$/script.js">if (a < b) { document.write('<a href="/not">') }</script>
      <!-- <a href="/comment"> --></head>
      <body background="$/back.png"><a href="$/page?a=b&amp;c=d" title="/title">one</a>
      <a href="$/%C3%A4/#there">two</a><a href="page">three</a><a href="#x">four</a>
      <a href="http://elsewhere.example.com/">five</a><a href="//other/x">six</a>
      <a href="mailto:a@example.com">seven</a><img src="$/image.png" alt="say &#34;x&#34;"/><br/>
      <form action="$/form"><textarea><a href="/text"></textarea></form></body></html>
      """;

  @Test
  void linksOfPagesLeadThroughTheProxy(Space space) throws Exception {
    Proxied proxied = new Proxied(space);
    try (EchoServer server = EchoServer.http(proxied.address(), "plain")) {
      String proxy = proxied.pod("p", server.port()) + "/proxy";
      byte[] page = PAGE.replace("$", "").getBytes(UTF_8);
      server.at(
          "/page", exchange -> EchoServer.answer(exchange, 200, "text/html; charset=utf-8", page));
      server.at("/text", exchange -> EchoServer.answer(exchange, 200, "text/plain", page));
      String through = PAGE.replace("$", proxy);
      assertThat(proxied.text(200, ApiRequest.of("GET", proxy + "/page"))).isEqualTo(through);
      assertThat(proxied.send(ApiRequest.of("GET", proxy + "/text")).body()).isEqualTo(page);
      server.at(
          "/zipped",
          exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            EchoServer.answer(exchange, 200, "text/html", Zipped.of(page));
          });
      HttpResponse<byte[]> zipped =
          proxied.send(ApiRequest.of("GET", proxy + "/zipped").with("Accept-Encoding", "gzip"));
      assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
      assertThat(Zipped.text(zipped.body())).isEqualTo(through);
      server.at(
          "/absolute",
          exchange ->
              EchoServer.answer(
                  exchange,
                  200,
                  "text/html",
                  ("<a href=\"http://" + server.authority() + "/same\">").getBytes(UTF_8)));
      assertThat(proxied.text(200, ApiRequest.of("GET", proxy + "/absolute")))
          .isEqualTo("<a href=\"" + proxy + "/same\">");
    }
  }

  @Test
  void answersPassAsTheyAre(Space space) throws Exception {
    Proxied proxied = new Proxied(space);
    try (EchoServer server = EchoServer.http(proxied.address(), "plain")) {
      String proxy = proxied.pod("p", server.port()) + "/proxy";
      server.at(
          "/teapot",
          exchange -> {
            exchange.getResponseHeaders().set("Own-Header", "own");
            EchoServer.answer(exchange, 418, "text/x-own", "short".getBytes(UTF_8));
          });
      HttpResponse<byte[]> answer = proxied.send(ApiRequest.of("GET", proxy + "/teapot"));
      assertThat(answer.statusCode()).isEqualTo(418);
      assertThat(answer.headers().firstValue("Own-Header")).contains("own");
      assertThat(answer.headers().firstValue("Content-Type")).contains("text/x-own");
      assertThat(new String(answer.body(), UTF_8)).isEqualTo("short");
      byte[] large = new byte[3 << 20];
      new Random(36).nextBytes(large);
      server.at(
          "/large",
          exchange ->
              EchoServer.answer(
                  exchange,
                  200,
                  "application/octet-stream",
                  exchange.getRequestBody().readAllBytes()));
      HttpResponse<byte[]> back =
          proxied.send(ApiRequest.of("POST", proxy + "/large", "application/x", large));
      assertThat(back.body()).isEqualTo(large);
    }
  }

  @Test
  void whatCannotBeReachedIsSaid(Space space) throws Exception {
    Proxied proxied = new Proxied(space);
    EchoServer server = EchoServer.http(proxied.address(), "plain");
    int port = server.port();
    server.close();
    String gone = proxied.pod("gone", port);
    String message =
        space
            .api()
            .parse(proxied.text(503, ApiRequest.of("GET", gone + "/proxy/")))
            .path("message")
            .asText();
    assertThat(message)
        .isEqualTo(
            "error trying to reach service: dial tcp "
                + proxied.address().getHostAddress()
                + ":"
                + port
                + ": connect: connection refused");
    String loopback = proxied.pod("loopback", port, "127.0.0.1");
    assertThat(
            space
                .api()
                .parse(proxied.text(400, ApiRequest.of("GET", loopback + "/proxy/")))
                .path("message")
                .asText())
        .isEqualTo("address not allowed");
  }
}
