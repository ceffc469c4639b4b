package io.jukung.conformance.chunking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lists in pages, of one version or, when that is compacted away, of two. */
@ExtendWith(SharedCluster.class)
class ChunkingTest {
  private static final int COUNT = 120;
  private static final int LIMIT = 17;

  @Test
  void pagesMakeUpTheWholeList(Space space) throws Exception {
    Templates templates = new Templates(space.client(), space.namespace(), COUNT);
    for (int round = 0; round < 3; round++) {
      JsonNode first = templates.page(LIMIT, "", 0);
      templates.rest(
          LIMIT,
          first.at("/metadata/continue").asText(),
          LIMIT,
          first.at("/metadata/resourceVersion").asText());
    }
    assertThat(templates.page(COUNT + 1, "", 0).path("items")).hasSize(COUNT);
  }

  /**
   * Nothing compacts at once except who asks the store to: so a server of the test's own, which
   * serves its store.
   */
  @Test
  void aListGoesOnAfterItsVersionWasCompacted() throws Exception {
    try (Compacting server = new Compacting()) {
      JsonApi api = new JsonApi(server.cluster().client());
      Templates templates = new Templates(server.cluster().client(), "default", 40);
      JsonNode first = templates.page(4, "", 0);
      String token = first.at("/metadata/continue").asText();
      String version = first.at("/metadata/resourceVersion").asText();
      templates.page(4, token, 4);
      long newer =
          Long.parseLong(
              api.call(
                      201,
                      ApiRequest.json(
                          "POST",
                          "/api/v1/namespaces/default/configmaps",
                          "{\"metadata\":{\"name\":\"newer\"}}"))
                  .at("/metadata/resourceVersion")
                  .asText());
      server.compact(newer);
      HttpResponse<byte[]> expired = templates.send(4, token);
      String text = new String(expired.body(), StandardCharsets.UTF_8);
      assertThat(expired.statusCode()).as(text).isEqualTo(410);
      JsonNode status = api.parse(text);
      assertThat(status.path("reason").asText()).isEqualTo("Expired");
      String inconsistent = status.at("/metadata/continue").asText();
      assertThat(inconsistent).isNotEmpty();
      JsonNode second = templates.page(4, inconsistent, 4);
      String later = second.at("/metadata/resourceVersion").asText();
      assertThat(later).isNotEqualTo(version);
      templates.rest(4, second.at("/metadata/continue").asText(), 8, later);
    }
  }
}
