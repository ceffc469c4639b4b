package io.jukung.server.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.registry.status.StatusException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WebSocketTokenTest {
  private static final String PREFIX = "base64url.bearer.authorization.k8s.io.";

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "'v4.channel.k8s.io', ''",
    "'v4.channel.k8s.io, base64url.bearer.authorization.k8s.io.dDE', t1",
    "'base64url.bearer.authorization.k8s.io.dDE,x', t1",
    "'base64url.bearer.authorization.k8s.io.,x', ''",
    "'base64url.bearer.authorization.k8s.io.', ''",
  })
  void tokensAreFoundAmongProtocols(String header, String token) {
    assertThat(WebSocketToken.of(List.of(header)).orElse("")).isEqualTo(token);
  }

  @ParameterizedTest
  @CsvSource({
    "'base64url.bearer.authorization.k8s.io.dDE'",
    "'x,base64url.bearer.authorization.k8s.io.dDE='",
    "'x,base64url.bearer.authorization.k8s.io.d+E'",
    "'x,base64url.bearer.authorization.k8s.io._w'",
    "'x,base64url.bearer.authorization.k8s.io.dDE,base64url.bearer.authorization.k8s.io.dDE'",
  })
  void whatUpstreamRefusesIsRefused(String header) {
    assertThatThrownBy(() -> WebSocketToken.of(List.of(header)))
        .isInstanceOf(StatusException.class)
        .hasMessage("Unauthorized");
  }

  @Test
  void tokensAreNotPassedOn() {
    assertThat(WebSocketToken.otherProtocols(List.of("a, " + PREFIX + "dDE", "b")))
        .containsExactly("a", "b");
  }
}
