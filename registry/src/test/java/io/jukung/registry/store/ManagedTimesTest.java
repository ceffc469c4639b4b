package io.jukung.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.storage.Bytes;
import org.junit.jupiter.api.Test;

class ManagedTimesTest {
  private static Bytes object(String one, String two, String data) {
    return Bytes.utf8(
        "{\"metadata\":{\"managedFields\":["
            + entry(one)
            + ","
            + entry(two)
            + "]},\"data\":{\"time\":\""
            + data
            + "\"}}");
  }

  private static String entry(String time) {
    return "{\"manager\":\"m\",\"operation\":\"Update\",\"apiVersion\":\"v1\",\"time\":\""
        + time
        + "\",\"fieldsType\":\"FieldsV1\",\"fieldsV1\":{}}";
  }

  @Test
  void onlyTimesOfManagersMayDiffer() {
    String noon = "2026-01-02T12:00:00Z";
    String later = "2026-01-03T13:00:01Z";
    Bytes base = object(noon, noon, noon);
    assertThat(ManagedTimes.onlyDiffer(base, object(noon, noon, noon))).isTrue();
    assertThat(ManagedTimes.onlyDiffer(base, object(later, noon, noon))).isTrue();
    assertThat(ManagedTimes.onlyDiffer(base, object(later, later, noon))).isTrue();
    assertThat(ManagedTimes.onlyDiffer(base, object(noon, noon, later))).isFalse();
    assertThat(ManagedTimes.onlyDiffer(base, object(later, noon, later))).isFalse();
    assertThat(ManagedTimes.onlyDiffer(base, Bytes.utf8("{}"))).isFalse();
  }
}
