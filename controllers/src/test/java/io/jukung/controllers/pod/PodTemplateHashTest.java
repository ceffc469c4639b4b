package io.jukung.controllers.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against templates and hashes recorded from kube-controller-manager 1.36. */
class PodTemplateHashTest {
  private final PodTemplateHash hash = new PodTemplateHash();
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void hashesAsUpstreamDoes() throws IOException {
    JsonNode recorded = recorded();
    assertThat(recorded).hasSizeGreaterThan(1);
    for (JsonNode row : recorded) {
      PodTemplateSpec template = json.treeToValue(row.path("template"), PodTemplateSpec.class);
      assertThat(hash.of(template, Optional.empty())).isEqualTo(row.path("hash").asText());
    }
  }

  @Test
  void aCollisionGivesAnotherHash() throws IOException {
    JsonNode template = recorded().get(0).path("template");
    assertThat(hash.of(template, Optional.of(1)))
        .isNotEqualTo(hash.of(template, Optional.empty()))
        .isNotEqualTo(hash.of(template, Optional.of(2)));
  }

  @Test
  void quantitiesAreHeldAsGoHoldsThem() {
    assertThat(GoQuantity.print("100m"))
        .isEqualTo(
            "{i:(resource.int64Amount){value:(int64)100 scale:(resource.Scale)-3}"
                + " d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)100m"
                + " Format:(resource.Format)DecimalSI}");
    assertThat(GoQuantity.print("64Mi")).contains("value:(int64)67108864").contains("s:(string) ");
    assertThat(GoQuantity.print("1Gi")).contains("s:(string)1Gi").contains("BinarySI");
    assertThat(GoQuantity.print("0")).contains("value:(int64)0").contains("s:(string) ");
  }

  private JsonNode recorded() throws IOException {
    try (InputStream in = PodTemplateHashTest.class.getResourceAsStream("hashes.json")) {
      return json.readTree(in);
    }
  }
}
