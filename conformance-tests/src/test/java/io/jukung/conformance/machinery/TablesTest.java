package io.jukung.conformance.machinery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers as tables. Upstream: {@code apimachinery/table_conversion.go}. */
@ExtendWith(SharedCluster.class)
class TablesTest {
  @Test
  void aReviewIsNoTable(Space space) throws Exception {
    HttpResponse<byte[]> answer =
        space
            .client()
            .send(
                ApiRequest.json(
                        "POST",
                        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                        "{\"spec\":{\"nonResourceAttributes\":{\"path\":\"/\",\"verb\":\"get\"}}}")
                    .with("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io"));
    assertThat(answer.statusCode()).isEqualTo(406);
    JsonNode status = space.api().parse(new String(answer.body(), UTF_8));
    assertThat(status.path("kind").asText()).isEqualTo("Status");
    assertThat(status.path("code").asInt()).isEqualTo(406);
    assertThat(status.path("reason").asText()).isEqualTo("NotAcceptable");
  }
}
