package io.jukung.server.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Links behind a proxy. The whole way is tested in {@code conformance-tests}; here is what pages
 * may be written like.
 */
final class ProxyLinksTest {
  private static final ProxyLinks LINKS = new ProxyLinks("/p", "10.0.0.1:80", "api.example.com");

  @ParameterizedTest
  @CsvSource({
    "/, /p/",
    "/a?b=c#d, /p/a?b=c#d",
    "/p/a, /p/a",
    "a, a",
    "'', ''",
    "?a=b, ?a=b",
    "#a, #a",
    "mailto:a, mailto:a",
    "javascript:/a/, /p/a/",
    "//10.0.0.1:80/a, /p/a",
    "http://10.0.0.1:80/a, /p/a",
    "http://10.0.0.1:80, http://10.0.0.1:80",
    "http://10.0.0.1:81/a, http://10.0.0.1:81/a",
    "https://api.example.com/a, https://api.example.com/p/a",
    "https://api.example.com/p/a, https://api.example.com/p/a",
  })
  void links(String link, String turned) {
    assertThat(LINKS.turned(link)).isEqualTo(turned);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<a href=\"/a\">|<a href=\"/p/a\">",
        "<A HREF='/a'>|<A HREF=\"/p/a\">",
        "<a\thref = /a >|<a\thref = \"/p/a\" >",
        "<a href=/a/>|<a href=\"/p/a/\">",
        "<a href=/a>x</a>|<a href=\"/p/a\">x</a>",
        "<a href='/\"'>|<a href=\"/p/&#34;\">",
        "<a href=\"/?a&amp;b&#x26;c\">|<a href=\"/p/?a&amp;b&amp;c\">",
        "<a href=\"/ä\">|<a href=\"/p/ä\">",
        "<a x=\">\" href=\"/a\">|<a x=\">\" href=\"/p/a\">",
        "<a =x href=\"/a\">|<a =x href=\"/p/a\">",
        "<img/src=\"/a\"/>|<img/src=\"/p/a\"/>",
        "<img src=\"/a\" usemap=\"/b\">|<img src=\"/p/a\" usemap=\"/p/b\">",
        "<style>a</style ><a href=\"/a\">|<style>a</style ><a href=\"/p/a\">",
        "<SCRIPT><a href=\"/a\"></scripts></Script><q cite=/b>|"
            + "<SCRIPT><a href=\"/a\"></scripts></Script><q cite=\"/p/b\">",
        "<!--><a href=\"/a\">|<!--><a href=\"/p/a\">",
        "<?x <a href=\"/a\">|<?x <a href=\"/a\">",
        "a < b <a href=\"/a\">|a < b <a href=\"/p/a\">",
      })
  void pages(String page, String turned) {
    assertThat(of(page)).isEqualTo(turned);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<",
        "<a",
        "<a href",
        "<a href=",
        "<a href='/a",
        "<a href='/a'",
        "<!--<a href='/a'>",
        "<plaintext><a href='/a'>",
        "<title><a href='/a'>",
        "</a href='/a'>",
        "<a href='b' href='/a'>",
        "<a hrefs='/a'>",
        "<b href='/a'>",
        "<a href=>",
      })
  void pagesThatStay(String page) {
    assertThat(of(page)).isEqualTo(page);
  }

  private static String of(String page) {
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    String turned = HtmlLinks.turned(new String(bytes, StandardCharsets.ISO_8859_1), LINKS::turned);
    return new String(turned.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "/a b/c, /a%20b/c",
    "/ä, /%C3%A4",
    "/a%b, /a%25b",
    "'/-_.~$&+,:;=@', '/-_.~$&+,:;=@'",
    "/!*()?#[], /%21%2A%28%29%3F%23%5B%5D",
  })
  void pathsAreEncodedAsGoDoes(String path, String encoded) {
    assertThat(Backend.encodePath(path)).isEqualTo(encoded);
  }
}
