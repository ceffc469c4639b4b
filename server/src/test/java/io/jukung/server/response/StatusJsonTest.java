package io.jukung.server.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.registry.status.StatusException;
import org.junit.jupiter.api.Test;

class StatusJsonTest {
  @Test
  void anExpiredListTellsHowToGoOn() {
    StatusException expired =
        new StatusException(410, "Expired", "too old", StatusException.Details.NONE, "token");
    assertThat(StatusJson.of(expired))
        .hasToString(
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{\"continue\":\"token\"},\"status\":\"Failure\",\"message\":\"too"
                + " old\",\"reason\":\"Expired\",\"code\":410}");
  }

  @Test
  void otherFailuresHaveNoMetadata() {
    StatusException gone =
        new StatusException(410, "Expired", "too old", StatusException.Details.NONE);
    assertThat(StatusJson.of(gone).path("metadata")).isEmpty();
  }
}
