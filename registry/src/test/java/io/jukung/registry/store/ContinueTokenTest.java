package io.jukung.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.registry.fuzz.Bounded;
import io.jukung.registry.fuzz.Mutator;
import io.jukung.storage.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class ContinueTokenTest {
  private static final Bytes PREFIX = Bytes.utf8("/registry/configmaps/ns/");
  private static final int INPUTS = 20_000 * Bounded.TIMES;

  /** No token leads out of its list, and what is accepted is printed as it was meant. */
  @Test
  void strangersTokensStayWithinTheirList() throws InterruptedException {
    Mutator tokens =
        Mutator.ofTexts(
            Bounded.seed("tokens"),
            new ContinueToken(Bytes.utf8("/registry/configmaps/ns/a\u0000"), 7).encode(PREFIX),
            new ContinueToken(Bytes.utf8("/registry/configmaps/ns/b/c"), -1).encode(PREFIX));
    Mutator contents =
        Mutator.ofTexts(
            Bounded.seed("contents"),
            "{\"v\":\"meta.k8s.io/v1\",\"rv\":7,\"start\":\"a/b\\u0000\"}",
            "{\"v\":\"meta.k8s.io/v1\",\"rv\":-1,\"start\":\"../a\"}",
            "{\"v\":\"v2\",\"rv\":7,\"start\":\"/a/./b\"}");
    Bounded.run(
        () -> {
          for (int i = 0; i < INPUTS; i++) {
            String token = i % 2 == 0 ? tokens.nextText() : base64(contents.nextText());
            Bounded.SMALL
                .decode(() -> token, () -> ContinueToken.decode(token, PREFIX))
                .ifPresent(ContinueTokenTest::stays);
          }
        });
  }

  private static void stays(ContinueToken token) {
    String key = token.startKey().utf8();
    assertThat(key).startsWith(PREFIX.utf8());
    assertThat(key.substring(PREFIX.utf8().length()).split("/", -1))
        .isNotEmpty()
        .doesNotContain("", ".", "..");
    assertThat(ContinueToken.decode(token.encode(PREFIX), PREFIX)).isEqualTo(token);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
