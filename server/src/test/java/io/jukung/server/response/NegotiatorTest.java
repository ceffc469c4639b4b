package io.jukung.server.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.registry.status.StatusException;
import io.jukung.server.response.Negotiated.Conversion;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NegotiatorTest {
  private static Negotiated object(String accept) {
    return Negotiator.object(accept, "test", Optional.empty(), true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|JSON",
        "*/*|JSON",
        "*/*;q=1, application/yaml;q=0.1|YAML",
        "application/json;q=x, application/yaml;q=0|JSON",
        "application/yaml;q=0.2, application/json;q=0.1|YAML",
        "application/yaml;a=b=c;q=0.2|YAML",
        "application/yaml|YAML",
        "application/xml, application/yaml|YAML",
        "application/json;q=0.5, application/yaml|YAML",
        "application/vnd.kubernetes.protobuf|PROTOBUF",
        "application/vnd.kubernetes.protobuf, */*|PROTOBUF",
        "*/*, application/vnd.kubernetes.protobuf|PROTOBUF",
        "application/json;as=Table;v=v1;g=meta.k8s.io,application/json|JSON",
        "application/json;as=Nope;v=v1;g=meta.k8s.io,application/yaml|YAML"
      })
  void formats(String accept, Format expected) {
    assertThat(object(accept).format()).isEqualTo(expected);
  }

  @Test
  void conversions() {
    assertThat(object("application/json;as=Table;v=v1;g=meta.k8s.io").conversion())
        .contains(new Conversion("meta.k8s.io", "v1", "Table"));
    assertThat(
            object(
                    "application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;v=v1;g=meta.k8s.io")
                .conversion())
        .contains(new Conversion("meta.k8s.io", "v1", "PartialObjectMetadata"));
    assertThat(object("application/json;as=Nope;v=v1;g=x,application/json").conversion()).isEmpty();
  }

  @Test
  void whatCannotBeMadeIs406() {
    assertThatThrownBy(() -> object("text/html"))
        .isInstanceOf(StatusException.class)
        .hasMessage(
            "406: Not Acceptable\n\nAvailable representations: application/json,"
                + " application/yaml, application/vnd.kubernetes.protobuf,"
                + " application/json;stream=watch,"
                + " application/vnd.kubernetes.protobuf;stream=watch");
    assertThatThrownBy(
            () -> object("application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io"))
        .hasMessage(
            "only the following media types are accepted: application/json, application/yaml,"
                + " application/vnd.kubernetes.protobuf");
    assertThatThrownBy(() -> Negotiator.requireStream(object("application/yaml")))
        .hasMessageContaining("application/json;stream=watch");
  }

  @ParameterizedTest
  @CsvSource({"application/*", "*", "*/json", "' '", "application/json/x"})
  void theRouterTakesNoRanges(String accept) {
    assertThatThrownBy(() -> object(accept)).hasMessageStartingWith("406: Not Acceptable");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/*|JSON",
        "*|JSON",
        "application/vnd.kubernetes.protobuf,application/yaml|YAML",
        "application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;v=v1;g=meta.k8s.io|PROTOBUF"
      })
  void customObjectsHaveNoRouterAndNoProtobuf(String accept, Format expected) {
    assertThat(Negotiator.custom(accept, "test", Optional.empty()).format()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "curl/8, '', true",
    "Mozilla/5.0 (X11), '', true",
    "kubectl/v1.36, '', false",
    "kubectl/v1.36, true, true",
    "kubectl/v1.36, 1, true",
    "curl/8, false, false",
    "curl/8, nonsense, false"
  })
  void pretty(String agent, String query, boolean expected) {
    Optional<String> pretty = query.isEmpty() ? Optional.empty() : Optional.of(query);
    assertThat(Negotiator.object("", agent, pretty, true).pretty()).isEqualTo(expected);
  }
}
