package io.jukung.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentMarkerTest {
  private static final String EVENTS =
      """
      {"type":"MODIFIED","object":{"metadata":{"annotations":{"jukung.bench/sent":"123456789"},\
      "managedFields":[{"fieldsV1":{"f:metadata":{"f:annotations":{".":{},\
      "f:jukung.bench/sent":{}}}}}]}}}
      {"type":"MODIFIED","object":{"metadata":{"annotations":{"jjukung.bench/sent":"42"}}}}
      """;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16, 1000})
  void findsEachValueOnceHoweverTheStreamIsCut(int piece) {
    assertThat(values(EVENTS.getBytes(StandardCharsets.US_ASCII), piece))
        .containsExactly(123456789L, 42L);
  }

  @Test
  void understandsProtobuf() {
    byte[] event =
        "\n\021jukung.bench/sent\022\003987\032\001x".getBytes(StandardCharsets.US_ASCII);
    assertThat(values(event, 5)).containsExactly(987L);
  }

  private static List<Long> values(byte[] bytes, int piece) {
    List<Long> found = new ArrayList<>();
    SentMarker marker = new SentMarker(found::add);
    for (int at = 0; at < bytes.length; at += piece) {
      marker.scan(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
    }
    return found;
  }
}
