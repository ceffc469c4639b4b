package io.jukung.server.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.registry.request.UserInfo;
import io.jukung.server.authentication.Authenticator.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CachedTokensTest {
  private static final UserInfo BOB = new UserInfo("bob", "", List.of(), Map.of());
  private long now;
  private int asked;
  private boolean good = true;
  private final CachedTokens cached =
      new CachedTokens(
          (token, audiences) -> {
            asked++;
            return good ? new Result.Authenticated(BOB, audiences) : new Result.Rejected("no");
          },
          () -> now);

  @Test
  void aGoodTokenIsNotJudgedAgainForTenSeconds() {
    Result first = cached.authenticate("t", List.of());
    good = false;
    now += Duration.ofMillis(9_900).toNanos();
    assertThat(cached.authenticate("t", List.of())).isEqualTo(first);
    assertThat(asked).isEqualTo(1);
    now += Duration.ofMillis(200).toNanos();
    assertThat(cached.authenticate("t", List.of())).isEqualTo(new Result.Rejected("no"));
  }

  @Test
  void aRefusedTokenIsJudgedEachTime() {
    good = false;
    var _ = cached.authenticate("t", List.of());
    good = true;
    assertThat(cached.authenticate("t", List.of())).isEqualTo(new Result.Authenticated(BOB));
  }

  @Test
  void audiencesAreKeptApart() {
    assertThat(cached.authenticate("t", List.of("a")))
        .isEqualTo(new Result.Authenticated(BOB, List.of("a")));
    assertThat(cached.authenticate("t", List.of("b")))
        .isEqualTo(new Result.Authenticated(BOB, List.of("b")));
    assertThat(asked).isEqualTo(2);
  }
}
